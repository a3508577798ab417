import { expect, test } from 'vitest';
import type { ReturnModel } from '../statistics/returns/return-model.ts';
import { lookBack, type PastPatient } from './look-back.ts';

const origin = 10_000;
const recallDays = 182;
const everything = { bookings: true, exits: true };

/** Says exactly what is written beside each number of earlier visits: a model of which a test can tell the answers. */
function oracle(chanceOf: (days: ArrayLike<number>) => number): ReturnModel['fit'] {
  return ({ histories }) => ({
    name: 'oracle',
    parameters: {},
    logLikelihood: undefined,
    n: histories.length,
    converged: true,
    forecaster: () => (days) => {
      const pVisit = chanceOf(days);
      return {
        pVisit,
        pVisitLow: pVisit,
        pVisitHigh: pVisit,
        expectedVisits: pVisit,
        pAlive: pVisit,
        overduePercentile: 0.5,
      };
    },
  });
}

/** Came every half year until `silentDays` before the origin; and after it, or not. */
function patient(silentDays: number, visits: number, returns: boolean): PastPatient {
  const last = origin - silentDays;
  const before = Array.from({ length: visits }, (_, i) => last - recallDays * (visits - 1 - i));
  return {
    visitDays: returns ? [...before, origin + 100] : before,
    recallDays,
    exitedOn: undefined,
    wasBooked: false,
  };
}

const many = (n: number, make: (i: number) => PastPatient) => Array.from({ length: n }, (_, i) => make(i));

// 100 loyal ones (five visits, seen lately, came again), 60 who came once 300 days ago and stayed away, 20 of the same
// who came, 40 away for 500 days with five visits of whom all came again.
const practice = [
  ...many(100, (i) => patient(20 + i, 5, true)),
  ...many(60, () => patient(300, 1, false)),
  ...many(20, () => patient(300, 1, true)),
  ...many(40, () => patient(500, 5, true)),
];
const byVisits = oracle((days) => (days.length > 1 ? 0.9 : 0.25));

test('names who is more likely to stay away, and compares with as many who had been away longest', () => {
  const found = lookBack({
    patients: practice,
    origin,
    horizonDays: 365,
    knows: everything,
    seed: 1,
    fitModel: byVisits,
  });
  if (found.kind !== 'compared') throw new Error('there is enough to compare');
  expect(found).toMatchObject({ active: 220, didNotReturn: 60, caveats: [] });
  // By hand: the 80 who came once are named, 60 of them stayed away.
  expect(found.ours).toMatchObject({ named: 80, stayedAway: 60 });
  expect(found.ours.share.value).toBe(0.75);
  // The 40 away for 500 days, and then 40 of those away for 300, the first 40 of the 60 who stayed away.
  expect(found.longestAway).toMatchObject({ named: 80, stayedAway: 40 });
  // 300 days silent: the rule of 548 days names them 248 days later.
  expect(found.daysEarlier).toEqual({ median: 248, from: 248, to: 248, n: 60 });
  expect(found.model).toEqual({ name: 'oracle', n: 220 });
  // (160 come at .9: 160 × .01) + (60 × .25²) + (20 × .75²), over 220... of the 160, 140 are loyal and came.
  expect(found.quality.brier.value).toBeCloseTo((140 * 0.01 + 60 * 0.0625 + 20 * 0.5625) / 220, 12);
  expect(found.quality.ruleBrier.value).toBeCloseTo(60 / 220, 12);
});

test('whoever was booked, or had left, is in no list; whoever the rule had given up on, too', () => {
  const found = lookBack({
    patients: [
      ...practice,
      ...many(30, () => ({ ...patient(300, 1, false), wasBooked: true })),
      ...many(30, () => ({ ...patient(300, 1, false), exitedOn: origin - 10 })),
      ...many(30, () => patient(600, 1, false)),
    ],
    origin,
    horizonDays: 365,
    knows: everything,
    seed: 1,
    fitModel: byVisits,
  });
  expect(found).toMatchObject({ active: 220, didNotReturn: 60 });
});

test('nothing after the day reaches the model, and a later exit is not known then', () => {
  const shown: number[] = [];
  lookBack({
    patients: practice.map((one) => ({ ...one, exitedOn: origin + 5 })),
    origin,
    horizonDays: 365,
    knows: everything,
    seed: 1,
    fitModel: (input) => {
      for (const [i, history] of input.histories.entries()) {
        shown.push(...Array.from(history), input.observedTo[i] ?? Number.NaN);
      }
      return byVisits(input);
    },
  });
  expect(shown.length).toBeGreaterThan(500);
  expect(Math.max(...shown)).toBe(origin);
});

test('under fifty of either kind there are counts and no comparison', () => {
  const few = lookBack({
    patients: practice.slice(0, 149),
    origin,
    horizonDays: 365,
    knows: everything,
    seed: 1,
    fitModel: byVisits,
  });
  expect(few).toMatchObject({
    kind: 'counts_only',
    active: 149,
    didNotReturn: 49,
    reason: { kind: 'too-few', n: 49, needed: 50 },
  });
  expect(
    lookBack({ patients: [], origin, horizonDays: 365, knows: everything, seed: 1, fitModel: byVisits }),
  ).toMatchObject({ kind: 'counts_only', active: 0, didNotReturn: 0 });
});

test('what the record cannot tell is said', () => {
  const { caveats } = lookBack({
    patients: many(200, (i) => patient(30, 1, i % 2 === 0)),
    origin,
    horizonDays: 365,
    knows: { bookings: false, exits: false },
    seed: 1,
    fitModel: byVisits,
  });
  expect(caveats).toEqual(['bookings_unknown', 'exits_unknown', 'history_short']);
});

test('a model that cannot be fitted leaves the counts', () => {
  const found = lookBack({
    patients: practice,
    origin,
    horizonDays: 365,
    knows: everything,
    seed: 1,
    fitModel: () => ({ kind: 'too-few', n: 3, needed: 30 }),
  });
  expect(found).toMatchObject({ kind: 'counts_only', reason: { n: 3, needed: 30 } });
});
