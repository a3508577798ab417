import { useQuery } from '@tanstack/react-query';
import { useFormats } from '../app/format.ts';
import { useLivePaused } from '../app/live.ts';
import { useWaiting } from '../app/outbox.ts';
import { useDeskWords } from '../today/desk-words.ts';
import { todayQuery } from '../today/today-queries.ts';

/** Says when the desk is on its own: what is shown may be old, and what was answered waits. Goes by itself. */
export function LiveStrip() {
  const words = useDeskWords();
  const formats = useFormats();
  const isPaused = useLivePaused();
  const waiting = useWaiting();
  const { dataUpdatedAt } = useQuery({ ...todayQuery({}), enabled: false });
  const asOf = dataUpdatedAt === 0 ? new Date() : new Date(dataUpdatedAt);
  return (
    <div role="status">
      {isPaused ? <p className="strip stale">{words.paused(formats.time(asOf.toISOString()))}</p> : null}
      {waiting === 0 ? null : <p className="strip stale">{words.waiting(waiting)}</p>}
    </div>
  );
}
