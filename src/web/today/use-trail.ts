import { useEffect, useRef } from 'react';
import { leaveTrail } from '../app/patient-trail.ts';
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
