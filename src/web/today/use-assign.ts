import { useQueryClient } from '@tanstack/react-query';
import { call } from '../app/api.ts';
import { showToast } from '../app/toasts.ts';
import { sayDone } from '../app/undo-stack.ts';
import { useUndo } from '../app/use-undo.ts';
import { useProblemWords } from '../parts/problem-message.tsx';
import { useDeskWords } from './desk-words.ts';
import type { Act, TodayList } from './today-queries.ts';

type Colleague = { readonly id: string; readonly name: string } | null;

/** Gives acts to somebody: shown at once, told to the server behind. */
export function useAssign(): (acts: readonly Act[], to: Colleague) => Promise<void> {
  const client = useQueryClient();
  const words = useDeskWords();
  const say = useProblemWords();
  const stack = useUndo();
  return async (acts, to) => {
    const ids = new Set(acts.map(({ id }) => id));
    client.setQueriesData<TodayList>({ queryKey: ['today', 'list'] }, (list) =>
      list === undefined
        ? list
        : { ...list, acts: list.acts.map((act) => (ids.has(act.id) ? { ...act, assignedTo: to } : act)) },
    );
    for (const actId of ids) {
      const answer = await call('assignAct', {
        params: { actId },
        body: { staffMemberId: to?.id ?? null },
      });
      if (!answer.ok) showToast(say(answer.problem), { kind: 'problem' });
      else if (answer.deed !== undefined) {
        const { deed } = answer;
        sayDone(to === null ? words.saidUnassigned : words.saidAssigned(to.name), () => stack.deed(deed));
      }
    }
    await client.invalidateQueries({ queryKey: ['today'] });
  };
}
