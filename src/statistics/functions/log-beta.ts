import { logGamma, stirlingRemainder } from './log-gamma.ts';

const halfLogTwoPi = 0.9189385332046728;

/**
 * ln B(a, b) = ln Γ(a) + ln Γ(b) - ln Γ(a + b), without the cancellation that this formula suffers when an
 * argument is large: ln Γ(10⁶) is about 10⁷, so the difference would keep only nine digits.
 * @param a above 0, either order
 * @throws RangeError when an argument is not a positive finite number
 * @source Didonato & Morris 1992 (TOMS 708), sections 5-6; tests/fixtures/special-functions.json
 * @cost at most three ln Γ
 */
export function logBeta(a: number, b: number): number {
  if (!(a > 0 && b > 0 && a + b < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`logBeta requires two positive finite numbers, got ${a} and ${b}`);
  }
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  if (large < 10) return logGamma(small) + logGamma(large) - logGamma(small + large);
  if (small < 10) return logGamma(small) - logGammaRise(large, small);
  const remainder = stirlingRemainder(small) + stirlingRemainder(large) - stirlingRemainder(small + large);
  const share = small / large;
  return (
    halfLogTwoPi -
    0.5 * Math.log(large) +
    remainder -
    (small - 0.5) * Math.log1p(1 / share) -
    large * Math.log1p(share)
  );
}

/** ln Γ(large + step) - ln Γ(large) for large ≥ 10 and step < 10. */
function logGammaRise(large: number, step: number): number {
  const remainder = stirlingRemainder(large + step) - stirlingRemainder(large);
  return step * Math.log(large + step) + (large - 0.5) * Math.log1p(step / large) - step + remainder;
}
