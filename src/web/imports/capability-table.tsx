import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import { Region } from '../parts/region.tsx';
import { TableScroll } from '../parts/table-scroll.tsx';
import { useImportWords } from './import-words.ts';

const capabilitiesQuery = queryOptions({
  queryKey: ['imports', 'capabilities'],
  queryFn: ({ signal }) => ask('getCapabilities', {}, signal),
});

/** What the files can and cannot tell: for each thing that Keepwell does, whether it can, and which export is missing. */
export function CapabilityTable({ whenEmpty = true }: { readonly whenEmpty?: boolean }) {
  const words = useImportWords().record;
  const formats = useFormats();
  const query = useQuery(capabilitiesQuery);
  // Before the first file there is nothing that a table of noughts would tell.
  if (!whenEmpty && (query.data?.visits ?? 0) + (query.data?.patients ?? 0) === 0 && !query.isError)
    return null;
  return (
    <section>
      <h2>{words.heading}</h2>
      <Region query={query} rows={6}>
        {(record) => (
          <>
            <p>
              <strong>{record.words}</strong> {record.ahead > 0 || record.visits === 0 ? '' : words.noneAhead}
            </p>
            <TableScroll label={words.heading}>
              <table className="counts">
                <thead>
                  <tr>
                    <th scope="col">{words.head.what}</th>
                    <th scope="col">{words.head.can}</th>
                    <th scope="col">{words.head.n}</th>
                    <th scope="col">{words.head.missing}</th>
                  </tr>
                </thead>
                <tbody>
                  {record.capabilities.map((one) => (
                    <tr key={one.name}>
                      <th scope="row">{one.words}</th>
                      <td>{words.can[one.can]}</td>
                      <td>{words.of(formats.number(one.n), formats.number(one.of), one.counted)}</td>
                      <td>
                        {one.missing === null
                          ? ''
                          : words.missing(one.missing.words, one.missing.exportWords)}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableScroll>
            <p>
              <Link to="/imports/systems">{words.which}</Link>
            </p>
          </>
        )}
      </Region>
    </section>
  );
}
