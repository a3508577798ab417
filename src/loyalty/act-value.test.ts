import fc from 'fast-check';
import { expect, test } from 'vitest';
import { returnCallUplift, returnCallValue } from './act-value.ts';

const chance = (value: number, half = 0) => ({
  value,
  low: Math.max(0, value - half),
  high: Math.min(1, value + half),
  n: 100,
});

test('a call is worth most in the middle, by the hand', () => {
  // 4 p (1 - p): 1 at one half, 0.36 at 0.9 and at 0.1.
  expect(returnCallValue(chance(0.5)).value).toBeCloseTo(0.04, 12);
  expect(returnCallValue(chance(0.9)).value).toBeCloseTo(0.04 * 0.36, 12);
  expect(returnCallValue(chance(0.1)).value).toBeCloseTo(0.04 * 0.36, 12);
  expect(returnCallValue(chance(0.98)).value).toBeLessThan(returnCallValue(chance(0.3)).value);
});

test('the interval holds the value, and owns up to being a belief', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 0.4, noNaN: true }),
      (p, half) => {
        const value = returnCallValue(chance(p, half));
        expect(value.low).toBeLessThanOrEqual(value.value);
        expect(value.high).toBeGreaterThanOrEqual(value.value);
        expect(value.n).toBe(0);
        expect(value.high).toBeLessThanOrEqual(returnCallUplift.high);
      },
    ),
  );
});

test('an uplift that may harm has an interval that reaches below nothing', () => {
  const value = returnCallValue(chance(0.5, 0.2), { value: 0.01, low: -0.02, high: 0.04, n: 300 });
  expect(value).toEqual({ value: 0.01, low: -0.02, high: 0.04, n: 300 });
});
