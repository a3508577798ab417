import { expect, test } from 'vitest';
import { isStale } from './freshness.ts';

const now = new Date('2026-11-24T12:00:00Z');

test('a schedule is relied on for half an hour after it last spoke', () => {
  expect(isStale(new Date('2026-11-24T11:30:00Z'), now)).toBe(false);
  expect(isStale(new Date('2026-11-24T11:29:59Z'), now)).toBe(true);
  expect(isStale(new Date('2026-11-24T10:00:00Z'), now)).toBe(true);
});

test('where there never was a schedule, nothing is old', () => {
  expect(isStale(null, now)).toBe(false);
});
