import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ask } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import { useWords } from '../app/words.ts';
import { Empty, Region } from '../parts/region.tsx';
import { TableScroll } from '../parts/table-scroll.tsx';
import { useTitle } from '../parts/use-title.ts';
import '../patients/patients.css';

const pageLength = 100;

/** Who did what, newest first. Looking at it is on the record too. */
export function AuditScreen() {
  const words = useWords();
  const formats = useFormats();
  useTitle(words.places.audit);
  const query = useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam, signal }) =>
      ask('listAudit', { query: pageParam === '' ? {} : { before: pageParam } }, signal),
    initialPageParam: '',
    getNextPageParam: ({ events }) => (events.length < pageLength ? undefined : events.at(-1)?.id),
    select: ({ pages }) => pages.flatMap((page) => page.events),
  });
  return (
    <div className="page">
      <h1>{words.places.audit}</h1>
      <p className="dim">{words.audit.explained}</p>
      <Region query={query} rows={12}>
        {(events) =>
          events.length === 0 ? (
            <Empty title={words.audit.none} />
          ) : (
            <>
              <TableScroll label={words.places.audit}>
                <table>
                  <thead>
                    <tr>
                      <th scope="col">{words.audit.at}</th>
                      <th scope="col">{words.audit.who}</th>
                      <th scope="col">{words.audit.action}</th>
                      <th scope="col">{words.audit.result}</th>
                      <th scope="col" className="figure">
                        {words.audit.patients}
                      </th>
                      <th scope="col">{words.audit.network}</th>
                      <th scope="col">{words.audit.reference}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {events.map((event) => (
                      <tr key={event.id}>
                        <td className="unbroken">{formats.moment(event.at)}</td>
                        <td>
                          <bdi>{event.who ?? words.audit.console}</bdi>
                        </td>
                        <td>
                          <code>{event.action}</code>
                        </td>
                        <td>{event.result}</td>
                        <td className="figure">
                          {event.patients === 0 ? '' : formats.number(event.patients)}
                        </td>
                        <td>{event.network}</td>
                        <td>
                          <code title={event.requestId}>{event.requestId.slice(0, 8)}</code>
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </TableScroll>
              <p className="save-row">
                {query.hasNextPage ? (
                  <Button
                    variant="default"
                    loading={query.isFetchingNextPage}
                    onClick={() => void query.fetchNextPage()}
                  >
                    {words.audit.older}
                  </Button>
                ) : (
                  <span className="dim">{words.audit.end}</span>
                )}
              </p>
            </>
          )
        }
      </Region>
    </div>
  );
}
