import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalNumber, seededRandom } from '../functions/random.ts';
import { armOfShare, armOfSums, relativeDifference, welchDifference } from './welch.ts';

test('two means of sums, as GrowthBook has them', () => {
  // gbstats, test_two_sided_ttest (MIT): revenue of 3,407 and 3,461 people.
  const found = welchDifference(armOfSums(2422.7, 134698.29, 3461), armOfSums(1396.87, 52377.9767, 3407));
  expect(found).toMatchObject({
    value: expect.closeTo(0.29, 5),
    low: expect.closeTo(0.04538, 5),
    high: expect.closeTo(0.53462, 5),
    p: expect.closeTo(0.02016, 5),
  });
});

test('a hold-out of a thousand, and one of two hundred against two thousand', () => {
  expect(welchDifference(armOfShare(668, 1000), armOfShare(620, 1000))).toMatchObject({
    value: expect.closeTo(0.048, 10),
    standardError: expect.closeTo(0.021386, 6),
    low: expect.closeTo(0.00606, 5),
    high: expect.closeTo(0.08994, 5),
    p: expect.closeTo(0.02491, 5),
    n: 2000,
  });
  expect(welchDifference(armOfShare(1340, 2000), armOfShare(112, 200))).toMatchObject({
    value: expect.closeTo(0.11, 10),
    standardError: expect.closeTo(0.036641, 6),
    low: expect.closeTo(0.03782, 5),
    high: expect.closeTo(0.18218, 5),
    p: expect.closeTo(0.00297, 5),
  });
});

test('by hand: a tenth more, whose error has a part from either arm', () => {
  const found = relativeDifference({ mean: 11, variance: 100, n: 100 }, { mean: 10, variance: 100, n: 100 });
  // 1/100 of 1 + 1.21: own 100/100/10², the other's times 11²/10².
  expect(found).toMatchObject({
    value: expect.closeTo(0.1, 12),
    standardError: expect.closeTo(Math.sqrt(0.0221), 12),
  });
});

test('of arms alike the interval covers nothing 95 times in 100, though one varies more', () => {
  const random = seededRandom(11);
  let covered = 0;
  const rounds = 2000;
  for (let round = 0; round < rounds; round += 1) {
    const draw = (n: number, sd: number) => {
      let sum = 0;
      let squares = 0;
      for (let i = 0; i < n; i += 1) {
        const x = sd * normalNumber(random);
        sum += x;
        squares += x * x;
      }
      return armOfSums(sum, squares, n);
    };
    const found = welchDifference(draw(8, 5), draw(30, 1));
    if ('value' in found && found.low <= 0 && found.high >= 0) covered += 1;
  }
  expect(covered / rounds).toBeGreaterThan(0.93);
  expect(covered / rounds).toBeLessThan(0.97);
});

test('the arms turned over turn the answer over', () => {
  const arm = fc.record({
    mean: fc.double({ min: -10, max: 10, noNaN: true }),
    variance: fc.double({ min: 0, max: 10, noNaN: true }),
    n: fc.integer({ min: 2, max: 500 }),
  });
  fc.assert(
    fc.property(arm, arm, (one, other) => {
      const found = welchDifference(one, other);
      const turned = welchDifference(other, one);
      if (!('value' in found && 'value' in turned)) throw new Error('two people are enough');
      expect(turned.value).toBeCloseTo(-found.value, 12);
      expect(turned.p).toBeCloseTo(found.p, 12);
      expect(found.p).toBeGreaterThanOrEqual(0);
      expect(found.p).toBeLessThanOrEqual(1);
      expect(found.high).toBeGreaterThanOrEqual(found.low);
    }),
  );
});

test('one person is too few, nobody varying is no fault, and what is no arm is refused', () => {
  const arm = { mean: 1, variance: 0, n: 5 };
  expect(welchDifference({ ...arm, n: 1 }, arm)).toEqual({ kind: 'too-few', n: 1, needed: 2 });
  expect(relativeDifference(arm, { ...arm, n: 0 })).toEqual({ kind: 'too-few', n: 0, needed: 2 });
  expect(welchDifference(arm, arm)).toMatchObject({ value: 0, low: 0, high: 0, p: 1 });
  expect(welchDifference(arm, { ...arm, mean: 2 })).toMatchObject({ p: 0 });
  expect(() => welchDifference({ ...arm, variance: -1 }, arm)).toThrow(RangeError);
  expect(() => relativeDifference(arm, { ...arm, mean: 0 })).toThrow(RangeError);
});
