import type { Figure } from '../figure.ts';
import { normalCdf, normalDensity } from '../functions/normal.ts';

export interface Verdict {
  /** That treating is better. */
  readonly chance: number;
  /** What is lost on the average by not treating, in the unit of the difference. */
  readonly lostIfHeld: number;
  /** What is lost on the average by treating. */
  readonly lostIfTreated: number;
}

/**
 * A difference with its error read as a belief (normal, with nothing believed before): how likely treating is better,
 * and what either choice would lose were it the wrong one. For shares `chanceOfBetter` is exact.
 * @throws RangeError unless the standard error is above zero
 * @source the normal loss integral; GrowthBook's gbstats, whose test values it reproduces  @cost one Φ
 */
export function verdictOf({
  value,
  standardError,
}: Pick<Figure, 'value'> & { standardError: number }): Verdict {
  if (!(standardError > 0 && standardError < Number.POSITIVE_INFINITY && Number.isFinite(value))) {
    throw new RangeError(`verdictOf requires a standard error above zero, got ${standardError}`);
  }
  const z = value / standardError;
  const chance = normalCdf(z);
  const density = standardError * normalDensity(z);
  return {
    chance,
    lostIfHeld: density + value * chance,
    lostIfTreated: density - value * normalCdf(-z),
  };
}
