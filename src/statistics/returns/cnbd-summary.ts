import type { CnbdHistory } from '../cnbd/cnbd.ts';
import type { ReturnInput } from './return-model.ts';

/** x, tx, t and the sum of ln gap of every history, in days. */
export interface Summaries {
  readonly x: Int32Array;
  readonly tx: Int32Array;
  readonly t: Int32Array;
  readonly litt: Float64Array;
}

/**
 * Summarises histories into what the models of visits at any time need.
 * @cost one logarithm a visit
 */
export function summariseAll({
  histories,
  observedTo,
}: Pick<ReturnInput, 'histories' | 'observedTo'>): Summaries {
  const size = histories.length;
  const [x, tx, t] = [new Int32Array(size), new Int32Array(size), new Int32Array(size)];
  const litt = new Float64Array(size);
  for (let i = 0; i < size; i += 1) {
    const one = summaryOf(histories[i] ?? [], observedTo[i] ?? 0);
    x[i] = one.x;
    tx[i] = one.tx;
    t[i] = one.t;
    litt[i] = one.litt;
  }
  return { x, tx, t, litt };
}

/**
 * One history: distinct days, ascending. Without a visit it is that of somebody who came today for the first time.
 * @cost one logarithm a gap
 */
export function summaryOf(days: ArrayLike<number>, observedTo: number): CnbdHistory {
  const first = days[0] ?? observedTo;
  let litt = 0;
  for (let i = 1; i < days.length; i += 1) litt += Math.log((days[i] as number) - (days[i - 1] as number));
  const last = days[days.length - 1] ?? first;
  return { x: Math.max(0, days.length - 1), tx: last - first, t: observedTo - first, litt };
}
