import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareDifference } from './newcombe.ts';

test('two shares differ as in the textbook', () => {
  // Newcombe 1998b, table II, method 10.
  const cases = [
    [[56, 70], [48, 80], 0.2, 0.0524, 0.3339],
    [[9, 10], [3, 10], 0.6, 0.1705, 0.809],
    [[10, 10], [0, 20], 1, 0.6791, 1],
    [[5, 56], [0, 29], 0.0893, -0.0381, 0.1926],
  ] as const;
  for (const [treated, held, value, low, high] of cases) {
    const found = shareDifference(treated, held);
    expect(found.value).toBeCloseTo(value, 4);
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  }
});

test('a hold-out of a thousand, and one of two hundred against two thousand', () => {
  const even = shareDifference([668, 1000], [620, 1000]);
  expect(even.value).toBeCloseTo(0.048, 12);
  expect(even.low).toBeCloseTo(0.00603, 5);
  expect(even.high).toBeCloseTo(0.08973, 5);
  const uneven = shareDifference([1340, 2000], [112, 200]);
  expect(uneven.low).toBeCloseTo(0.03979, 5);
  expect(uneven.high).toBeCloseTo(0.18219, 5);
});

test('the interval holds the difference, stays within -1 and 1, and turns over with the arms', () => {
  const arm = fc.tuple(fc.nat(50), fc.nat(50)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  fc.assert(
    fc.property(arm, arm, (one, other) => {
      const found = shareDifference(one, other);
      const turned = shareDifference(other, one);
      expect(found.low).toBeLessThanOrEqual(found.value);
      expect(found.high).toBeGreaterThanOrEqual(found.value);
      expect(found.low).toBeGreaterThanOrEqual(-1 - 1e-12);
      expect(found.high).toBeLessThanOrEqual(1 + 1e-12);
      expect(turned.low).toBeCloseTo(-found.high, 12);
    }),
  );
});

test('impossible counts are refused', () => {
  expect(() => shareDifference([3, 2], [1, 2])).toThrow(RangeError);
});
