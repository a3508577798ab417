import { beforeAll, expect, test } from 'vitest';
import { simulatePractice } from '../../tests/prove/simulated-practice.ts';
import { checkService, type ServiceCheck } from './check.ts';
import { checkAll } from './check-engine.ts';
import { horizonDays } from './model.ts';

const recallDays = 182;
const asOf = 2600;

const practice = simulatePractice({ recallDays, size: 220, days: asOf, seed: 11 })
  .filter(({ visitDays }) => visitDays.length > 0)
  .map(({ visitDays }) => ({ days: visitDays, observedTo: asOf, exited: false }));

// A check chooses a model twice, which takes seconds: one for all that only look at it.
const slow = 60_000;
let known: ServiceCheck;
beforeAll(() => {
  known = checked();
}, slow);

function checked(patients = practice): ServiceCheck {
  const check = checkService({ patients, recallDays, asOf, seed: 1 });
  if ('kind' in check) throw new Error('there are patients');
  return check;
}

test('a check names its champion, tests it on the newest day with a known end, and adds up', () => {
  const check = known;
  expect(check.horizonDays).toBe(horizonDays(recallDays));
  const { test: on } = check;
  if (on === undefined) throw new Error('seven years are enough');
  expect(on.origin).toBe(asOf - check.horizonDays);
  // Counted again, by hand: who had come by the origin, and who came after it.
  const there = practice.filter(({ days }) => (days[0] ?? asOf) <= on.origin);
  expect(on.patients).toBe(there.length);
  expect(on.came).toBe(there.filter(({ days }) => days.some((day) => day > on.origin)).length);
  expect(on.bins.reduce((sum, { n }) => sum + n, 0)).toBe(on.patients);
  expect(on.bins.reduce((sum, { happened }) => sum + happened, 0)).toBe(on.came);
  const [champion, ...rules] = on.rows;
  expect(rules.map(({ name }) => name)).toContain('18-months');
  const brier = (row = champion) => (row === undefined || 'kind' in row.brier ? 1 : row.brier.value);
  const rule = rules.find(({ name }) => name === '18-months');
  expect(brier()).toBeLessThan(0.75 * brier(rule));
  expect(on.missed.stayedAway.n).toBeLessThanOrEqual(on.missed.stayedAway.of);
});

test(
  'the same record gives the same check, byte for byte',
  () => {
    expect(JSON.stringify(checked())).toBe(JSON.stringify(known));
  },
  slow,
);

test('a short record is said to be one, and tests nothing', () => {
  const few = practice.slice(0, 5).map((one) => ({ ...one, days: [asOf - 100] }));
  const check = checked(few);
  expect(check.test).toBeUndefined();
  expect(check.because).toBe('too-few-labels');
});

test(
  'lines of a scoring are checked service by service, exits included',
  () => {
    const lines = practice
      .slice(0, 60)
      .map(
        ({ days }, i) =>
          `p${i}\t${i % 2 === 0 ? 'a' : 'b'}\t{${days.join(',')}}\t\\N\t${i === 0 ? 2000 : '\\N'}`,
      )
      .join('\n');
    const found = checkAll(`${lines}\n`, { asOf, seed: 1, services: { a: recallDays, b: null } });
    expect(found.map(({ serviceId, check }) => [serviceId, check.patients])).toEqual([
      ['a', 30],
      ['b', 30],
    ]);
  },
  slow,
);
