import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormats } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { Empty, Region } from '../parts/region.tsx';
import { TableScroll } from '../parts/table-scroll.tsx';
import { useChange } from '../parts/use-change.ts';
import { useTitle } from '../parts/use-title.ts';
import { versionsQuery } from './plan-queries.ts';
import { usePlanWords } from './plan-words.ts';
import '../patients/patients.css';
import './settings.css';
import './plan.css';

/** Every state that the plan was in; any of them can be brought back, and that can be taken back like any other. */
export function PlanVersionsScreen() {
  const room = usePlanWords().versions;
  const formats = useFormats();
  const mayChange = useMay('plan.change');
  const query = useQuery(versionsQuery);
  const change = useChange(['plan']);
  useTitle(room.heading);
  return (
    <Region query={query} rows={8}>
      {({ versions }) => (
        <div className="page">
          <p>
            <Link to="/plan">{room.back}</Link>
          </p>
          <h1>{room.heading}</h1>
          {versions.length === 0 ? (
            <Empty title={room.empty} />
          ) : (
            <>
              <p className="dim">{room.explained}</p>
              <ProblemMessage problem={change.problem} />
              <TableScroll label={room.heading}>
                <table>
                  <thead>
                    <tr>
                      <th scope="col" className="figure">
                        #
                      </th>
                      <th scope="col">{room.what}</th>
                      <th scope="col">{room.by}</th>
                      <th scope="col">{room.when}</th>
                      <td />
                    </tr>
                  </thead>
                  <tbody>
                    {versions.map((one, nth) => (
                      <tr key={one.version}>
                        <td className="figure">{one.version}</td>
                        <th scope="row">{one.what}</th>
                        <td>{one.by ?? room.console}</td>
                        <td>{formats.moment(one.at)}</td>
                        <td>
                          {nth === 0 ? (
                            <span className="dim">{room.newest}</span>
                          ) : mayChange ? (
                            <Button
                              size="compact-sm"
                              variant="default"
                              aria-label={room.restoreOf(one.version)}
                              disabled={change.busy}
                              onClick={() => {
                                const before = versions[0]?.version ?? 1;
                                const put = (version: number) => ({ body: { version } });
                                void change.run(
                                  'restorePlanVersion',
                                  put(one.version),
                                  room.restored(one.version),
                                  () => void change.run('restorePlanVersion', put(before)),
                                );
                              }}
                            >
                              {room.restore}
                            </Button>
                          ) : null}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </TableScroll>
            </>
          )}
        </div>
      )}
    </Region>
  );
}
