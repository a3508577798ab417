import { expect, test } from 'vitest';
import { localDate } from '../kit/local-date.ts';
import { chartOn, whatKeptThem } from './progress.ts';

const since = localDate('2026-09-01');
const today = localDate('2026-11-29');

test('where nobody is held out, nothing will ever be told', () => {
  expect(whatKeptThem({ acted: 400, held: 0 }, 0.5, since, today)).toMatchObject({
    needed: null,
    expectedOn: null,
  });
});

test('it says how many either arm needs, and when they will be there at this pace', () => {
  // 90 days; half come back by themselves, and even arms of 388 would tell.
  const even = whatKeptThem({ acted: 194, held: 194 }, 0.5, since, today);
  expect(even.needed).toEqual({ acted: 388, held: 388 });
  // Half of them in 90 days: the other half in another 90.
  expect(even.expectedOn).toBe('2027-02-27');
  expect(whatKeptThem({ acted: 400, held: 400 }, 0.5, since, today).expectedOn).toBe(today);
});

test('a base that is not known is taken as one half, and extremes are kept where the formula holds', () => {
  expect(whatKeptThem({ acted: 9, held: 1 }, undefined, since, today).base).toBe(0.5);
  expect(whatKeptThem({ acted: 9, held: 1 }, 1, since, today).base).toBe(0.85);
  expect(whatKeptThem({ acted: 9, held: 1 }, 0, since, today).base).toBe(0.05);
});

test('a date beyond ten years is none', () => {
  expect(whatKeptThem({ acted: 9, held: 1 }, 0.5, localDate('2020-01-01'), today).expectedOn).toBeNull();
  expect(whatKeptThem({ acted: 0, held: 1 }, 0.5, since, today).expectedOn).toBeNull();
});

test('a chart stands when there are twelve whole weeks', () => {
  expect(chartOn(since, 11, localDate('2026-09-07'))).toBe('2026-11-30');
  expect(chartOn(since, 12, localDate('2026-09-07'))).toBeNull();
  expect(chartOn(null, 0, null)).toBeNull();
});
