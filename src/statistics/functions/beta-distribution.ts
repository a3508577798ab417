import { logBeta } from './log-beta.ts';
import { stirlingRemainder } from './log-gamma.ts';
import { normalQuantile } from './normal.ts';

const tiny = 1e-300;

/**
 * P(X ≤ x) for X ~ Beta(a, b): the regularised incomplete beta function.
 * A continued fraction on the side of the mean where it converges fast; the other side by symmetry.
 * @param x in [0, 1]
 * @param complement 1 - x, where the caller knows it to more digits than the subtraction would leave
 * @throws RangeError when x is outside [0, 1] or a shape is not positive
 * @source Didonato & Morris 1992; Lentz's method; tests/fixtures/special-functions.json
 * @cost O(√max(a, b)) divisions, typically 10-40
 */
export function betaCdf(x: number, a: number, b: number, complement = 1 - x): number {
  requireShapes(a, b);
  if (!(x >= 0 && x <= 1)) throw new RangeError(`betaCdf requires x in [0, 1], got ${x}`);
  if (x === 0 || x === 1) return x;
  return x <= (a + 1) / (a + b + 2) ? lowerPart(x, complement, a, b) : 1 - lowerPart(complement, x, b, a);
}

/**
 * The x below which a Beta(a, b) lies with this probability: the inverse of `betaCdf`.
 * Newton's method on ln x against ln P, which is concave, so that quantiles such as 10⁻¹⁰⁰ (small a) are found
 * as easily as 0.4; kept inside a bracket that shrinks on every step.
 * @throws RangeError when the probability is outside [0, 1]
 * @source tests/fixtures/special-functions.json  @cost about six `betaCdf`
 */
export function betaQuantile(probability: number, a: number, b: number): number {
  requireShapes(a, b);
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`betaQuantile requires a probability, got ${probability}`);
  }
  if (probability === 0 || probability === 1) return probability;
  // The half whose quantile is the smaller number is solved: near 1 the digits of ln x run out.
  const middle = a / (a + b);
  return probability <= betaCdf(middle, a, b)
    ? lowerQuantile(probability, a, b)
    : 1 - lowerQuantile(1 - probability, b, a);
}

function lowerQuantile(probability: number, a: number, b: number): number {
  const target = Math.log(probability);
  let low = -745; // ln of the smallest number above zero
  let high = 0;
  let y = Math.min(-1e-12, startingPoint(probability, a, b));
  for (let step = 0; step < 100; step += 1) {
    const x = Math.exp(y);
    const cumulative = betaCdf(x, a, b);
    const error = Math.log(Math.max(cumulative, tiny)) - target;
    if (error > 0) high = y;
    else low = y;
    const slope = betaKernel(x, 1 - x, a, b) / (1 - x) / Math.max(cumulative, tiny);
    let next = y - error / slope;
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (Math.abs(next - y) <= 2e-16 * Math.max(1, Math.abs(y))) return Math.exp(next);
    y = next;
  }
  return Math.exp(y);
}

/** ln x to start from: the left tail's power law, or the normal curve on the log-odds where that is narrow. */
function startingPoint(probability: number, a: number, b: number): number {
  const powerLaw = (Math.log(probability) + Math.log(a) + logBeta(a, b)) / a;
  if (Math.min(a, b) < 2) return powerLaw;
  const logOdds = Math.log(a / b) + normalQuantile(probability) * Math.sqrt(1 / a + 1 / b);
  return -Math.log1p(Math.exp(-logOdds));
}

/** I_x(a, b) by the continued fraction (even and odd terms of Abramowitz & Stegun 26.5.8). */
function lowerPart(x: number, complement: number, a: number, b: number): number {
  const sum = a + b;
  let d = guarded(1 - (sum * x) / (a + 1));
  let c = 1;
  d = 1 / d;
  let fraction = d;
  for (let m = 1; m <= 10_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guarded(1 + even * d);
    c = guarded(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (sum + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guarded(1 + odd * d);
    c = guarded(1 + odd / c);
    const change = d * c;
    fraction *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return (betaKernel(x, complement, a, b) / a) * fraction;
}

/**
 * xᵃ (1 - x)ᵇ / B(a, b). For large shapes it is written about the mean, so that the two large exponents cancel
 * before they are rounded.
 */
function betaKernel(x: number, complement: number, a: number, b: number): number {
  if (Math.min(a, b) < 10) {
    const logX = x < 0.5 ? Math.log(x) : Math.log1p(-complement);
    const logComplement = x < 0.5 ? Math.log1p(-x) : Math.log(complement);
    return Math.exp(a * logX + b * logComplement - logBeta(a, b));
  }
  const fromMean = b * x - a * complement; // (a + b) times the distance of x from the mean
  const remainder = stirlingRemainder(a) + stirlingRemainder(b) - stirlingRemainder(a + b);
  const exponent = a * logLessLinear(fromMean / a) + b * logLessLinear(-fromMean / b) - remainder;
  return Math.sqrt(((a / (a + b)) * b) / (2 * Math.PI)) * Math.exp(exponent);
}

/** ln(1 + u) - u; by its series near zero, where the difference would keep no digits. */
function logLessLinear(u: number): number {
  if (Math.abs(u) > 0.4) return Math.log1p(u) - u;
  // ln(1 + u) = 2 atanh(s) with s = u / (2 + u): the odd powers converge twice as fast as those of u.
  const s = u / (2 + u);
  const square = s * s;
  let power = s * square;
  let sum = 0;
  for (let k = 3; k < 60; k += 2) {
    sum += power / k;
    power *= square;
    if (power < 1e-18 * Math.abs(sum) && power > -1e-18 * Math.abs(sum)) break;
  }
  return 2 * sum - s * u;
}

function guarded(value: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

function requireShapes(a: number, b: number): void {
  if (!(a > 0 && b > 0 && a + b < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`a beta distribution requires positive finite shapes, got ${a} and ${b}`);
  }
}
