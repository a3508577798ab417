import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { call } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import { useSession } from '../app/session.ts';
import { showToast } from '../app/toasts.ts';
import { useWords } from '../app/words.ts';
import { Note } from '../parts/patient-name.tsx';
import { useProblemWords } from '../parts/problem-message.tsx';
import { Empty, Region } from '../parts/region.tsx';
import { TableScroll } from '../parts/table-scroll.tsx';
import { useTitle } from '../parts/use-title.ts';
import { CapabilityTable } from './capability-table.tsx';
import { sumOf } from './counts.tsx';
import { importsQuery, type PastImport, type Step, type Upload, uploadsQuery } from './import-queries.ts';
import { useImportWords } from './import-words.ts';
import { useContinueKeys } from './step-frame.tsx';
import { WatchedFolder } from './watched-folder.tsx';
import '../patients/patients.css';
import '../plan/settings.css';
import './imports.css';

/** What was imported, what is not finished, and the way to a new import. */
export function ImportsScreen() {
  const shell = useWords();
  const words = useImportWords();
  const session = useSession();
  const navigate = useNavigate();
  const start = (): void => void navigate({ to: '/imports/new' });
  useTitle(shell.places.imports);
  useContinueKeys(start);
  return (
    <div className="page import-page">
      <h1>{shell.places.imports}</h1>
      <p className="dim lead">{words.explained}</p>
      {session?.practice?.isSample === true ? <p className="unsure">{words.sampleNote}</p> : null}
      <p className="import-begin">
        <Button onClick={start}>{words.start}</Button>
        <Link to="/imports/systems">{words.record.which}</Link>
      </p>
      <Unfinished />
      <Past />
      <WatchedFolder />
      <CapabilityTable whenEmpty={false} />
    </div>
  );
}

/** The step that an upload has come to. */
function stepOf({ check, task }: Upload): Step {
  if (task?.kind === 'import' && task.state === 'running') return 'import';
  return check !== null || task?.kind === 'check' ? 'check' : 'match';
}

function Unfinished() {
  const words = useImportWords();
  const formats = useFormats();
  const say = useProblemWords();
  const client = useQueryClient();
  const query = useQuery(uploadsQuery);
  const uploads = query.data?.uploads ?? [];
  if (uploads.length === 0 && !query.isError) return null;
  const throwAway = async (uploadId: string): Promise<void> => {
    const answer = await call('removeUpload', { params: { uploadId } });
    await client.invalidateQueries({ queryKey: uploadsQuery.queryKey });
    showToast(answer.ok ? words.thrownAway : say(answer.problem), answer.ok ? {} : { kind: 'problem' });
  };
  return (
    <section>
      <h2>{words.unfinished}</h2>
      <p className="dim">{words.unfinishedExplained}</p>
      <Region query={query} rows={2}>
        {(data) => (
          <ul className="unfinished">
            {data.uploads.map((upload) => (
              <li key={upload.id}>
                <span>
                  <Note>{formats.list(upload.files.map(({ name }) => name))}</Note>{' '}
                  <span className="dim">{formats.moment(upload.createdAt)}</span>
                </span>
                <span className="unfinished-tools">
                  <Link to="/imports/$uploadId/$step" params={{ uploadId: upload.id, step: stepOf(upload) }}>
                    {words.goOn}
                  </Link>
                  <button type="button" className="quiet small" onClick={() => void throwAway(upload.id)}>
                    {words.throwAway}
                  </button>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Region>
    </section>
  );
}

function PastRow({ past }: { readonly past: PastImport }) {
  const words = useImportWords();
  const formats = useFormats();
  const { check } = words;
  const counts = (['added', 'updated', 'unchanged', 'refused'] as const)
    .map(
      (field) =>
        [
          sumOf(past.files, field),
          check[field === 'added' ? 'add' : field === 'updated' ? 'update' : field],
        ] as const,
    )
    .filter(([count]) => count > 0)
    .map(([count, label]) => `${formats.number(count)} ${label}`);
  return (
    <tr>
      <th scope="row">
        <Link to="/imports/past/$importId" params={{ importId: past.id }}>
          {formats.moment(past.startedAt)}
        </Link>
      </th>
      <td>
        <Note>{formats.list(past.files.map(({ name }) => name))}</Note>
      </td>
      <td>{past.sources.join(', ')}</td>
      <td>{past.by === null ? words.byCommand : <bdi>{past.by}</bdi>}</td>
      <td>{counts.join(' · ')}</td>
      <td>{words.states[past.state]}</td>
    </tr>
  );
}

function Past() {
  const words = useImportWords();
  const query = useQuery(importsQuery);
  const { pastHead } = words;
  return (
    <section>
      <h2>{words.past}</h2>
      <Region query={query} rows={4}>
        {({ imports }) =>
          imports.length === 0 ? (
            <Empty title={words.nonePast}>
              <p>{words.nonePastExplained}</p>
            </Empty>
          ) : (
            <TableScroll label={words.past}>
              <table className="counts">
                <thead>
                  <tr>
                    {[
                      pastHead.when,
                      pastHead.files,
                      pastHead.source,
                      pastHead.by,
                      pastHead.counts,
                      pastHead.state,
                    ].map((head) => (
                      <th key={head} scope="col">
                        {head}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {imports.map((past) => (
                    <PastRow key={past.id} past={past} />
                  ))}
                </tbody>
              </table>
            </TableScroll>
          )
        }
      </Region>
    </section>
  );
}
