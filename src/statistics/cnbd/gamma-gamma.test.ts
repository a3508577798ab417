import { expect, test } from 'vitest';
import { readRetentionData } from '../../../tests/harness/retention-data.ts';
import { digamma } from '../functions/digamma.ts';
import { gammaNumber, seededRandom } from '../functions/random.ts';
import {
  expectedSpend,
  fitGammaGamma,
  gammaGammaDepth,
  gammaGammaLogLikelihood,
  spendPrior,
} from './gamma-gamma.ts';

test('digamma has its known values and climbs by 1/x', () => {
  expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 14);
  expect(digamma(0.5)).toBeCloseTo(-1.9635100260214235, 13);
  for (const x of [1e-6, 0.3, 1.46, 7.9, 9.99, 1e5]) {
    expect(Math.abs(digamma(x + 1) - digamma(x) - 1 / x)).toBeLessThan(1e-14 * Math.max(1, 1 / x));
  }
  expect(() => digamma(0)).toThrow(RangeError);
});

test('CDNOW: what Hardie publishes', ({ annotate }) => {
  const rows = readRetentionData('cdnow_summary_1997-09-30.csv');
  if (rows === undefined) return annotate('left out: no shared data folder');
  const customers = rows
    .map((row) => ({ id: Number(row.cust), x: Number(row.x), mean: Number(row['sales.x']) / Number(row.x) }))
    .sort((one, other) => one.id - other.id);
  const fit = fitGammaGamma(customers);
  if ('needed' in fit) throw new Error('946 are not too few');
  expect(fit.n).toBe(946);
  expect(fit.converged).toBe(true);
  // Fader & Hardie 2013: p 6.25, q 3.74, gamma 15.44; lifetimes: LL -4055.92, mean of all 35.17.
  expect(Math.abs(fit.parameters.p / 6.2488 - 1)).toBeLessThan(0.005);
  expect(Math.abs(fit.parameters.q / 3.7446 - 1)).toBeLessThan(0.005);
  expect(Math.abs(fit.parameters.gamma / 15.4477 - 1)).toBeLessThan(0.005);
  expect(Math.abs(fit.logLikelihood + 4055.923)).toBeLessThan(0.01);
  expect(expectedSpend(fit.parameters, { x: 0, mean: 0 })).toBeCloseTo(35.17, 2);
  const first = customers.find(({ id }) => id === 4);
  expect(expectedSpend(fit.parameters, first ?? { x: 0, mean: 0 })).toBeCloseTo(24.65, 1);
});

test('one patient by hand: all shapes one', () => {
  // p = q = x = 1, gamma = 2, mean = 3: the density is gamma / (gamma + mean)² = 2 / 25.
  const found = gammaGammaLogLikelihood([{ x: 1, mean: 3 }], { p: 1, q: 1, gamma: 2 });
  expect(found).toBeCloseTo(Math.log(2 / 25), 12);
  expect(expectedSpend({ p: 1, q: 1, gamma: 2 }, { x: 1, mean: 3 })).toBeCloseTo(5, 12);
  expect(expectedSpend({ p: 1, q: 1, gamma: 2 }, { x: 0, mean: 0 })).toBeUndefined();
});

const truth = { p: 5, q: 4, gamma: 30 };

function simulated(seed: number, size: number) {
  const random = seededRandom(seed);
  return Array.from({ length: size }, (_, i) => {
    const x = 1 + (i % 6);
    const scale = 1 / gammaNumber(random, truth.q, 1 / truth.gamma);
    return { x, mean: gammaNumber(random, truth.p * x, scale / x) };
  });
}

test('the truth is found within a tenth among 8,000, and its intervals hold it', () => {
  const fit = fitGammaGamma(simulated(3, 8000));
  if ('needed' in fit) throw new Error('8,000 are not too few');
  for (const name of ['p', 'q', 'gamma'] as const) {
    expect(Math.abs(fit.parameters[name] / truth[name] - 1)).toBeLessThan(0.1);
    expect(Math.abs(fit.parameters[name] - truth[name])).toBeLessThan(3 * fit.se[name]);
  }
});

test('slopes agree with differences', () => {
  const depth = gammaGammaDepth(simulated(4, 200), spendPrior(30));
  const theta = [1.2, 0.9, 3.1];
  const slopes = [0, 0, 0];
  depth(theta, slopes);
  for (const [i, slope] of slopes.entries()) {
    const at = (step: number) =>
      depth(
        theta.map((value, j) => (i === j ? value + step : value)),
        [],
      );
    const difference = (8 * (at(1e-3) - at(-1e-3)) - (at(2e-3) - at(-2e-3))) / 12e-3;
    expect(Math.abs(slope / difference - 1)).toBeLessThan(1e-6);
  }
});

test('a few, all alike and enormous values have a fit with a prior; without one, too few are said', () => {
  expect(fitGammaGamma([{ x: 3, mean: 10 }])).toEqual({ kind: 'too-few', n: 1, needed: 30 });
  expect(fitGammaGamma([], spendPrior(10))).toEqual({ kind: 'too-few', n: 0, needed: 1 });
  for (const patients of [
    [{ x: 3, mean: 10 }],
    [
      { x: 5000, mean: 1e9 },
      { x: 1, mean: 1e-3 },
    ],
  ]) {
    const fit = fitGammaGamma(patients, spendPrior(20));
    if ('needed' in fit) throw new Error('a prior needs one');
    expect(fit.converged).toBe(true);
    expect(Object.values({ ...fit.parameters, ...fit.se }).every((value) => value > 0)).toBe(true);
  }
  // Where nobody differs, p and q run so far that no slope can be told from rounding; what is said stays right.
  const alike = fitGammaGamma(
    Array.from({ length: 50 }, () => ({ x: 4, mean: 20 })),
    spendPrior(20),
  );
  if ('needed' in alike) throw new Error('a prior needs one');
  expect(expectedSpend(alike.parameters, { x: 4, mean: 20 })).toBeCloseTo(20, 3);
  expect(() => gammaGammaLogLikelihood([{ x: 1, mean: 0 }], truth)).toThrow(/mean above 0/);
});
