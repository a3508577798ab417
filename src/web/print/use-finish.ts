import { useQueryClient } from '@tanstack/react-query';
import { call } from '../app/api.ts';
import { showToast } from '../app/toasts.ts';
import { usePrintWords } from './print-words.ts';

/** Marks acts as done after somebody said that they were printed or written; one toast takes all of them back. */
export function useFinish(): (actIds: readonly string[]) => Promise<readonly string[]> {
  const client = useQueryClient();
  const words = usePrintWords();
  return async (actIds) => {
    const recorded: string[] = [];
    const failed: string[] = [];
    for (const actId of actIds) {
      const body = { outcome: 'done' as const, clientKey: crypto.randomUUID() };
      const answer = await call('recordOutcome', { params: { actId }, body });
      if (answer.ok) recorded.push(answer.value.outcomeId);
      else failed.push(actId);
    }
    const refresh = () => client.invalidateQueries({ queryKey: ['today'] });
    const undo = async () => {
      for (const outcomeId of recorded) {
        await call('undoOutcome', { params: { outcomeId }, body: { clientKey: crypto.randomUUID() } });
      }
      await refresh();
    };
    if (recorded.length > 0) showToast(words.doneNow(recorded.length), { undo: () => void undo() });
    if (failed.length > 0) showToast(words.someFailed(failed.length), { kind: 'problem' });
    await refresh();
    return failed;
  };
}
