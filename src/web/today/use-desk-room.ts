import { useEffect, useRef } from 'react';
import { wantedAct } from '../app/patient-trail.ts';
import { useRoom } from '../app/registry.ts';
import { useStore } from '../app/store.ts';
import { useWords } from '../app/words.ts';
import { useDeskWords } from './desk-words.ts';
import type { Act } from './today-queries.ts';

/** Tells the shell what can be done on Today, and opens the act that somebody chose in the palette. */
export function useDeskRoom({
  fiveMinutes,
  acts,
  show,
}: {
  /** Undefined: not on this day. */
  readonly fiveMinutes: (() => void) | undefined;
  readonly acts: readonly Act[];
  readonly show: (act: Act) => void;
}): void {
  const { keys, today } = useWords();
  const desk = useDeskWords();
  const single = (letter: string, meaning: string) => ({ keys: letter, meaning, single: true });
  useRoom({
    keys: [
      { keys: '↓ ↑', meaning: keys.move },
      { keys: 'Shift ↓ ↑', meaning: desk.keys.extend },
      { keys: '→ ←', meaning: desk.keys.fold },
      { keys: 'Enter', meaning: keys.open },
      single('J K', keys.move),
      single('D', keys.done),
      single('N', keys.noAnswer),
      single('L', keys.later),
      single('1 2 3 4', desk.keys.ready),
      single('S', keys.notAppropriate),
      single('E', desk.keys.edit),
      single('A', desk.keys.assign),
      single('X', desk.keys.select),
      single('Z', keys.undo),
      single('C', keys.copy),
      single('O', keys.patient),
      single('P', desk.keys.print),
    ],
    actions:
      fiveMinutes === undefined ? [] : [{ id: 'five-minutes', words: today.fiveMinutes, run: fiveMinutes }],
  });
  const wanted = useStore(wantedAct);
  const latest = useRef(show);
  latest.current = show;
  const act = acts.find((one) => one.id === wanted);
  useEffect(() => {
    if (act === undefined) return;
    wantedAct.set(undefined);
    latest.current(act);
  }, [act]);
}
