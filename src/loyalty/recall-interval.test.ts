import { expect, test } from 'vitest';
import { normalNumber, seededRandom } from '../statistics/functions/random.ts';
import { recallFromVisits } from './recall-interval.ts';

/** Patients who come every `gap` days or so; a share of visits has a follow-up ten days later. */
function practice(gap: number, patients: number, followUps: number): number[][] {
  const random = seededRandom(gap);
  return Array.from({ length: patients }, () => {
    const days: number[] = [];
    for (let day = Math.floor(random.uniform() * gap); day < 2000; ) {
      days.push(day);
      if (random.uniform() < followUps) days.push(day + 10);
      day += Math.max(1, Math.round(gap * Math.exp(0.15 * normalNumber(random))));
    }
    return days;
  });
}

test.each([7, 84, 182, 365])(
  'a service that recurs every %d days is found, with and without follow-ups',
  (gap) => {
    expect(Math.abs(recallFromVisits(practice(gap, 60, 0)) / gap - 1)).toBeLessThan(0.08);
    if (gap > 60) expect(Math.abs(recallFromVisits(practice(gap, 60, 0.3)) / gap - 1)).toBeLessThan(0.08);
  },
);

test('a service with few gaps gets a year', () => {
  expect(recallFromVisits([[1, 90, 180]])).toBe(365);
  expect(recallFromVisits([])).toBe(365);
});
