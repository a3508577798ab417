import fc from 'fast-check';
import { expect, test } from 'vitest';
import { betaCdf } from '../functions/beta-distribution.ts';
import { wilsonInterval } from './wilson.ts';

test('a share has the interval of the textbook', () => {
  // Newcombe 1998, table I, method 3: 81/263 and 15/148, 0/20, 1/29.
  const cases = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const;
  for (const [successes, n, low, high] of cases) {
    const share = wilsonInterval(successes, n);
    expect(share.low).toBeCloseTo(low, 4);
    expect(share.high).toBeCloseTo(high, 4);
  }
});

test('the interval holds the share, stays a probability and narrows with n', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.integer({ min: 1, max: 1000 }), (some, n) => {
      const successes = some % (n + 1);
      const share = wilsonInterval(successes, n);
      const more = wilsonInterval(successes * 10, n * 10);
      expect(share.low).toBeGreaterThanOrEqual(0);
      expect(share.low).toBeLessThanOrEqual(share.value);
      expect(share.high).toBeGreaterThanOrEqual(share.value);
      expect(share.high).toBeLessThanOrEqual(1);
      expect(more.high - more.low).toBeLessThan(share.high - share.low);
      const mirror = wilsonInterval(n - successes, n);
      expect(mirror.low).toBeCloseTo(1 - share.high, 12);
    }),
  );
});

test('the interval covers the truth about 95 times in 100, averaged over truths', () => {
  // Exact, no dice: P(successes in the set whose interval holds the truth), from the binomial as a beta tail.
  const n = 40;
  const atMost = (k: number, p: number) => (k < 0 ? 0 : k >= n ? 1 : 1 - betaCdf(p, k + 1, n - k));
  let covered = 0;
  const truths = 199;
  for (let i = 1; i <= truths; i += 1) {
    const p = i / (truths + 1);
    for (let k = 0; k <= n; k += 1) {
      const { low, high } = wilsonInterval(k, n);
      if (low <= p && p <= high) covered += atMost(k, p) - atMost(k - 1, p);
    }
  }
  expect(covered / truths).toBeGreaterThan(0.94);
  expect(covered / truths).toBeLessThan(0.96);
});

test('no trials leave the share unknown, and impossible counts are refused', () => {
  expect(wilsonInterval(0, 0)).toEqual({ value: 0.5, low: 0, high: 1, n: 0 });
  expect(() => wilsonInterval(3, 2)).toThrow(RangeError);
});
