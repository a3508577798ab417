import { logGamma } from './log-gamma.ts';

/** A seeded die. The same seed gives the same throws on every machine. */
export interface Random {
  /** A number in (0, 1): never 0, so that its logarithm exists. */
  uniform(): number;
}

/**
 * xoshiro128** seeded through splitmix32, so that seeds 1, 2, 3 give unrelated streams.
 * 53-bit numbers are made of two throws. Not for secrets.
 * @param seed any integer; only its low 32 bits count
 * @source Blackman & Vigna 2021 (ACM TOMS 47:4); public-domain algorithm  @cost about 10 ns a number
 */
export function seededRandom(seed: number): Random {
  let mixer = seed | 0;
  const mixed = () => {
    mixer = (mixer + 0x9e3779b9) | 0;
    let z = mixer ^ (mixer >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let a = mixed();
  let b = mixed();
  let c = mixed();
  let d = mixed();
  const next = () => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result >>> 0;
  };
  return {
    uniform: () => ((next() >>> 5) * 67_108_864 + (next() >>> 6) + 0.5) / 9_007_199_254_740_992,
  };
}

/** A standard normal number. @source Marsaglia's polar method, one of the two kept  @cost about 60 ns */
export function normalNumber(random: Random): number {
  for (;;) {
    const u = 2 * random.uniform() - 1;
    const v = 2 * random.uniform() - 1;
    const square = u * u + v * v;
    if (square > 0 && square < 1) return u * Math.sqrt((-2 * Math.log(square)) / square);
  }
}

/**
 * The logarithm of a Gamma(shape, scale 1) number. The logarithm, because with shape 0.001 most such numbers
 * are smaller than the smallest double.
 * @source Marsaglia & Tsang 2000; below shape 1 through shape + 1  @cost about 100 ns
 */
export function logGammaNumber(random: Random, shape: number): number {
  if (!(shape > 0)) throw new RangeError(`logGammaNumber requires a positive shape, got ${shape}`);
  if (shape < 1) return logGammaNumber(random, shape + 1) + Math.log(random.uniform()) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = normalNumber(random);
    const root = 1 + c * z;
    if (root <= 0) continue;
    const cube = root * root * root;
    if (Math.log(random.uniform()) < 0.5 * z * z + d * (1 - cube + Math.log(cube))) {
      return Math.log(d) + Math.log(cube);
    }
  }
}

/** A Gamma(shape, scale) number; its mean is shape × scale. @cost as `logGammaNumber` */
export function gammaNumber(random: Random, shape: number, scale = 1): number {
  return scale * Math.exp(logGammaNumber(random, shape));
}

/** A Beta(a, b) number, as the share of one gamma number in two. @cost two gamma numbers */
export function betaNumber(random: Random, a: number, b: number): number {
  const x = logGammaNumber(random, a);
  const y = logGammaNumber(random, b);
  return 1 / (1 + Math.exp(y - x));
}

/** Failures before the first success, each throw succeeding with this probability. @cost two logarithms */
export function geometricNumber(random: Random, probability: number): number {
  if (!(probability > 0 && probability <= 1)) {
    throw new RangeError(`geometricNumber requires a probability in (0, 1], got ${probability}`);
  }
  if (probability === 1) return 0;
  return Math.floor(Math.log(random.uniform()) / Math.log1p(-probability));
}

/**
 * A Poisson number. Below a mean of 10 by multiplying uniforms, above by Hörmann's transformed rejection.
 * @source Knuth 1969; Hörmann 1993 (Insurance: Math. and Economics 12:39), PTRS  @cost O(min(mean, 10))
 */
export function poissonNumber(random: Random, mean: number): number {
  if (!(mean >= 0 && mean < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`poissonNumber requires a finite mean of at least zero, got ${mean}`);
  }
  if (mean < 10) {
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = random.uniform(); product > limit; product *= random.uniform()) count += 1;
    return count;
  }
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const logMean = Math.log(mean);
  for (;;) {
    const u = random.uniform() - 0.5;
    const v = random.uniform();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= 0.9277 - 3.6224 / (b - 2)) return count;
    if (count < 0 || (us < 0.013 && v > us)) continue;
    const left = Math.log(v * inverseAlpha) - Math.log(a / (us * us) + b);
    if (left <= count * logMean - mean - logGamma(count + 1)) return count;
  }
}
