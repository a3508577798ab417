import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { betaCdf, betaQuantile } from './beta-distribution.ts';
import { logAdd, logistic, logit } from './log-add.ts';
import { logBeta } from './log-beta.ts';
import { logGamma } from './log-gamma.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { studentCdf, studentQuantile } from './student-t.ts';

type Rows = readonly (readonly number[])[];
const reference = JSON.parse(
  readFileSync(new URL('../../../tests/fixtures/special-functions.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Rows>>;

const shape = fc.double({ min: 0.01, max: 5000, noNaN: true });
const inside = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });

/** The reference is the last number of each row; the worst relative error over all rows must stay below 1e-12. */
function worstRelativeError(name: string, compute: (...args: number[]) => number): number {
  const rows = reference[name] ?? [];
  expect(rows.length, `reference rows for ${name}`).toBeGreaterThan(8);
  return rows.reduce((worst, row) => {
    const expected = row.at(-1) ?? Number.NaN;
    const actual = compute(...row.slice(0, -1));
    const error = expected === actual ? 0 : Math.abs(actual - expected) / Math.abs(expected);
    expect(error, `${name}(${row.slice(0, -1).join(', ')}) gave ${actual}`).toBeLessThan(1e-12);
    return Math.max(worst, error);
  }, 0);
}

test.each([
  ['logGamma', logGamma],
  ['logBeta', logBeta],
  ['betaCdf', betaCdf],
  ['betaQuantile', betaQuantile],
  ['normalCdf', normalCdf],
  ['normalQuantile', normalQuantile],
  ['studentCdf', studentCdf],
  ['studentQuantile', studentQuantile],
] as const)('%s agrees with fifty-digit references to 1e-12', (name, compute) => {
  expect(worstRelativeError(name, compute as (...args: number[]) => number)).toBeLessThan(1e-12);
});

test('the gamma function continues the factorials', () => {
  // 4! = 24 and the half-way value Γ(1/2) = √π.
  expect(logGamma(5)).toBeCloseTo(Math.log(24), 14);
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14);
  let logFactorial = 0;
  for (let n = 1; n < 170; n += 1) {
    logFactorial += Math.log(n);
    expect(Math.abs(logGamma(n + 1) - logFactorial)).toBeLessThan(1e-13 * Math.max(1, logFactorial));
  }
});

test('the gamma function climbs by its own argument', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e8, noNaN: true }), (x) => {
      const rise = logGamma(x + 1) - logGamma(x);
      expect(Math.abs(rise - Math.log(x))).toBeLessThan(4e-16 * Math.max(20, Math.abs(logGamma(x)) * 4));
    }),
  );
});

test('a beta distribution with whole shapes is a binomial tail', () => {
  // P(Beta(a, b) <= x) = P(at least a heads in a + b - 1 throws of a coin with heads x); here 2 of 4 at 0.3:
  // 1 - 0.7^4 - 4 * 0.3 * 0.7^3 = 0.3483.
  expect(betaCdf(0.3, 2, 3)).toBeCloseTo(0.3483, 14);
  for (let a = 1; a < 12; a += 1) {
    for (let b = 1; b < 12; b += 1) {
      const throws = a + b - 1;
      let tail = 0;
      for (let heads = a; heads <= throws; heads += 1) {
        const ways = Math.exp(logGamma(throws + 1) - logGamma(heads + 1) - logGamma(throws - heads + 1));
        tail += ways * 0.37 ** heads * 0.63 ** (throws - heads);
      }
      expect(betaCdf(0.37, a, b)).toBeCloseTo(tail, 12);
    }
  }
});

test('a beta quantile and its probability are inverse, and mirror each other', () => {
  fc.assert(
    fc.property(inside, shape, shape, (p, a, b) => {
      const x = betaQuantile(p, a, b);
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(1);
      // Where the whole distribution sits on one double the inverse cannot be sharper than that double.
      const spread = Math.max(
        1e-9,
        Math.abs(betaCdf(Math.min(1, x * (1 + 4e-16)), a, b) - betaCdf(x, a, b)) * 4,
      );
      if (x > 1e-300 && x < 1 - 1e-9) expect(Math.abs(betaCdf(x, a, b) - p)).toBeLessThan(spread);
      expect(Math.abs(1 - betaQuantile(1 - p, b, a) - x)).toBeLessThan(1e-9);
    }),
  );
});

test('a beta probability never falls as its limit rises', () => {
  fc.assert(
    fc.property(shape, shape, inside, inside, (a, b, x, y) => {
      expect(betaCdf(Math.min(x, y), a, b)).toBeLessThanOrEqual(betaCdf(Math.max(x, y), a, b) + 1e-13);
    }),
  );
});

test('the normal and Student curves invert, mirror and meet', () => {
  fc.assert(
    fc.property(inside, fc.double({ min: 0.5, max: 1e4, noNaN: true }), (p, degrees) => {
      expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 13);
      expect(normalQuantile(1 - p)).toBeCloseTo(-normalQuantile(p), 8);
      expect(studentCdf(studentQuantile(p, degrees), degrees)).toBeCloseTo(p, 11);
    }),
  );
  // With a million degrees of freedom Student's curve is the normal one.
  expect(studentQuantile(0.975, 1e6)).toBeCloseTo(normalQuantile(0.975), 5);
  // One degree is Cauchy's curve: its quartiles are -1 and 1.
  expect(studentQuantile(0.75, 1)).toBeCloseTo(1, 14);
});

test('adding logarithms survives numbers too small to exist', () => {
  expect(logAdd(Math.log(2), Math.log(3))).toBeCloseTo(Math.log(5), 15);
  expect(logAdd(-5000, -5000)).toBeCloseTo(-5000 + Math.LN2, 12);
  expect(logAdd(Number.NEGATIVE_INFINITY, -3)).toBe(-3);
  expect(logAdd(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
});

test('odds and probabilities turn into each other, in the far tails too', () => {
  fc.assert(
    fc.property(fc.double({ min: -700, max: 30, noNaN: true }), (odds) => {
      expect(logit(logistic(odds))).toBeCloseTo(odds, 1);
    }),
  );
  expect(logistic(-800)).toBe(0);
  expect(logistic(800)).toBe(1);
});

test('a wrong argument is refused at once', () => {
  expect(() => logGamma(0)).toThrow('logGamma requires a positive number');
  expect(() => logGamma(Number.NaN)).toThrow(RangeError);
  expect(() => logBeta(1, -1)).toThrow(RangeError);
  expect(() => betaCdf(1.2, 1, 1)).toThrow(RangeError);
  expect(() => betaCdf(0.5, 0, 1)).toThrow(RangeError);
  expect(() => betaQuantile(-0.1, 1, 1)).toThrow(RangeError);
  expect(() => normalCdf(Number.NaN)).toThrow(RangeError);
  expect(() => normalQuantile(0)).toThrow(RangeError);
  expect(() => studentCdf(1, 0)).toThrow(RangeError);
  expect(() => studentQuantile(1, 3)).toThrow(RangeError);
});
