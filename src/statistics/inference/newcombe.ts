import type { Figure } from '../figure.ts';
import { wilsonInterval } from './wilson.ts';

/**
 * How much larger one share is than another, with an interval that stays within what shares can differ by and behaves
 * at 0 of 5. Newcombe's hybrid: each share's Wilson interval, the distances to its ends joined as legs of a right
 * triangle.
 * @param treated successes and n of those who were treated
 * @param held the same of those held out
 * @returns treated minus held, in points of 1; n is both together; without anybody in an arm the interval is as wide as
 *   Wilson's
 * @throws RangeError unless 0 ≤ successes ≤ n in both
 * @source Newcombe 1998b, method 10: 56/70 against 48/80 gives 0.2000, 0.0524 to 0.3339  @cost O(1)
 */
export function shareDifference(
  treated: readonly [successes: number, n: number],
  held: readonly [successes: number, n: number],
  confidence = 0.95,
): Figure {
  const one = wilsonInterval(...treated, confidence);
  const other = wilsonInterval(...held, confidence);
  const value = one.value - other.value;
  return {
    value,
    low: value - Math.hypot(one.value - one.low, other.high - other.value),
    high: value + Math.hypot(one.high - one.value, other.value - other.low),
    n: one.n + other.n,
  };
}
