import { type Figure, type TooFew, tooFew } from '../figure.ts';
import { studentCdf, studentQuantile } from '../functions/student-t.ts';

/** What is known of the people of one arm: enough for a comparison of means. */
export interface Arm {
  readonly mean: number;
  /** Of a single person. */
  readonly variance: number;
  readonly n: number;
}

export interface Difference extends Figure {
  readonly standardError: number;
  /** Of two-sided chance, were there no difference. */
  readonly p: number;
}

/** An arm from the sum and the sum of squares of a measure, for measures of which no list is at hand. @cost O(1) */
export function armOfSums(sum: number, squares: number, n: number): Arm {
  return { mean: sum / n, variance: Math.max(0, (squares - (sum * sum) / n) / (n - 1)), n };
}

/** An arm of which so many did it. @cost O(1) */
export function armOfShare(successes: number, n: number): Arm {
  const share = successes / n;
  return { mean: share, variance: share * (1 - share), n };
}

/**
 * How much larger the mean of those treated is, without supposing that both arms vary alike: Welch's test. Its interval
 * is right once, at the day that was set before; who looks every week wants `confidenceSequence`.
 * @returns treated minus held, in the unit of the measure; `too-few` under two people in an arm
 * @throws RangeError where a mean or a variance is no number
 * @source Welch 1947, degrees of freedom by Satterthwaite 1946  @cost one quantile of Student's t
 */
export function welchDifference(treated: Arm, held: Arm, confidence = 0.95): Difference | TooFew {
  const fewest = Math.min(requireArm(treated).n, requireArm(held).n);
  if (fewest < 2) return tooFew(fewest, 2);
  const own = treated.variance / treated.n;
  const other = held.variance / held.n;
  const square = own + other;
  const degrees = degreesOf(own / square, treated.n, other / square, held.n);
  return differenceOf(treated.mean - held.mean, Math.sqrt(square), degrees, treated.n + held.n, confidence);
}

/**
 * The same as a share of the held-out mean: 0.1 is "a tenth more". By the delta method, which wants the held-out mean
 * well away from zero.
 * @throws RangeError where the held-out mean is zero
 * @source Deng, Knoblich & Lu 2018; GrowthBook's gbstats, whose test values it reproduces  @cost as `welchDifference`
 */
export function relativeDifference(treated: Arm, held: Arm, confidence = 0.95): Difference | TooFew {
  const fewest = Math.min(requireArm(treated).n, requireArm(held).n);
  if (fewest < 2) return tooFew(fewest, 2);
  if (held.mean === 0) throw new RangeError('relativeDifference requires a held-out mean other than zero');
  const own = treated.variance / treated.n / held.mean ** 2;
  const other = (held.variance / held.n) * (treated.mean ** 2 / held.mean ** 4);
  const square = own + other;
  const degrees = degreesOf(own / square, treated.n, other / square, held.n);
  const value = treated.mean / held.mean - 1;
  return differenceOf(value, Math.sqrt(square), degrees, treated.n + held.n, confidence);
}

/** Satterthwaite's, from each arm's part of the squared error; of arms that do not vary at all, as of one group. */
function degreesOf(own: number, n: number, other: number, m: number): number {
  if (!(own + other > 0)) return n + m - 2;
  return 1 / (own ** 2 / (n - 1) + other ** 2 / (m - 1));
}

function differenceOf(value: number, standardError: number, degrees: number, n: number, confidence: number) {
  const half = studentQuantile(0.5 + confidence / 2, degrees) * standardError;
  // Nobody varied at all: what is equal is surely equal, what differs surely differs.
  const p =
    standardError === 0 ? Number(value === 0) : 2 * studentCdf(-Math.abs(value) / standardError, degrees);
  return { value, low: value - half, high: value + half, n, standardError, p };
}

function requireArm(arm: Arm): Arm {
  if (arm.n < 2) return arm;
  if (!(Number.isFinite(arm.mean) && arm.variance >= 0 && arm.variance < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`an arm requires a mean and a variance, got ${arm.mean} and ${arm.variance}`);
  }
  return arm;
}
