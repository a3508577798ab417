import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormats } from '../app/format.ts';
import { useSession } from '../app/session.ts';
import { Note } from '../parts/patient-name.tsx';
import { importsQuery } from './import-queries.ts';
import { useImportWords } from './import-words.ts';

/** The folder from which files are brought in by themselves: where it is, what lies in it, what came of the last one. */
export function WatchedFolder() {
  const words = useImportWords().folder;
  const formats = useFormats();
  const session = useSession();
  const inbox = useQuery(importsQuery).data?.inbox;
  if (inbox === undefined || session?.practice?.isSample === true) return null;
  const { folder, isThere, lying, waiting, last } = inbox;
  return (
    <section>
      <h2>{words.title}</h2>
      <p>
        {isThere ? words.watched : words.notThere} <code>{folder}</code>
      </p>
      {isThere ? (
        <p>
          {lying > 0 ? `${words.lying(lying)} ` : ''}
          {waiting > 0 ? `${words.waiting(waiting)} ` : ''}
          {last === null ? (
            words.noneYet
          ) : (
            <>
              {words.last(formats.moment(last.at))} <Note>{last.name}</Note>: {words.states[last.state]}{' '}
              {last.importId === null ? null : (
                <Link to="/imports/past/$importId" params={{ importId: last.importId }}>
                  {words.toResult}
                </Link>
              )}
            </>
          )}
        </p>
      ) : null}
      <p className="dim">{words.explained}</p>
    </section>
  );
}
