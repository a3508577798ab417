const rootTwoPi = 2.5066282746310002;

/**
 * P(Z ≤ z) for a standard normal Z.
 * Marsaglia's series near the middle, Laplace's continued fraction in the tails, so that Φ(-30) has as many
 * correct digits as Φ(-1).
 * @throws RangeError when z is not a number
 * @source Marsaglia 2004 (J. Stat. Software 11:4); Abramowitz & Stegun 26.2.14;
 *   tests/fixtures/special-functions.json
 * @cost one exp and 20-90 multiplications
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) throw new RangeError('normalCdf requires a number');
  if (z > 0) return 1 - lowerTail(-z);
  return lowerTail(z);
}

/**
 * The z below which a standard normal lies with this probability.
 * A short rational guess (error 4.5e-4), then Halley's steps on ln Φ until nothing changes.
 * @param probability in (0, 1)
 * @throws RangeError outside (0, 1)
 * @source Abramowitz & Stegun 26.2.23 for the guess  @cost about four `normalCdf`
 */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`normalQuantile requires a probability inside (0, 1), got ${probability}`);
  }
  if (probability === 0.5) return 0;
  if (probability > 0.5) return -lowerQuantile(1 - probability);
  return lowerQuantile(probability);
}

/** The density of a standard normal at z. @cost one exp */
export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / rootTwoPi;
}

/** Φ(z) for z ≤ 0. */
function lowerTail(z: number): number {
  const size = -z;
  if (size > 39) return 0;
  if (size < 2.5) {
    const square = z * z;
    let term = z;
    let sum = z;
    for (let k = 3; k < 200; k += 2) {
      term *= square / k;
      sum += term;
      if (-term < 1e-18 * -sum) break;
    }
    return 0.5 + sum * normalDensity(z);
  }
  // 1 / (z + 1 / (z + 2 / (z + 3 / ...))), from the inside out; 12 + 500/z² terms reach 1e-16 beyond 2.5.
  let fraction = size;
  for (let k = Math.ceil(12 + 500 / (size * size)); k >= 1; k -= 1) fraction = size + k / fraction;
  return normalDensity(z) / fraction;
}

function lowerQuantile(probability: number): number {
  const target = Math.log(probability);
  const t = Math.sqrt(-2 * target);
  const guess =
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  let z = -guess;
  for (let step = 0; step < 8; step += 1) {
    const cumulative = lowerTail(z);
    const slope = normalDensity(z) / cumulative; // of ln Φ
    const error = Math.log(cumulative) - target;
    const curvature = -slope * (z + slope);
    const move = error / slope / (1 - (error * curvature) / (2 * slope * slope));
    z -= move;
    if (Math.abs(move) <= 1e-15 * Math.max(1, Math.abs(z))) break;
  }
  return z;
}
