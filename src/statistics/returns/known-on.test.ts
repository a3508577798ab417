import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countUpTo, knownOn, matureOrigins, spanOf, visitsAfter } from './known-on.ts';
import { sampleOf } from './patient-sample.ts';

const days = fc
  .uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 12 })
  .map((list) => list.sort((a, b) => a - b));

test('counting and cutting agree with filtering', () => {
  fc.assert(
    fc.property(
      days,
      fc.integer({ min: -5, max: 65 }),
      fc.integer({ min: 1, max: 30 }),
      (list, day, horizon) => {
        expect(countUpTo(list, day)).toBe(list.filter((one) => one <= day).length);
        expect(visitsAfter(list, day, horizon)).toBe(
          list.filter((one) => one > day && one <= day + horizon).length,
        );
      },
    ),
  );
});

test('nothing after the day is known, not even who joined; who left before is watched no longer', () => {
  const known = knownOn(
    { histories: [[1, 5, 9], [7], [2]], observedTo: [20, 20, 4], recallDays: 10, seed: 1 },
    6,
  );
  expect(known.histories.map((list) => [...list])).toEqual([[1, 5], [2]]);
  expect([...known.observedTo]).toEqual([6, 4]);
  expect([...known.who]).toEqual([0, 2]);
});

test('a day is the same seen from a later one, and a record that knows less tells no more', () => {
  const input = {
    histories: [[1, 5, 9, 30], [40], [7], [2]],
    observedTo: [50, 50, 50, 4],
    recallDays: 10,
    seed: 1,
  };
  const later = knownOn(input, 20);
  const direct = knownOn(input, 6);
  const through = knownOn(later, 6);
  expect(through.histories).toBe(direct.histories);
  expect([...through.who].map((place) => later.who[place])).toEqual([...direct.who]);
  expect(knownOn(knownOn(input, 8), 6).histories).toBe(direct.histories);
  // Asked for a day that it has not seen, a cut answers from itself.
  expect(knownOn(later, 45).histories.map((list) => [...list])).toEqual([[1, 5, 9], [7], [2]]);
  // Watched for less long, it is another record.
  const shorter = knownOn({ ...input, observedTo: [3, 50, 50, 4] }, 6);
  expect(shorter.histories.map((list) => [...list])).toEqual([[1], [2]]);
});

test('origins are a quarter apart, end a horizon before the last day, and leave two months behind', () => {
  expect(matureOrigins({ firstDay: 0, lastDay: 1000 }, 365, 3)).toEqual([453, 544, 635]);
  expect(matureOrigins({ firstDay: 0, lastDay: 425 }, 365, 3)).toEqual([60]);
  expect(matureOrigins({ firstDay: 0, lastDay: 424 }, 365, 3)).toEqual([]);
  expect(matureOrigins(spanOf({ histories: [], observedTo: [], recallDays: 1, seed: 1 }), 365, 3)).toEqual(
    [],
  );
});

test('a sample has its size, its order, and the same people for the same seed', () => {
  const histories = Array.from({ length: 500 }, (_, i) => [i]);
  const input = { histories, observedTo: histories.map((_, i) => i), recallDays: 1, seed: 4 };
  const some = sampleOf(input, 100);
  const ids = some.histories.map((days) => days[0] ?? -1);
  expect(ids).toHaveLength(100);
  expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  expect(Array.from(some.observedTo)).toEqual(ids);
  expect(sampleOf(input, 100)).toEqual(some);
  expect(sampleOf({ ...input, seed: 5 }, 100)).not.toEqual(some);
  expect(sampleOf(input, 500)).toBe(input);
});
