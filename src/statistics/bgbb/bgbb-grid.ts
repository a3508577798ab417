import type { BgbbHistory } from './bgbb.ts';
import type { BgbbMoment } from './bgbb-predict.ts';

/** Where a history stands on a grid of periods. */
export interface GridPlace {
  /** Opportunities that are wholly past: what a fit may count without favouring early visits. */
  readonly complete: BgbbHistory;
  /** The same and the running opportunity, as far as it has gone: what a forecast may know. */
  readonly moment: BgbbMoment;
}

/**
 * Places a plain history on a grid of periods. Opportunity j covers (first + (j - ½) period, first + (j + ½) period],
 * so that a visit a little before or after its day still takes it; the first half period belongs to the first visit.
 * A running opportunity that is already taken is over; one that is not counts by the share that has passed.
 * @param days ascending, at least one, none after `until`  @cost O(visits)
 */
export function placeOnPeriods(days: ArrayLike<number>, period: number, until: number): GridPlace {
  if (!(period > 0)) throw new RangeError(`a grid requires a period above 0, got ${period}`);
  const first = days[0];
  if (first === undefined) throw new RangeError('a history requires at least one visit');
  const elapsed = (until - first) / period - 0.5;
  const whole = Math.max(0, Math.floor(elapsed));
  let x = 0;
  let tx = 0;
  let runningTaken = false;
  for (let i = 1; i < days.length; i += 1) {
    const opportunity = Math.ceil(((days[i] as number) - first) / period - 0.5);
    if (opportunity > whole) runningTaken = true;
    else if (opportunity > tx) {
      tx = opportunity;
      x += 1;
    }
  }
  const complete = { x, tx, n: whole };
  if (runningTaken) return { complete, moment: { x: x + 1, tx: whole + 1, n: whole + 1, running: 0 } };
  return { complete, moment: { ...complete, running: Math.max(0, elapsed - whole) } };
}

/**
 * Opportunities from the moment to the end of a horizon: not whole, and fewer where the running one is taken.
 * @cost O(1)
 */
export function opportunitiesAhead(
  { n, running }: BgbbMoment,
  first: number,
  period: number,
  end: number,
): number {
  return Math.max(0, (end - first) / period - 0.5 - n - running);
}
