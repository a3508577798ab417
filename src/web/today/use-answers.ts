import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Problem } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import type { Input } from '../app/operations.ts';
import { post } from '../app/outbox.ts';
import { showToast } from '../app/toasts.ts';
import { neverDone, sayDone } from '../app/undo-stack.ts';
import { wordsNow } from '../app/words.ts';
import { useProblemWords } from '../parts/problem-message.tsx';
import { deskWordsNow } from './desk-words.ts';
import type { Act } from './today-queries.ts';

export type OutcomeBody = Omit<Input<'recordOutcome'>['body'], 'clientKey'>;

export interface Answers {
  /** The acts of a list that are open here: without those just answered, with those that are being taken back. */
  readonly openOf: (acts: readonly Act[], readAt: number) => readonly Act[];
  /** True for an act that was answered, and that a list read at that time (milliseconds) does not know of yet. */
  readonly isGone: (actId: string, readAt: number) => boolean;
  /** Acts whose answer is being taken back: what the server says of them now is about to change. */
  readonly returning: ReadonlySet<string>;
  /** Acts whose answer failed, back in their place. */
  readonly problems: ReadonlyMap<string, Problem>;
  readonly answer: (act: Act, index: number, body: OutcomeBody) => Promise<void>;
  readonly undo: (outcomeId: string, act: Act, index: number) => Promise<void>;
  /** Opens an act again that had closed itself. */
  readonly reopen: (act: Act, index: number) => Promise<void>;
  /** The act is over by what the server just said; a list that is read later knows better. */
  readonly markOver: (actId: string) => void;
}

interface Place {
  readonly act: Act;
  readonly index: number;
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
  const formats = useFormats();
  // Until when a list that was read earlier is out of date about the act; infinite while the server has not answered.
  const [gone, setGone] = useState<ReadonlyMap<string, number>>(new Map());
  const [returning, setReturning] = useState<ReadonlySet<string>>(new Set());
  // A list that was on its way while an answer was taken back does not know of it: the row keeps its place, and the
  // cursor its row, until a list that was asked for afterwards is here.
  const [kept, setKept] = useState<ReadonlyMap<string, Place>>(new Map());
  const [problems, setProblems] = useState<ReadonlyMap<string, Problem>>(new Map());

  const leaveUntil = (actId: string, readAt: number) => setGone((now) => new Map(now).set(actId, readAt));
  const leave = (actId: string) => leaveUntil(actId, Number.POSITIVE_INFINITY);
  const stay = (actId: string) => setGone((now) => new Map([...now].filter(([id]) => id !== actId)));
  const refresh = () => client.invalidateQueries({ queryKey: ['today'] });

  const letGo = (actId: string) => setKept((now) => new Map([...now].filter(([id]) => id !== actId)));
  const putBack = (act: Act, index: number) => {
    setReturning((now) => new Set(now).add(act.id));
    setKept((now) => new Map(now).set(act.id, { act, index }));
    stay(act.id);
    focusRow(act);
  };
  const isBack = async (act: Act) => {
    client.removeQueries({ queryKey: ['today', 'act', act.id] });
    setReturning((now) => without(now, act.id));
    await refresh();
    letGo(act.id);
  };

  const undo = async (outcomeId: string, act: Act, index: number) => {
    putBack(act, index);
    const undone = await post('undoOutcome', {
      params: { outcomeId },
      body: { clientKey: crypto.randomUUID() },
    });
    if (!undone.ok && undone.problem.code !== 'already_undone') {
      showToast(say(undone.problem), { kind: 'problem' });
    }
    await isBack(act);
  };

  const reopen = async (act: Act, index: number) => {
    const reopened = await call('reopenAct', { params: { actId: act.id } });
    if (!reopened.ok) return void showToast(say(reopened.problem), { kind: 'problem' });
    putBack(reopened.value.act, index);
    showToast(deskWordsNow().reopened);
    await isBack(act);
  };

  const answer = async (act: Act, index: number, body: OutcomeBody) => {
    const words = wordsNow();
    setProblems((now) => new Map([...now].filter(([id]) => id !== act.id)));
    leave(act.id);
    letGo(act.id);
    // One press keeps its key through lost connections, so that trying again can never count twice.
    const press = { params: { actId: act.id }, body: { ...body, clientKey: crypto.randomUUID() } };
    const recording = post('recordOutcome', press);
    let takenBack = false;
    const toast = sayDone(`${words.outcomes.said[body.outcome]} ${act.patientName}`, () => {
      takenBack = true;
      putBack(act, index);
      void recording.then((recorded) =>
        recorded.ok && recorded.value.already === null
          ? undo(recorded.value.outcomeId, act, index)
          : isBack(act),
      );
    });
    const recorded = await recording;
    if (!recorded.ok && recorded.problem.code !== 'already_done') {
      neverDone(toast);
      setProblems((now) => new Map(now).set(act.id, recorded.problem));
      stay(act.id);
      if (!takenBack) focusRow(act);
      return;
    }
    const already = recorded.ok ? recorded.value.already : undefined;
    if (already !== null) {
      // Somebody else was first, or the act had closed itself: what was wanted is so.
      neverDone(toast);
      if (recorded.ok && already !== undefined)
        showToast(deskWordsNow().didThisAt(already.by, formats.time(already.at)));
      else if (!recorded.ok) showToast(say(recorded.problem));
    }
    if (takenBack) return;
    leaveUntil(act.id, Date.now());
    await refresh();
  };

  const isGone = (actId: string, readAt: number) => (gone.get(actId) ?? 0) > readAt;
  const openOf = (acts: readonly Act[], readAt: number): readonly Act[] => {
    const listed = new Set(acts.map((act) => act.id));
    const away = [...kept.values()].filter(({ act }) => !listed.has(act.id));
    const whole = away.reduce((now, { act, index }) => now.toSpliced(index, 0, act), acts);
    return whole.filter((act) => !isGone(act.id, readAt));
  };

  return {
    openOf,
    isGone,
    returning,
    problems,
    answer,
    undo,
    reopen,
    markOver: (actId) => leaveUntil(actId, Date.now()),
  };
}
