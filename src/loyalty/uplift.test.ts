import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shrunkUplift } from '../statistics/inference/shrunk-uplift.ts';
import { returnCallUplift, returnCallValue } from './act-value.ts';
import { actPriors, priorUplift } from './uplift.ts';

test('by hand: belief and experiment of the same precision meet in the middle', () => {
  const belief = { value: 0.04, low: 0.04 - 1.96 * 0.02, high: 0.04 + 1.96 * 0.02, n: 0 };
  const found = shrunkUplift(belief, { difference: 0.1, standardError: 0.02, n: 900 });
  expect(found.value).toBeCloseTo(0.07, 12);
  expect(found.high - found.low).toBeCloseTo((2 * 1.96 * 0.02) / Math.SQRT2, 12);
  expect(found).toMatchObject({ n: 900, evidence: true });
});

test('courtesies have no evidence, at any base', () => {
  for (const prior of Object.values(actPriors)) {
    for (const base of [0.1, 0.5, 0.9]) {
      expect(priorUplift(prior, base)).toMatchObject({ n: 0, evidence: false });
    }
  }
  expect(priorUplift(actPriors.thanks, 0.5).value).toBeCloseTo(0.005, 12);
});

test('a small experiment hardly moves the belief of a return call, a large one takes its place', () => {
  const few = shrunkUplift(returnCallUplift, { difference: 0.3, standardError: 0.15, n: 40 });
  expect(few.value).toBeLessThan(0.06);
  const many = shrunkUplift(returnCallUplift, { difference: 0.01, standardError: 0.003, n: 20_000 });
  expect(many.value).toBeCloseTo(0.01, 2);
  const value = returnCallValue({ value: 0.5, low: 0.4, high: 0.6, n: 50 }, many);
  expect(value).toMatchObject({ n: 20_000, value: expect.closeTo(many.value, 12) });
});

test('the answer lies between belief and experiment, and is surer than either', () => {
  const inside = fc.double({ min: -0.3, max: 0.3, noNaN: true });
  const width = fc.double({ min: 0.001, max: 0.3, noNaN: true });
  fc.assert(
    fc.property(inside, width, inside, width, (value, sd, difference, standardError) => {
      const belief = { value, low: value - 1.96 * sd, high: value + 1.96 * sd, n: 0 };
      const found = shrunkUplift(belief, { difference, standardError, n: 10 });
      expect(found.value).toBeGreaterThanOrEqual(Math.min(value, difference) - 1e-12);
      expect(found.value).toBeLessThanOrEqual(Math.max(value, difference) + 1e-12);
      expect(found.high - found.low).toBeLessThanOrEqual(2 * 1.96 * Math.min(sd, standardError) + 1e-12);
      expect(found.evidence).toBe(found.low > 0 || found.high < 0);
    }),
  );
});

test('a belief without a width, or an experiment without an error, is refused', () => {
  const measured = { difference: 0.1, standardError: 0.1, n: 5 };
  expect(() => shrunkUplift({ value: 0, low: 0, high: 0, n: 0 }, measured)).toThrow(RangeError);
  expect(() => shrunkUplift(returnCallUplift, { ...measured, standardError: 0 })).toThrow(RangeError);
  expect(() => priorUplift(actPriors.thanks, 1)).toThrow(RangeError);
});
