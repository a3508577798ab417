import { expect, test } from 'vitest';
import { seededRandom } from '../functions/random.ts';
import { sampleSizeOfExperiment, sampleSizeOfShares } from './sample-size.ts';
import { armOfShare, welchDifference } from './welch.ts';

test('as R has it, with arms of one size', () => {
  // The examples of ?power.prop.test: 76.7 in each arm; and 0.10 against 0.15: 685.6.
  expect(sampleSizeOfShares(0.5, 0.75, 1, { power: 0.9 })).toEqual({ held: 77, treated: 77 });
  expect(sampleSizeOfShares(0.1, 0.15)).toEqual({ held: 686, treated: 686 });
  expect(sampleSizeOfShares(0.15, 0.1)).toEqual({ held: 686, treated: 686 });
  expect(sampleSizeOfShares(0.5, 0.6)).toEqual({ held: 388, treated: 388 });
});

test('with few held out it takes more people altogether, and fewer of those', () => {
  const even = sampleSizeOfShares(0.4, 0.5);
  const nineToOne = sampleSizeOfShares(0.4, 0.5, 9);
  expect(nineToOne.held).toBeLessThan(even.held);
  expect(nineToOne.held + nineToOne.treated).toBeGreaterThan(even.held + even.treated);
  // The other way round it is the same question, but for what is rounded up.
  const otherWay = sampleSizeOfShares(0.5, 0.4, 1 / 9);
  expect(Math.abs(otherWay.treated - nineToOne.held)).toBeLessThanOrEqual(1);
  expect(Math.abs(otherWay.held - nineToOne.treated)).toBeLessThanOrEqual(9);
});

test('a smaller difference takes more people', () => {
  const sizes = [0.3, 0.2, 0.1, 0.05, 0.01].map((gain) => sampleSizeOfShares(0.4, 0.4 + gain).held);
  expect([...sizes].sort((a, b) => a - b)).toEqual(sizes);
});

test('what is no pair of different shares is refused', () => {
  expect(() => sampleSizeOfShares(0.4, 0.4)).toThrow(RangeError);
  expect(() => sampleSizeOfShares(0, 0.4)).toThrow(RangeError);
  expect(() => sampleSizeOfShares(0.4, Number.NaN)).toThrow(RangeError);
  expect(() => sampleSizeOfShares(0.4, 0.5, 0)).toThrow(RangeError);
});

test('an experiment on return: what a practice would need, alone or with others', () => {
  const five = { base: 0.55, difference: 0.05 };
  expect(sampleSizeOfExperiment(five)).toEqual({ held: 1531, treated: 1531 });
  expect(sampleSizeOfExperiment({ ...five, explained: 0.35 })).toEqual({ held: 995, treated: 995 });
  expect(sampleSizeOfExperiment({ ...five, difference: 0.03 }).held).toBe(4283);
  // 589.4 people of whom no part can be had.
  expect(sampleSizeOfExperiment({ ...five, difference: 0.08 }).held).toBe(590);
  const even = sampleSizeOfExperiment(five);
  const nine = sampleSizeOfExperiment({ ...five, treated: 0.9 });
  expect((nine.treated + nine.held) / (even.treated + even.held)).toBeCloseTo(2.8, 1);
  expect(sampleSizeOfExperiment({ ...five, answering: 0.25 }).held).toBe(6123);
});

test('an experiment of the size that was asked for finds the difference four times in five', () => {
  const size = sampleSizeOfExperiment({ base: 0.4, difference: 0.15, treated: 0.7 });
  const random = seededRandom(9);
  const rounds = 1500;
  let found = 0;
  for (let round = 0; round < rounds; round += 1) {
    const draw = (n: number, share: number) => {
      let did = 0;
      for (let i = 0; i < n; i += 1) did += Number(random.uniform() < share);
      return armOfShare(did, n);
    };
    const difference = welchDifference(draw(size.treated, 0.55), draw(size.held, 0.4));
    if ('value' in difference && difference.low > 0) found += 1;
  }
  expect(found / rounds).toBeGreaterThan(0.765);
  expect(found / rounds).toBeLessThan(0.845);
});

test('what is no plan of an experiment is refused', () => {
  const plan = { base: 0.55, difference: 0.05 };
  for (const wrong of [
    { difference: 0 },
    { base: 0 },
    { difference: 0.5 },
    { treated: 1 },
    { explained: 1 },
    { answering: 0 },
  ]) {
    expect(() => sampleSizeOfExperiment({ ...plan, ...wrong })).toThrow(RangeError);
  }
});
