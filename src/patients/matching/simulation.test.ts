import { describe, expect, test } from 'vitest';
import { type SimulatedRecord, simulatedRecords } from '../../../tests/harness/simulated-people.ts';
import { startMatching } from '../match-actions.ts';
import type { MatchedPair, MatchRecord } from '../model.ts';

// Some thousand records are compared ten times over; on a busy machine that takes a while.
const patience = 120_000;

// Nothing of the matching was set by these people: they are the held-out check of thresholds and rules.

const sexes = { F: 'female', M: 'male', '': undefined } as const;

function toRecord(one: SimulatedRecord): MatchRecord {
  return {
    id: one.id,
    identifiers: [],
    familyName: one.family || undefined,
    givenName: one.given || undefined,
    birthDate: one.born || undefined,
    sex: sexes[one.sex],
    phones: one.phone === '' ? [] : [one.phone],
    emails: one.email === '' ? [] : [one.email],
    street: one.street || undefined,
    city: one.city,
    postalCode: one.postalCode,
  };
}

function match(list: readonly SimulatedRecord[], year?: number): readonly MatchedPair[] {
  const records = list.map(toRecord);
  const matching = startMatching(year === undefined ? {} : { year });
  for (const record of records) matching.learn(record);
  for (const record of records) matching.ask(record);
  for (const record of records) matching.offer(record);
  return matching.finish();
}

function judge(list: readonly SimulatedRecord[], pairs: readonly MatchedPair[]) {
  const who = new Map(list.map(({ id, person }) => [id, person]));
  const sizes = new Map<string, number>();
  for (const { person } of list) sizes.set(person, (sizes.get(person) ?? 0) + 1);
  const all = [...sizes.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  const right = (some: readonly MatchedPair[]): number =>
    some.filter(({ a, b }) => who.get(a) === who.get(b)).length;
  const auto = pairs.filter(({ decision }) => decision === 'auto');
  return {
    wrong: auto.length - right(auto),
    auto: auto.length,
    autoRecall: right(auto) / all,
    recall: right(pairs) / all,
    review: pairs.length - auto.length,
  };
}

describe.each([11, 12])('a register of 2,500 records, seed %i', (seed) => {
  const list = simulatedRecords(seed, 2500, 0.15);

  test(
    'of the links that nobody looks at none is wrong, and most doubles are found',
    () => {
      for (const year of [undefined, 2026]) {
        const judged = judge(list, match(list, year));
        expect(judged.wrong).toBe(0);
        expect(judged.auto).toBeGreaterThan(250);
        expect(judged.autoRecall).toBeGreaterThan(0.88);
        expect(judged.recall).toBeGreaterThan(0.97);
        expect(judged.review).toBeLessThan(0.03 * list.length);
      }
    },
    patience,
  );
});

test(
  'the scores are what they say: of the pairs under review about as many are one person as the scores add up to',
  () => {
    let expected = 0;
    let found = 0;
    for (const seed of [21, 22]) {
      const list = simulatedRecords(seed, 2500, 0.15);
      const who = new Map(list.map(({ id, person }) => [id, person]));
      for (const { a, b, score, decision } of match(list)) {
        if (decision !== 'review') continue;
        expected += score;
        if (who.get(a) === who.get(b)) found += 1;
      }
    }
    expect(expected).toBeGreaterThan(40);
    // Fields of one home err together, so the scores are somewhat too sure; by no more than this.
    expect(found / expected).toBeGreaterThan(0.65);
    expect(found / expected).toBeLessThan(1.1);
  },
  patience,
);

test(
  'the same records give the same answer, in whatever order they come',
  () => {
    const list = simulatedRecords(31, 1500, 0.15);
    const asKeys = (some: readonly SimulatedRecord[]): readonly string[] =>
      match(some)
        .filter(({ decision }) => decision === 'auto')
        .map(({ a, b }) => [a, b].sort().join())
        .sort();
    const forwards = asKeys(list);
    expect(forwards.length).toBeGreaterThan(150);
    expect(asKeys(list)).toEqual(forwards);
    expect(asKeys(list.toReversed())).toEqual(forwards);
  },
  patience,
);
