import { betaCdf, betaQuantile } from './beta-distribution.ts';

/**
 * P(T ≤ t) for Student's t: what a normal curve becomes when its spread too had to be estimated.
 * @param degrees degrees of freedom, above 0, need not be whole
 * @throws RangeError when t is not a number or the degrees are not positive
 * @source Abramowitz & Stegun 26.7.1; tests/fixtures/special-functions.json  @cost one incomplete beta
 */
export function studentCdf(t: number, degrees: number): number {
  requireDegrees(degrees);
  if (Number.isNaN(t)) throw new RangeError('studentCdf requires a number');
  if (t === Number.POSITIVE_INFINITY || t === Number.NEGATIVE_INFINITY) return t > 0 ? 1 : 0;
  const square = t * t;
  const near = square / (degrees + square);
  const far = degrees / (degrees + square);
  // In the middle the distance from one half is computed, in the tails the tail itself: neither loses digits.
  const tail =
    square < 0.5 ? 0.5 - betaCdf(near, 0.5, degrees / 2, far) / 2 : betaCdf(far, degrees / 2, 0.5, near) / 2;
  return t > 0 ? 1 - tail : tail;
}

/**
 * The t below which Student's t lies with this probability.
 * @param probability in (0, 1)
 * @throws RangeError outside (0, 1), or when the degrees are not positive
 * @source the inverse of Abramowitz & Stegun 26.7.1; tests/fixtures/special-functions.json
 * @cost one inverse incomplete beta
 */
export function studentQuantile(probability: number, degrees: number): number {
  requireDegrees(degrees);
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`studentQuantile requires a probability inside (0, 1), got ${probability}`);
  }
  const below = Math.min(probability, 1 - probability);
  const sign = probability < 0.5 ? -1 : 1;
  if (below > 0.25) {
    const share = betaQuantile(Math.abs(1 - 2 * probability), 0.5, degrees / 2);
    return sign * Math.sqrt((degrees * share) / (1 - share));
  }
  const share = betaQuantile(2 * below, degrees / 2, 0.5);
  return sign * Math.sqrt((degrees * (1 - share)) / share);
}

function requireDegrees(degrees: number): void {
  if (!(degrees > 0 && degrees < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`Student's t requires positive finite degrees of freedom, got ${degrees}`);
  }
}
