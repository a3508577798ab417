import { normalCdf, normalDensity } from '../functions/normal.ts';

export interface SplitCheck {
  readonly chiSquare: number;
  /** The chance of a split at least as far off, had the die been fair. */
  readonly p: number;
  /** Below one in a thousand something is wrong with the assignment, and no result of it should be read. */
  readonly asPlanned: boolean;
}

/**
 * Whether people were split as planned (sample ratio mismatch). An experiment of 100 that should be halves and is 70 to
 * 30 lost people on the way, and those it lost were not lost at random.
 * @param counts people in each arm
 * @param planned shares of the arms, in any unit
 * @throws RangeError unless there are two arms or more, each with a share above zero, and somebody in them
 * @source Pearson 1900; Fabijan et al. 2019 for the use and the limit of one in a thousand  @cost O(arms)
 */
export function splitCheck(counts: readonly number[], planned: readonly number[]): SplitCheck {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const shares = planned.reduce((sum, share) => sum + share, 0);
  const usable =
    counts.length >= 2 && counts.length === planned.length && all > 0 && shares < Number.POSITIVE_INFINITY;
  if (!usable || counts.some((count) => !(count >= 0)) || planned.some((share) => !(share > 0))) {
    throw new RangeError(
      'splitCheck requires people in two arms or more, each with a planned share above zero',
    );
  }
  let chiSquare = 0;
  for (const [arm, count] of counts.entries()) {
    const expected = (all * (planned[arm] ?? 0)) / shares;
    chiSquare += (count - expected) ** 2 / expected;
  }
  const p = chiSquareTail(chiSquare, counts.length - 1);
  return { chiSquare, p, asPlanned: p >= 0.001 };
}

/** P(χ² > x): for whole degrees a finite sum, every term positive. Abramowitz & Stegun 26.4.4 and 26.4.5. */
function chiSquareTail(x: number, degrees: number): number {
  const root = Math.sqrt(x);
  const odd = degrees % 2 === 1;
  let term = odd ? 2 * normalDensity(root) * root : Math.exp(-x / 2);
  let sum = odd ? 2 * normalCdf(-root) : 0;
  for (let j = odd ? 3 : 2; j <= degrees; j += 2) {
    sum += term;
    term *= x / j;
  }
  return Math.min(1, sum);
}
