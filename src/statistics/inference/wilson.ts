import type { Figure } from '../figure.ts';
import { normalQuantile } from '../functions/normal.ts';

/**
 * A share of n with an interval that behaves at 0 of 5 and 5 of 5, where the textbook "± 1.96 standard errors"
 * claims certainty. Wilson's score interval, without continuity correction.
 * @param successes 0 to n
 * @param n trials; 0 gives the honest [0, 1] around one half
 * @throws RangeError unless 0 ≤ successes ≤ n
 * @source Wilson 1927; Newcombe 1998, method 3: 81 of 263 gives [0.2553, 0.3662]  @cost O(1)
 */
export function wilsonInterval(successes: number, n: number, confidence = 0.95): Figure {
  if (!(successes >= 0 && successes <= n && n < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`wilsonInterval requires 0 <= successes <= n, got ${successes} of ${n}`);
  }
  if (n === 0) return { value: 0.5, low: 0, high: 1, n };
  const z = normalQuantile(0.5 + confidence / 2);
  const share = successes / n;
  const weight = (z * z) / n;
  const middle = (share + weight / 2) / (1 + weight);
  const half = (z / (1 + weight)) * Math.sqrt((share * (1 - share)) / n + weight / (4 * n));
  return {
    value: share,
    low: successes === 0 ? 0 : Math.max(0, middle - half),
    high: successes === n ? 1 : Math.min(1, middle + half),
    n,
  };
}
