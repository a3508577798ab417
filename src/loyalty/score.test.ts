import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RhythmEstimate, RhythmScore, ServiceHistory, Standing } from './model.ts';
import { horizonDays, overdueGraceDays } from './model.ts';
import { rhythmScorer, withBooking } from './score.ts';

const recallDays = 180;
const figure = (value: number) => ({ value, low: value * 0.9, high: Math.min(1, value * 1.1), n: 400 });
const score = rhythmScorer({
  recallDays,
  horizonDays: horizonDays(recallDays),
  gapPrior: { recallDays, spread: 0.25, n: 900 },
  returning: () => ({ returnChance: figure(0.4), expectedVisits: figure(0.6), activeChance: 0.5 }),
});

const every = (gap: number, visits: number): ServiceHistory => {
  const episodeStarts = Array.from({ length: visits }, (_, i) => i * gap);
  return { episodeStarts, lastVisitDay: (visits - 1) * gap };
};
const on = (asOf: number, more: Partial<Standing> = {}): Standing => ({
  asOf,
  bookedOn: undefined,
  exitedOn: undefined,
  ...more,
});
function estimateOf(answer: RhythmScore): RhythmEstimate {
  if (answer.status === 'too_few' || answer.status === 'exited')
    throw new Error(`${answer.status} has no estimate`);
  return answer.estimate;
}

test.each([
  ['new', every(180, 1), on(100)],
  ['new', every(180, 1), on(210)],
  ['due', every(180, 1), on(211)],
  ['on_rhythm', every(180, 5), on(720 + 120)],
  ['due', every(180, 5), on(720 + 180)],
  // 182 + 36 days: past due by more than the grace of 36 days only from day 217 on; late for this rhythm before.
  ['drifting', every(180, 9), on(1440 + 216)],
  ['overdue', every(180, 9), on(1440 + 300)],
  ['overdue', every(180, 1), on(500)],
  // Comes every 90 days though the recall is 180: silent for 170 is drift, though nothing is due yet.
  ['drifting', every(90, 12), on(990 + 170)],
  // Comes every 400 days: 240 days past the clinical due date is late for the recall, not for this patient.
  ['due', every(400, 8), on(2800 + 420)],
] as const)('a patient is %s', (status, history, standing) => {
  expect(score(history, standing).status).toBe(status);
});

test('overdue needs the days past due, the rhythm, and an empty diary', () => {
  const history = every(180, 6);
  for (let day = 900; day < 900 + 700; day += 1) {
    const answer = score(history, on(day));
    if (answer.status !== 'overdue') continue;
    expect(answer.facts.daysPastDue).toBeGreaterThan(overdueGraceDays(recallDays));
    expect(answer.estimate.overduePercentile.value).toBeGreaterThanOrEqual(0.9);
    expect(score(history, on(day, { bookedOn: day + 3 })).status).toBe('booked');
  }
});

test('a patient only moves forward while silent', () => {
  const rank = { new: 0, on_rhythm: 0, due: 1, drifting: 2, overdue: 3 } as const;
  fc.assert(
    fc.property(fc.integer({ min: 62, max: 500 }), fc.integer({ min: 2, max: 12 }), (gap, visits) => {
      const history = every(gap, visits);
      let before = 0;
      for (let silent = 0; silent < 1500; silent += 15) {
        const { status } = score(history, on(history.lastVisitDay + silent));
        const now = rank[status as keyof typeof rank];
        // Drift may come before the clinical due date; being due never undoes it.
        expect(now).toBeGreaterThanOrEqual(before);
        before = now;
      }
      expect(before).toBe(3);
    }),
    { numRuns: 40 },
  );
});

test('a booked patient is never overdue, and comes unless they miss it and stay away', () => {
  const answer = score(every(180, 5), on(1500, { bookedOn: 1510 }));
  expect(answer.status).toBe('booked');
  // 0.9 + 0.1 * 0.4 = 0.94.
  expect(estimateOf(answer).returnChance.value).toBeCloseTo(0.94, 12);
  expect(estimateOf(answer).expectedVisits.value).toBeCloseTo(0.94, 12);
  expect(estimateOf(answer).callValue.value).toBe(0);
  // A booking that has passed says nothing about the future.
  expect(score(every(180, 5), on(1500, { bookedOn: 1499 })).status).toBe('overdue');
  // Booked beyond the horizon: booked, but not within it.
  expect(estimateOf(score(every(180, 5), on(1500, { bookedOn: 2500 }))).returnChance.value).toBe(0.4);
});

test('a booking never lowers a chance, and its interval holds it', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(share, share, (p, missed) => {
      const silent = { value: p, low: p / 2, high: (1 + p) / 2, n: 9 };
      const noShow = { value: missed, low: missed / 2, high: (1 + missed) / 2, n: 0 };
      const chance = withBooking(silent, noShow);
      expect(chance.value).toBeGreaterThanOrEqual(p - 1e-12);
      expect(chance.low).toBeLessThanOrEqual(chance.value + 1e-12);
      expect(chance.high).toBeGreaterThanOrEqual(chance.value - 1e-12);
      expect(chance.high).toBeLessThanOrEqual(1);
    }),
  );
});

test('who left is out, without a score; who leaves next month still counts', () => {
  const left = score(every(180, 5), on(1500, { exitedOn: 1400, bookedOn: 1600 }));
  expect(left).toMatchObject({ status: 'exited', exitedOn: 1400 });
  expect(left).not.toHaveProperty('estimate');
  expect(score(every(180, 5), on(1500, { exitedOn: 1530 })).status).toBe('overdue');
});

test('without a completed visit there is too little to say', () => {
  expect(score({ episodeStarts: [], lastVisitDay: 0 }, on(10))).toEqual({
    status: 'too_few',
    answer: { kind: 'too-few', n: 0, needed: 1 },
  });
});

test('the due date counts from the last visit of the last episode, the rhythm from its first', () => {
  const answer = score({ episodeStarts: [0, 180, 360], lastVisitDay: 380 }, on(400));
  if (answer.status === 'too_few') throw new Error('three episodes are not too few');
  expect(answer.facts).toMatchObject({ dueOn: 560, daysPastDue: -160, silentDays: 40, episodes: 3 });
  expect(estimateOf(answer).dueWindow.from).toBeGreaterThan(360 + 120);
  expect(estimateOf(answer).dueWindow.to).toBeLessThan(360 + 240);
});

test('the horizon is a year, longer for long recalls; the grace is a month or a fifth', () => {
  expect([84, 182, 243, 365, 730].map(horizonDays)).toEqual([365, 365, 365, 548, 1095]);
  expect([84, 182, 365].map(overdueGraceDays)).toEqual([30, 36.4, 73]);
});

test('the chance of an old patient falls with the silence, that of a young one is the model’s alone', () => {
  const history = every(180, 9);
  const asOf = 20_000;
  const late = { ...history, episodeStarts: history.episodeStarts, lastVisitDay: asOf - 700 };
  const chance = (bornOn: number | undefined) =>
    estimateOf(score(late, on(asOf, bornOn === undefined ? {} : { elder: { bornOn, sex: 'female' } })))
      .returnChance.value;
  const year = 365.2425;
  expect(chance(undefined)).toBe(0.4);
  expect(chance(asOf - 68 * year)).toBe(0.4);
  expect(chance(asOf - 80 * year)).toBeLessThan(0.4);
  expect(chance(asOf - 95 * year)).toBeLessThan(chance(asOf - 80 * year));
  // Somebody who was booked lately was alive lately: the visit counts in full, only what follows a miss does not.
  const booked = on(asOf, { bookedOn: asOf + 5, elder: { bornOn: asOf - 95 * year, sex: 'female' } });
  expect(estimateOf(score(late, booked)).returnChance.value).toBeGreaterThan(0.9);
});
