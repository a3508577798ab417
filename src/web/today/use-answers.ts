import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Answer, call, type Problem } from '../app/api.ts';
import type { Input, Reply } from '../app/operations.ts';
import { closeToast, showToast } from '../app/toasts.ts';
import { wordsNow } from '../app/words.ts';
import { useProblemWords } from '../parts/problem-message.tsx';
import type { Act, TodayList } from './today-queries.ts';

export type OutcomeBody = Omit<Input<'recordOutcome'>['body'], 'clientKey'>;

export interface Answers {
  /** True for an act that was answered, and that a list read at that time (milliseconds) does not know of yet. */
  readonly isGone: (actId: string, readAt: number) => boolean;
  /** Acts whose answer is being taken back: what the server says of them now is about to change. */
  readonly returning: ReadonlySet<string>;
  /** Acts whose answer failed, back in their place. */
  readonly problems: ReadonlyMap<string, Problem>;
  readonly answer: (act: Act, index: number, body: OutcomeBody) => Promise<void>;
  readonly undo: (outcomeId: string, act: Act, index: number) => Promise<void>;
  readonly leave: (actId: string) => void;
}

const triesAgainAfter = [1000, 3000];

// One press keeps its key through lost connections, so that trying again can never count twice.
async function recordSurely(actId: string, body: OutcomeBody): Promise<Answer<Reply<'recordOutcome'>>> {
  const press = { params: { actId }, body: { ...body, clientKey: crypto.randomUUID() } };
  for (const wait of triesAgainAfter) {
    const answer = await call('recordOutcome', press);
    if (answer.ok || answer.problem.code !== 'offline') return answer;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  return call('recordOutcome', press);
}

function without<T>(set: ReadonlySet<T>, member: T): ReadonlySet<T> {
  const next = new Set(set);
  next.delete(member);
  return next;
}

/** What the desk answers: gone from the list at once, told to the server behind, and back in its place if that fails. */
export function useAnswers(focusRow: (act: Act) => void): Answers {
  const client = useQueryClient();
  const say = useProblemWords();
  // Until when a list that was read earlier is out of date about the act; infinite while the server has not answered.
  const [gone, setGone] = useState<ReadonlyMap<string, number>>(new Map());
  const [returning, setReturning] = useState<ReadonlySet<string>>(new Set());
  const [problems, setProblems] = useState<ReadonlyMap<string, Problem>>(new Map());

  const leaveUntil = (actId: string, readAt: number) => setGone((now) => new Map(now).set(actId, readAt));
  const leave = (actId: string) => leaveUntil(actId, Number.POSITIVE_INFINITY);
  const stay = (actId: string) => setGone((now) => new Map([...now].filter(([id]) => id !== actId)));
  const refresh = () => client.invalidateQueries({ queryKey: ['today'] });

  const putBack = async (act: Act, index: number) => {
    setReturning((now) => new Set(now).add(act.id));
    await client.cancelQueries({ queryKey: ['today', 'list'] });
    client.setQueriesData<TodayList>({ queryKey: ['today', 'list'] }, (list) => {
      if (list === undefined || list.acts.some((one) => one.id === act.id)) return list;
      return { ...list, acts: list.acts.toSpliced(index, 0, act) };
    });
    stay(act.id);
    focusRow(act);
  };

  const undo = async (outcomeId: string, act: Act, index: number) => {
    await putBack(act, index);
    const undone = await call('undoOutcome', {
      params: { outcomeId },
      body: { clientKey: crypto.randomUUID() },
    });
    client.removeQueries({ queryKey: ['today', 'act', act.id] });
    setReturning((now) => without(now, act.id));
    if (!undone.ok && undone.problem.code !== 'already_undone') {
      showToast(say(undone.problem), { kind: 'problem' });
    }
    await refresh();
  };

  const answer = async (act: Act, index: number, body: OutcomeBody) => {
    const words = wordsNow();
    setProblems((now) => new Map([...now].filter(([id]) => id !== act.id)));
    leave(act.id);
    const recording = recordSurely(act.id, body);
    let takenBack = false;
    const toast = showToast(`${words.outcomes.said[body.outcome]} ${act.patientName}`, {
      undo: () => {
        takenBack = true;
        void putBack(act, index);
        void recording.then((recorded) =>
          recorded.ok ? undo(recorded.value.outcomeId, act, index) : undefined,
        );
      },
    });
    const recorded = await recording;
    if (!recorded.ok) {
      closeToast(toast);
      setProblems((now) => new Map(now).set(act.id, recorded.problem));
      stay(act.id);
      if (!takenBack) focusRow(act);
      return;
    }
    if (recorded.value.already !== null) {
      closeToast(toast);
      showToast(words.outcomes.already(recorded.value.already));
    }
    if (takenBack) return;
    leaveUntil(act.id, Date.now());
    await refresh();
  };

  return {
    isGone: (actId, readAt) => (gone.get(actId) ?? 0) > readAt,
    returning,
    problems,
    answer,
    undo,
    leave,
  };
}
