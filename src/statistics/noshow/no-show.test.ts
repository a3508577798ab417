import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logistic } from '../functions/log-add.ts';
import { normalNumber, seededRandom } from '../functions/random.ts';
import { fitNoShow, noShowChance } from './no-show.ts';
import { backtestNoShow } from './no-show-backtest.ts';
import type { Booking } from './no-show-design.ts';
import { historiesOf, ownRate } from './no-show-history.ts';

const nothing = {
  hour: undefined,
  bookedHour: undefined,
  age: undefined,
  service: undefined,
  reminded: undefined,
};

function visit(
  patient: number,
  day: number,
  bookedDay: number | undefined,
  missed: boolean | undefined,
): Booking {
  return { ...nothing, patient, day, bookedDay, missed };
}

test('by hand: only what was over when a booking was made counts', () => {
  const bookings = [
    visit(1, 10, 5, true),
    visit(1, 20, 10, false), // made on the day of the first visit: not yet known
    visit(1, 30, 11, false), // the first is known, the second is not
    visit(2, 40, 30, true), // somebody else
    visit(1, 50, 45, undefined), // a visit ahead has a history, and is none
    visit(1, 60, undefined, false), // nobody knows when it was made: what was before the visit
  ];
  const { known, missed } = historiesOf(bookings);
  expect([...known]).toEqual([0, 0, 1, 0, 3, 3]);
  expect([...missed]).toEqual([0, 0, 1, 0, 1, 1]);
  // One of one missed at a rate of 1 in 5, with two visits at that rate before it: 1.4 of 3.
  expect(logistic(ownRate(1, 1, 0.2))).toBeCloseTo(1.4 / 3, 12);
});

test('what happens later never changes what was known', () => {
  const booking = fc
    .tuple(fc.nat(3), fc.nat(60), fc.nat(30), fc.boolean())
    .map(([patient, day, lead, missed]) => visit(patient, day, day - lead, missed));
  fc.assert(
    fc.property(fc.array(booking, { maxLength: 30 }), fc.nat(60), (bookings, now) => {
      const turned = bookings.map((one) => (one.day >= now ? { ...one, missed: !one.missed } : one));
      const before = historiesOf(bookings);
      const after = historiesOf(turned);
      for (const [i, { bookedDay = 0 }] of bookings.entries()) {
        if (bookedDay > now) continue;
        expect([after.known[i], after.missed[i]]).toEqual([before.known[i], before.missed[i]]);
      }
    }),
  );
});

/** Visits whose risk grows with lead time and with each patient's own carelessness; same-day visits are kept. */
function simulated(n: number, seed: number, strength = 1): Booking[] {
  const random = seededRandom(seed);
  const careless = Array.from({ length: Math.ceil(n / 5) }, () => 0.8 * normalNumber(random));
  return Array.from({ length: n }, (_, i) => {
    const patient = Math.floor(random.uniform() * careless.length);
    const day = 1000 + Math.floor((i * 700) / n);
    const lead = random.uniform() < 0.2 ? 0 : Math.floor(60 * random.uniform() ** 2) + 1;
    const age = Math.floor(90 * random.uniform());
    const logOdds =
      -1.9 + strength * ((lead === 0 ? -1.5 : 0.25 * Math.log(lead)) + (careless[patient] ?? 0));
    const missed = random.uniform() < logistic(logOdds);
    return { ...nothing, patient, day, bookedDay: day - lead, age, reminded: lead > 20, missed };
  });
}

test('it finds what was put into simulated visits, and is as bold as it should be', () => {
  const found = backtestNoShow(simulated(12_000, 4), 1500);
  if (found.kind !== 'measured') throw new Error(found.kind);
  expect(found.skill).toBe(true);
  expect(found.auc.value).toBeGreaterThan(0.62);
  expect(found.slope).toBeGreaterThan(0.85);
  expect(found.slope).toBeLessThan(1.15);
  expect(found.brier).toBeLessThan(found.brierBase);
  expect(found.n + found.trainedOn).toBe(12_000);
  expect(found.leftOut).toEqual([
    { feature: 'hour', why: 'not_told' },
    { feature: 'booked_hour', why: 'not_told' },
    { feature: 'service', why: 'not_told' },
    { feature: 'reminder', why: 'follows_lead' },
  ]);
});

test('where nothing tells, it says so', () => {
  const found = backtestNoShow(simulated(6000, 5, 0), 1500);
  expect(found).toMatchObject({ kind: 'measured', skill: false });
});

test('a column that knows the outcome is found out', () => {
  const leaking = simulated(4000, 6).map((one) => ({ ...one, age: one.missed === true ? 80 : 20 }));
  expect(backtestNoShow(leaking, 1500)).toMatchObject({ kind: 'leakage', auc: 1 });
});

test('too few of either outcome, on either side, is an answer', () => {
  const kept = simulated(3000, 7).map((one) => ({ ...one, missed: false }));
  expect(backtestNoShow(kept, 1500)).toEqual({ kind: 'too-few', n: 0, needed: 50 });
  expect(backtestNoShow(simulated(3000, 7), 1699)).toMatchObject({ kind: 'too-few', needed: 50 });
  expect(fitNoShow([], historiesOf([]))).toEqual({ kind: 'too-few', n: 0, needed: 50 });
});

test('a chance has an interval and says what raises it; nothing told stands at the usual', () => {
  const bookings = simulated(6000, 8);
  const histories = historiesOf(bookings);
  const model = fitNoShow(bookings, histories);
  if ('kind' in model) throw new Error('six thousand are enough');
  const ahead = { ...visit(1, 1800, 1750, undefined), age: 40 };
  const usual = noShowChance(model, { ...ahead, bookedDay: 1795 }, 3, 0);
  const careless = noShowChance(model, ahead, 4, 4);
  expect(careless.value).toBeGreaterThan(usual.value);
  expect(careless.raisedBy[0]?.feature).toBe('history');
  expect(careless.raisedBy.map(({ feature }) => feature)).toContain('lead');
  for (const chance of [usual, careless, noShowChance(model, visit(9, 1800, undefined, undefined), 0, 0)]) {
    expect(chance.low).toBeGreaterThan(0);
    expect(chance.low).toBeLessThanOrEqual(chance.value);
    expect(chance.high).toBeGreaterThanOrEqual(chance.value);
    expect(chance.high).toBeLessThan(1);
  }
});
