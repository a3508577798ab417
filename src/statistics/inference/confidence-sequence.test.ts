import fc from 'fast-check';
import { expect, test } from 'vitest';
import { peekErrors } from '../../../tests/prove/peeking.ts';
import type { TooFew } from '../figure.ts';
import { confidenceSequence } from './confidence-sequence.ts';
import { armOfShare, armOfSums, type Difference, relativeDifference, welchDifference } from './welch.ts';

function enough(found: Difference | TooFew): Difference {
  if ('kind' in found) throw new Error('there are enough');
  return found;
}

test('relative differences, as GrowthBook has them', () => {
  // gbstats, sequential tests (MIT): a mean with tuning 1,000 and a proportion with 5,000.
  const means = relativeDifference(armOfSums(2422.7, 134698.29, 3461), armOfSums(1396.87, 52377.9767, 3000));
  expect(confidenceSequence(enough(means), { tuning: 1000 })).toMatchObject({
    value: expect.closeTo(0.50336, 5),
    low: expect.closeTo(-0.55844, 5),
    high: expect.closeTo(1.56516, 5),
  });
  const shares = relativeDifference(armOfShare(2422, 3461), armOfShare(1396, 3000));
  expect(confidenceSequence(enough(shares))).toMatchObject({
    value: expect.closeTo(0.50386, 5),
    low: expect.closeTo(0.40098, 5),
    high: expect.closeTo(0.60675, 5),
  });
});

test('a hold-out of a thousand, and one of two hundred against two thousand', () => {
  const even = enough(welchDifference(armOfShare(668, 1000), armOfShare(620, 1000)));
  const always = confidenceSequence(even);
  expect(always).toMatchObject({
    low: expect.closeTo(-0.01881, 5),
    high: expect.closeTo(0.11481, 5),
    p: expect.closeTo(0.30094, 5),
  });
  const wider = (always.high - always.low) / (even.high - even.low);
  expect(wider).toBeGreaterThan(1.5);
  expect(wider).toBeLessThan(1.61);
  const uneven = welchDifference(armOfShare(1340, 2000), armOfShare(112, 200));
  expect(confidenceSequence(enough(uneven))).toMatchObject({
    low: expect.closeTo(-0.00376, 5),
    high: expect.closeTo(0.22376, 5),
  });
});

test('the p-value is below the error exactly when zero is outside', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.double({ min: 0.001, max: 0.5, noNaN: true }),
      fc.integer({ min: 2, max: 100_000 }),
      (value, standardError, n) => {
        const { low, high, p } = confidenceSequence({ value, standardError, n });
        fc.pre(Math.abs(p - 0.05) > 1e-9);
        expect(p < 0.05).toBe(low > 0 || high < 0);
      },
    ),
  );
});

test('looked at twenty times with nothing to find, it rarely errs, where the fixed interval does in a quarter', () => {
  const { fixed, always } = peekErrors({ experiments: 300, looks: 20, perArm: 1000, seed: 1 });
  expect(fixed).toBeGreaterThan(0.18);
  expect(fixed).toBeLessThan(0.34);
  expect(always).toBeLessThan(0.04);
});

test('nobody, or no tuning, is refused', () => {
  expect(() => confidenceSequence({ value: 0, standardError: 1, n: 0 })).toThrow(RangeError);
  expect(() => confidenceSequence({ value: 0, standardError: 1, n: 5 }, { tuning: 0 })).toThrow(RangeError);
  expect(() => confidenceSequence({ value: 0, standardError: 1, n: 5 }, { confidence: 1 })).toThrow(
    RangeError,
  );
});
