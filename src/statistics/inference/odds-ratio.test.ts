import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logOddsRatio } from './odds-ratio.ts';

test('by hand: 10 of 100 against 20 of 100', () => {
  const found = logOddsRatio([10, 100], [20, 100]);
  expect(found.value).toBeCloseTo(Math.log(10 / 90 / (20 / 80)), 12);
  expect(found.standardError).toBeCloseTo(Math.sqrt(0.1 + 1 / 90 + 0.05 + 1 / 80), 12);
  expect(found.n).toBe(200);
});

test('nobody is no infinite proof', () => {
  const found = logOddsRatio([0, 5], [3, 5]);
  expect(Number.isFinite(found.value)).toBe(true);
  expect(found.standardError).toBeGreaterThan(1);
});

test('groups turned over, or those who did not: the same with the other sign', () => {
  const group = fc
    .tuple(fc.integer({ min: 1, max: 500 }), fc.nat(500))
    .map(([n, did]) => [Math.min(n, did), n] as const);
  fc.assert(
    fc.property(group, group, (one, other) => {
      const found = logOddsRatio(one, other);
      const turned = logOddsRatio(other, one);
      expect(turned.value).toBeCloseTo(-found.value, 9);
      expect(turned.standardError).toBeCloseTo(found.standardError, 9);
      const not = ([did, n]: readonly [number, number]) => [n - did, n] as const;
      expect(logOddsRatio(not(one), not(other)).value).toBeCloseTo(-found.value, 9);
    }),
  );
});

test('what is no group is refused', () => {
  expect(() => logOddsRatio([0, 0], [1, 2])).toThrow(RangeError);
  expect(() => logOddsRatio([3, 2], [1, 2])).toThrow(RangeError);
  expect(() => logOddsRatio([1, 2], [Number.NaN, 2])).toThrow(RangeError);
});
