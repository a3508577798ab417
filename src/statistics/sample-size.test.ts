import { expect, test } from 'vitest';
import { sampleSizeOfShares } from './sample-size.ts';

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
