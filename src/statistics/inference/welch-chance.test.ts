import fc from 'fast-check';
import { expect, test } from 'vitest';
import { armOfShare, relativeDifference } from './welch.ts';
import { verdictOf } from './welch-chance.ts';

test('51 of 100 against 49 of 100, as GrowthBook has it', () => {
  const found = relativeDifference(armOfShare(51, 100), armOfShare(49, 100));
  if (!('value' in found)) throw new Error('a hundred are enough');
  expect(found.value).toBeCloseTo(0.04082, 5);
  // gbstats takes the normal quantile here.
  expect(found.value - 1.959964 * found.standardError).toBeCloseTo(-0.24779, 5);
  expect(found.value + 1.959964 * found.standardError).toBeCloseTo(0.32943, 5);
  const verdict = verdictOf(found);
  expect(verdict.chance).toBeCloseTo(0.60918, 5);
  expect(verdict.lostIfHeld).toBeCloseTo(0.0814, 5);
  expect(verdict.lostIfTreated).toBeCloseTo(0.04058, 5);
});

test('what not treating loses beyond what treating loses is the difference itself', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -5, max: 5, noNaN: true }),
      fc.double({ min: 0.01, max: 5, noNaN: true }),
      (value, standardError) => {
        const verdict = verdictOf({ value, standardError });
        expect(verdict.lostIfHeld - verdict.lostIfTreated).toBeCloseTo(value, 10);
        expect(verdict.lostIfTreated).toBeGreaterThanOrEqual(-1e-12);
        expect(verdict.lostIfHeld).toBeGreaterThanOrEqual(-1e-12);
      },
    ),
  );
});

test('without an error there is no verdict', () => {
  expect(() => verdictOf({ value: 1, standardError: 0 })).toThrow(RangeError);
});
