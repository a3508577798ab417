import { expect, test } from 'vitest';
import type { ReturnInput } from '../returns/return-model.ts';
import { naiveRules } from './naive-rules.ts';

const input = (histories: readonly (readonly number[])[], lastDay: number): ReturnInput => ({
  histories,
  observedTo: histories.map(() => lastDay),
  recallDays: 182,
  seed: 1,
});

function said(name: string, people: ReturnInput, days: readonly number[], day: number) {
  const fitted = naiveRules(365)
    .find((rule) => rule.name === name)
    ?.fit(people);
  if (fitted === undefined || 'kind' in fitted) throw new Error('too few');
  return fitted.forecaster(365)(days, day);
}

// Known on day 1000, a year before the last day: two seen lately of whom one came back, three not of whom none did.
const five = input([[900, 1100], [800], [100], [200], [300]], 1365);

test('the 18-month rule says yes or no, and its two rates what came of that', () => {
  expect(said('18-months', five, [900], 1448).pVisit).toBe(1);
  expect(said('18-months', five, [900], 1449).pVisit).toBe(0);
  // One of two each is added: (1 + 1) / (2 + 2) and (0 + 1) / (3 + 2).
  expect(said('18-months-rates', five, [900], 1448).pVisit).toBeCloseTo(0.5, 14);
  expect(said('18-months-rates', five, [900], 1449).pVisit).toBeCloseTo(0.2, 14);
});

test('the best cut-off is the one that was wrong least often', () => {
  const people = input([[990, 1010], [980, 1010], [970, 1010], [500, 1020], [400], [300]], 1365);
  // Silences 10, 20, 30 and 500 came, 600 and 700 did not.
  expect(said('best-recency', people, [0], 500).pVisit).toBe(1);
  expect(said('best-recency', people, [0], 501).pVisit).toBe(0);
});

test('bins fall with silence where the people did, and every rule is a probability with an interval', () => {
  const people = input(
    Array.from({ length: 200 }, (_, i) => (i % 200 < 120 ? [1000 - 4 * i, 1100] : [1000 - 4 * i])),
    1365,
  );
  expect(said('recency-bins', people, [990], 1000).pVisit).toBeGreaterThan(0.9);
  expect(said('recency-bins', people, [250], 1000).pVisit).toBeLessThan(0.1);
  for (const rule of naiveRules(365)) {
    const f = said(rule.name, people, [700], 1000);
    expect(f.pVisitLow <= f.pVisit && f.pVisit <= f.pVisitHigh).toBe(true);
    expect(Object.values(f).every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
  }
});

test('nobody is too few; a record without a past still answers', () => {
  for (const rule of naiveRules(365)) {
    expect(rule.fit(input([], 10))).toEqual({ kind: 'too-few', n: 0, needed: 1 });
    const f = said(rule.name, input([[5]], 10), [5], 10);
    expect(f.pVisit >= 0 && f.pVisit <= 1).toBe(true);
  }
});
