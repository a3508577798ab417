import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TooFew } from '../figure.ts';
import { logistic } from '../functions/log-add.ts';
import { normalNumber, seededRandom } from '../functions/random.ts';
import { fitRidgeLogistic, type LogisticFit, type LogisticRows, logOddsOf } from './ridge-logistic.ts';

function known(fit: LogisticFit | TooFew): LogisticFit {
  if ('kind' in fit) throw new Error('too few');
  return fit;
}

function simulated(seed: number, size: number, truth: readonly number[]): LogisticRows {
  const random = seededRandom(seed);
  const columns = truth.slice(1).map(() => Float64Array.from({ length: size }, () => normalNumber(random)));
  const outcomes = Float64Array.from({ length: size }, (_, i) => {
    const odds = columns.reduce(
      (sum, column, j) => sum + (truth[j + 1] ?? 0) * (column[i] ?? 0),
      truth[0] ?? 0,
    );
    return random.uniform() < logistic(odds) ? 1 : 0;
  });
  return { columns, outcomes };
}

// Motor Trend 1974, as in R's mtcars: gears (1 is manual) and weight in 1,000 lb of 32 cars.
const manual = Array.from(
  '1'.repeat(3) + '0'.repeat(14) + '1'.repeat(3) + '0'.repeat(5) + '1'.repeat(7),
  Number,
);
const weights = [
  2.62, 2.875, 2.32, 3.215, 3.44, 3.46, 3.57, 3.19, 3.15, 3.44, 3.44, 4.07, 3.73, 3.78, 5.25, 5.424, 5.345,
  2.2, 1.615, 1.835, 2.465, 3.52, 3.435, 3.84, 3.845, 1.935, 2.14, 1.513, 3.17, 2.77, 3.57, 2.78,
];

test('one column and no belief give the coefficients, errors and deviance that R gives', () => {
  const fit = known(fitRidgeLogistic({ columns: [Float64Array.from(weights)], outcomes: manual }));
  expect(fit.converged).toBe(true);
  expect(fit.coefficients[0]).toBeCloseTo(12.04036966, 5);
  expect(fit.coefficients[1]).toBeCloseTo(-4.02396994, 5);
  // R takes the curvature one step before the top, which moves its errors in the fifth digit.
  expect((fit.standardErrors[0] ?? 0) / 4.509706).toBeCloseTo(1, 3);
  expect((fit.standardErrors[1] ?? 0) / 1.436416).toBeCloseTo(1, 3);
  expect(-2 * fit.logLikelihood).toBeCloseTo(19.17608481, 6);
});

test('an intercept alone is the log-odds of the share, by hand', () => {
  const fit = known(fitRidgeLogistic({ columns: [], outcomes: [1, 1, 1, 0] }));
  expect(fit.coefficients[0]).toBeCloseTo(Math.log(3), 7);
  expect(fit.standardErrors[0]).toBeCloseTo(Math.sqrt(1 / 3 + 1), 6); // 1/successes + 1/failures
});

test('weights count a row several times, offsets move it, shares are successes in part', () => {
  const once = simulated(3, 60, [0.2, 0.7]);
  const column = once.columns[0] ?? new Float64Array();
  const twice = {
    columns: [Float64Array.from([...column, ...column])],
    outcomes: [...Array.from(once.outcomes), ...Array.from(once.outcomes)],
  };
  const weighted = known(fitRidgeLogistic({ ...once, weights: new Float64Array(60).fill(2) }));
  const repeated = known(fitRidgeLogistic(twice));
  expect(weighted.coefficients[1]).toBeCloseTo(repeated.coefficients[1] ?? 0, 7);
  const offset = known(fitRidgeLogistic({ ...once, offsets: column.map((x) => 0.5 * x) }));
  const plain = known(fitRidgeLogistic(once));
  expect((offset.coefficients[1] ?? 0) + 0.5).toBeCloseTo(plain.coefficients[1] ?? 0, 6);
  const halves = known(fitRidgeLogistic({ columns: [], outcomes: [0.5, 0.5, 0.5] }));
  expect(halves.coefficients[0]).toBeCloseTo(0, 9);
});

test('a firm belief holds, a faint one gives way, and the slope at the top is zero', () => {
  const rows = simulated(4, 400, [0.3, 1, -0.5]);
  const firm = known(fitRidgeLogistic(rows, [undefined, { mean: 2, sd: 1e-5 }]));
  expect(firm.coefficients[1]).toBeCloseTo(2, 5);
  const faint = known(fitRidgeLogistic(rows, [undefined, { mean: 2, sd: 1e4 }]));
  expect(faint.coefficients[1]).toBeCloseTo(known(fitRidgeLogistic(rows)).coefficients[1] ?? 0, 5);
  const between = known(fitRidgeLogistic(rows, [undefined, { mean: 3, sd: 0.2 }, { mean: 0, sd: 0.1 }]));
  const slope = (j: number) =>
    Array.from(rows.outcomes).reduce((sum, y, i) => {
      const row = rows.columns.map((column) => column[i] ?? 0);
      const fitted = logistic(logOddsOf(between, row).logOdds);
      return sum + (y - fitted) * (j === 0 ? 1 : (row[j - 1] ?? 0));
    }, 0);
  expect(slope(0)).toBeCloseTo(0, 5);
  expect(slope(1)).toBeCloseTo(((between.coefficients[1] ?? 0) - 3) / 0.04, 4);
  expect(slope(2)).toBeCloseTo((between.coefficients[2] ?? 0) / 0.01, 4);
});

test('the truth is recovered, and the intervals hold it in 93 to 97 of 100 runs', () => {
  const truth = [-0.4, 0.8, 0, -0.3];
  const large = known(fitRidgeLogistic(simulated(5, 20_000, truth)));
  for (const [j, value] of truth.entries())
    expect(Math.abs((large.coefficients[j] ?? 9) - value)).toBeLessThan(0.08);
  let held = 0;
  for (let seed = 1; seed <= 300; seed += 1) {
    const fit = known(fitRidgeLogistic(simulated(seed, 400, truth)));
    for (const [j, value] of truth.entries()) {
      if (Math.abs((fit.coefficients[j] ?? 9) - value) < 1.96 * (fit.standardErrors[j] ?? 0)) held += 1;
    }
  }
  expect(held / 1200).toBeGreaterThan(0.93);
  expect(held / 1200).toBeLessThan(0.97);
});

test('separation, one-sided outcomes, repeated and constant columns give finite numbers', () => {
  const x = Float64Array.from({ length: 40 }, (_, i) => i - 19.5);
  const cases: LogisticRows[] = [
    { columns: [x], outcomes: Array.from(x, (value) => (value > 0 ? 1 : 0)) },
    { columns: [x.map((value) => value * 1e6)], outcomes: Array.from(x, (value) => (value > 0 ? 1 : 0)) },
    { columns: [x], outcomes: Array.from(x, () => 1) },
    {
      columns: [x, x, new Float64Array(40), new Float64Array(40).fill(3)],
      outcomes: Array.from(x, (_, i) => i % 2),
    },
    { columns: [Float64Array.of(1)], outcomes: [0] },
  ];
  for (const rows of cases) {
    const fit = known(fitRidgeLogistic(rows));
    expect([...fit.coefficients, ...fit.standardErrors, fit.logLikelihood].every(Number.isFinite)).toBe(true);
  }
  expect(fitRidgeLogistic({ columns: [], outcomes: [] })).toEqual({ kind: 'too-few', n: 0, needed: 1 });
  expect(() => fitRidgeLogistic({ columns: [Float64Array.of(1, 2)], outcomes: [1] })).toThrow(RangeError);
  expect(() => fitRidgeLogistic({ columns: [Float64Array.of(Number.NaN)], outcomes: [1] })).toThrow(
    RangeError,
  );
  expect(() => fitRidgeLogistic({ columns: [], outcomes: [2] })).toThrow(RangeError);
});

test('the order of rows does not matter, and rescaling a column rescales its coefficient', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      (seed, scale) => {
        const rows = simulated(seed, 80, [0, 0.5]);
        const fit = known(fitRidgeLogistic(rows));
        const turned = known(
          fitRidgeLogistic({
            columns: rows.columns.map((column) => column.toReversed().map((value) => value * scale)),
            outcomes: Array.from(rows.outcomes).toReversed(),
          }),
        );
        expect((turned.coefficients[1] ?? 0) * scale).toBeCloseTo(fit.coefficients[1] ?? 0, 5);
      },
    ),
    { numRuns: 30 },
  );
});

test('thirty thousand rows of 25 columns take seconds, not minutes', { timeout: 60_000 }, () => {
  const rows = simulated(6, 30_000, [0.1, ...Array.from({ length: 25 }, (_, j) => (j % 5) / 10)]);
  const begun = process.cpuUsage();
  const fit = known(fitRidgeLogistic(rows));
  const spent = process.cpuUsage(begun);
  expect(fit.converged).toBe(true);
  expect((spent.user + spent.system) / 1e6).toBeLessThan(3);
});
