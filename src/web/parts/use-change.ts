import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Problem } from '../app/api.ts';
import type { Input, OperationKey } from '../app/operations.ts';
import { useMay } from '../app/session.ts';
import { showToast } from '../app/toasts.ts';
import { sayDone } from '../app/undo-stack.ts';
import { useUndo } from '../app/use-undo.ts';
import { useProblemWords } from '../parts/problem-message.tsx';

export interface Change {
  readonly problem: Problem | undefined;
  readonly busy: boolean;
  /** True: it was done, and what is shown has been asked for again. */
  readonly run: <K extends OperationKey>(
    key: K,
    input: Input<K>,
    said?: string,
    undo?: () => void,
  ) => Promise<boolean>;
}

/** A change to one record, and a fresh look at whatever the change may have touched. */
export function useChange(touches: readonly string[]): Change {
  const client = useQueryClient();
  const say = useProblemWords();
  const stack = useUndo();
  const mayUndo = useMay('today.act');
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  return {
    problem,
    busy,
    run: async (key, input, said, undo) => {
      setBusy(true);
      setProblem(undefined);
      const answer = await call(key, input);
      setBusy(false);
      if (!answer.ok) {
        setProblem(answer.problem);
        showToast(say(answer.problem), { kind: 'problem' });
        return false;
      }
      const { deed } = answer;
      // The server's own undo is exact, and known at another desk as well.
      const takeBack = deed !== undefined && mayUndo ? () => stack.deed(deed) : undo;
      if (said !== undefined && takeBack !== undefined) sayDone(said, takeBack);
      else if (said !== undefined) showToast(said);
      await client.invalidateQueries({ queryKey: [...touches] });
      return true;
    },
  };
}
