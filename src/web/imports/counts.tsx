import { useFormats } from '../app/format.ts';
import { Note } from '../parts/patient-name.tsx';
import { TableScroll } from '../parts/table-scroll.tsx';
import type { Check } from './import-queries.ts';
import { useImportWords } from './import-words.ts';

type FileCounts = Check['files'][number];

export function sumOf(
  files: readonly FileCounts[],
  field: 'added' | 'updated' | 'unchanged' | 'refused',
): number {
  return files.reduce((sum, file) => sum + file[field], 0);
}

/** What becomes of each file's rows. */
export function CountTable({ files }: { readonly files: readonly FileCounts[] }) {
  const words = useImportWords();
  const formats = useFormats();
  const { head } = words.check;
  const figures = ['rows', 'added', 'updated', 'unchanged', 'refused'] as const;
  return (
    <TableScroll label={head.file}>
      <table className="counts">
        <thead>
          <tr>
            <th scope="col">{head.file}</th>
            {figures.map((figure) => (
              <th key={figure} scope="col" className="figure">
                {head[figure]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {files.map((file, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name, and their order stays
            <tr key={index}>
              <th scope="row">
                <Note>{file.name}</Note>
              </th>
              {figures.map((figure) => (
                <td key={figure} className="figure">
                  {formats.number(file[figure])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

interface Reason {
  readonly code: string;
  readonly column: string;
  readonly reason: string;
  readonly count: number;
  readonly kept?: boolean;
}

/** What was not taken, a line a reason, and the list of it to take back to the system. */
export function ReasonTable({
  refusals,
  listAt,
}: {
  readonly refusals: readonly Reason[];
  /** Undefined: there is no list of rows. */
  readonly listAt: string | undefined;
}) {
  const words = useImportWords();
  const formats = useFormats();
  const { reasonHead } = words.check;
  if (refusals.length === 0) return <p>{words.check.allTaken}</p>;
  const saysWhat = refusals.some(({ kept }) => kept !== undefined);
  return (
    <section>
      <h2>{words.check.reasons}</h2>
      <TableScroll label={words.check.reasons}>
        <table className="counts">
          <thead>
            <tr>
              <th scope="col">{reasonHead.column}</th>
              <th scope="col">{reasonHead.reason}</th>
              <th scope="col" className="figure">
                {reasonHead.rows}
              </th>
              {saysWhat ? <th scope="col">{reasonHead.what}</th> : null}
            </tr>
          </thead>
          <tbody>
            {refusals.map(({ code, column, reason, count, kept }) => (
              <tr key={`${code} ${column} ${reason} ${kept}`}>
                <th scope="row">
                  <bdi>{column}</bdi>
                </th>
                <td>{reason}</td>
                <td className="figure">{formats.number(count)}</td>
                {saysWhat ? <td>{kept === true ? words.check.kept : words.check.refusedRow}</td> : null}
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {listAt === undefined ? null : (
        <p className="download">
          <a href={listAt} download>
            {words.check.download}
          </a>
        </p>
      )}
    </section>
  );
}
