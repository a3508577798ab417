import { expect, test } from 'vitest';
import { betaCdf } from './beta-distribution.ts';
import { normalCdf } from './normal.ts';
import {
  betaNumber,
  gammaNumber,
  geometricNumber,
  logGammaNumber,
  normalNumber,
  poissonNumber,
  type Random,
  seededRandom,
} from './random.ts';

const draws = 20_000;

/** Largest distance between the drawn and the true distribution function (Kolmogorov and Smirnov). */
function distance(draw: (random: Random) => number, cdf: (x: number) => number): number {
  const random = seededRandom(7);
  const sorted = Array.from({ length: draws }, () => draw(random)).sort((a, b) => a - b);
  return sorted.reduce((worst, x, i) => Math.max(worst, Math.abs(cdf(x) - (i + 0.5) / draws)), 0);
}

/** Mean and variance of many draws, each as a number of its own standard errors away from the truth. */
function meanAndVariance(draw: (random: Random) => number): { mean: number; variance: number } {
  const random = seededRandom(11);
  let mean = 0;
  let squares = 0;
  for (let i = 1; i <= draws; i += 1) {
    const x = draw(random);
    const off = x - mean;
    mean += off / i;
    squares += off * (x - mean);
  }
  return { mean, variance: squares / (draws - 1) };
}

// The 99.9 % point of the Kolmogorov-Smirnov distance is 1.95 / sqrt(20,000) = 0.0138.
const allowed = 1.95 / Math.sqrt(draws);

test('the same seed throws the same numbers, another seed others', () => {
  const first = seededRandom(42);
  const second = seededRandom(42);
  const third = seededRandom(43);
  const a = Array.from({ length: 5 }, () => first.uniform());
  expect(Array.from({ length: 5 }, () => second.uniform())).toEqual(a);
  expect(Array.from({ length: 5 }, () => third.uniform())).not.toEqual(a);
});

test('uniform and normal numbers have their distributions', () => {
  expect(
    distance(
      (random) => random.uniform(),
      (x) => x,
    ),
  ).toBeLessThan(allowed);
  expect(distance(normalNumber, normalCdf)).toBeLessThan(allowed);
});

test.each([
  [0.3, 0.2],
  [1.2, 0.75],
  [30, 4],
])('beta numbers of shape %d, %d have their distribution', (a, b) => {
  expect(
    distance(
      (random) => betaNumber(random, a, b),
      (x) => betaCdf(Math.min(1, x), a, b),
    ),
  ).toBeLessThan(allowed);
});

test('gamma, Poisson and geometric numbers have their mean and variance', () => {
  // Gamma: mean = shape × scale, variance = shape × scale². Poisson: both the mean. Geometric: q/p and q/p².
  const cases: [(random: Random) => number, number, number][] = [
    [(random) => gammaNumber(random, 0.4, 3), 1.2, 3.6],
    [(random) => gammaNumber(random, 9, 0.5), 4.5, 2.25],
    [(random) => poissonNumber(random, 2.5), 2.5, 2.5],
    [(random) => poissonNumber(random, 80), 80, 80],
    [(random) => geometricNumber(random, 0.2), 4, 20],
  ];
  for (const [draw, mean, variance] of cases) {
    const seen = meanAndVariance(draw);
    expect(Math.abs(seen.mean - mean)).toBeLessThan(4 * Math.sqrt(variance / draws));
    expect(Math.abs(seen.variance / variance - 1)).toBeLessThan(0.12);
  }
});

test('tiny shapes and certain outcomes do not break the die', () => {
  const random = seededRandom(1);
  for (let i = 0; i < 200; i += 1) {
    expect(Number.isFinite(logGammaNumber(random, 1e-3))).toBe(true);
    const share = betaNumber(random, 1e-3, 1e-3);
    expect(share >= 0 && share <= 1).toBe(true);
  }
  expect(geometricNumber(random, 1)).toBe(0);
  expect(poissonNumber(random, 0)).toBe(0);
  expect(() => poissonNumber(random, -1)).toThrow(RangeError);
  expect(() => geometricNumber(random, 0)).toThrow(RangeError);
  expect(() => logGammaNumber(random, 0)).toThrow(RangeError);
});
