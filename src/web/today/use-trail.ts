import { useEffect, useRef } from 'react';
import { leaveTrail, wantedAct } from '../app/patient-trail.ts';
import { useStore } from '../app/store.ts';
import type { Act } from './today-queries.ts';

/** Whoever goes from Today to a patient can go on along the acts as they stood. */
export function useOrderLeft(acts: readonly Act[]): void {
  const order = useRef(acts);
  order.current = acts;
  useEffect(
    () => () =>
      leaveTrail(
        'today',
        order.current.map((act) => act.patientId),
      ),
    [],
  );
}

/** A patient's page asked for an act: opens it once the list has it. */
export function useWantedAct(acts: readonly Act[], open: (act: Act) => void): void {
  const wanted = useStore(wantedAct);
  const act = wanted === undefined ? undefined : acts.find((one) => one.id === wanted);
  const tell = useRef(open);
  tell.current = open;
  useEffect(() => {
    if (act === undefined) return;
    wantedAct.set(undefined);
    tell.current(act);
  }, [act]);
}
