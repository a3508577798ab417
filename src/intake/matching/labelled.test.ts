import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { localDate } from '../../kit/local-date.ts';
import type { MatchedPair, MatchRecord } from '../../patients/model.ts';
import { matchRecords } from '../match-actions.ts';
import { openRecords, readRecords } from './read-records.ts';

const folder = fileURLToPath(new URL('../../../../shared/data/matching/', import.meta.url));
const job = { country: 'AU', today: localDate('2026-11-25') };

interface Labelled {
  readonly file: string;
  readonly truePairs: number;
  /** Who a record is, by its id. */
  readonly person: () => (id: string) => string;
  readonly auto: number;
  readonly found: number;
  readonly review: number;
}

const febrlPerson = () => (id: string) => id.split('-')[1] ?? id;
const sets: readonly Labelled[] = [
  // Floors of recall by itself and with review, and a ceiling of what a person has to look at, as a share of the records.
  { file: 'dataset1.csv', truePairs: 500, person: febrlPerson, auto: 0.93, found: 0.97, review: 0.05 },
  { file: 'dataset3.csv', truePairs: 6538, person: febrlPerson, auto: 0.88, found: 0.95, review: 0.05 },
  { file: 'fake_1000.csv', truePairs: 2031, person: clusters, auto: 0.15, found: 0.45, review: 0.65 },
];

function clusters(): (id: string) => string {
  const lines = readFileSync(`${folder}fake_1000.csv`, 'utf8').trim().split('\n').slice(1);
  const byId = new Map(lines.map((line) => [line.split(',')[0], line.split(',').at(-1)?.trim()]));
  return (id) => byId.get(id) ?? id;
}

/** What practices do without a model: three rules, each of them exact. */
function cascade(records: readonly MatchRecord[]): ReadonlySet<string> {
  const rules: ((record: MatchRecord) => readonly (string | undefined)[])[] = [
    (one) => [one.givenName, one.familyName, one.birthDate],
    (one) => [one.familyName, one.birthDate, one.postalCode],
    (one) => [one.givenName, one.familyName, one.phones[0] ?? one.emails[0]],
  ];
  const found = new Set<string>();
  for (const [nth, rule] of rules.entries()) {
    const groups = new Map<string, string[]>();
    for (const record of records) {
      const parts = rule(record);
      if (parts.some((part) => part === undefined)) continue;
      const key = `${nth} ${parts.join('|').toLowerCase()}`;
      groups.set(key, [...(groups.get(key) ?? []), record.id]);
    }
    for (const ids of groups.values()) {
      for (const [i, a] of ids.entries())
        for (const b of ids.slice(i + 1)) found.add([a, b].sort().join('|'));
    }
  }
  return found;
}

for (const set of sets) {
  if (!existsSync(folder + set.file)) {
    console.log(`left out: matching/${set.file} is not beside this checkout`);
    continue;
  }
  describe(`${set.file}, without any national id`, () => {
    let pairs: readonly MatchedPair[] = [];
    let records: readonly MatchRecord[] = [];
    let isTrue: (a: string, b: string) => boolean = () => false;

    beforeAll(async () => {
      const path = folder + set.file;
      const report = await matchRecords({ ...job, paths: [path] });
      if (!report.ok) throw new Error(report.refusal.detail);
      pairs = report.value.pairs;
      const file = await openRecords(path, undefined);
      if (typeof file === 'string') throw new Error(file);
      const all: MatchRecord[] = [];
      for await (const some of readRecords(file, job)) all.push(...some);
      records = all;
      expect(report.value.records).toBe(records.length);
      const person = set.person();
      isTrue = (a, b) => person(a) === person(b);
      const sizes = new Map<string, number>();
      for (const { id } of records) sizes.set(person(id), (sizes.get(person(id)) ?? 0) + 1);
      const truePairs = [...sizes.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
      expect(truePairs).toBe(set.truePairs);
    }, 60_000);

    const share = (some: readonly MatchedPair[]): number =>
      some.filter(({ a, b }) => isTrue(a, b)).length / set.truePairs;

    test('of a thousand links that nobody looks at, at most one is wrong', () => {
      const auto = pairs.filter(({ decision }) => decision === 'auto');
      const wrong = auto.filter(({ a, b }) => !isTrue(a, b));
      expect(wrong.length / auto.length).toBeLessThanOrEqual(0.001);
      expect(share(auto)).toBeGreaterThanOrEqual(set.auto);
    });

    test('with what a person looks at, enough is found; and the queue stays short', () => {
      expect(share(pairs)).toBeGreaterThanOrEqual(set.found);
      const review = pairs.filter(({ decision }) => decision === 'review');
      expect(review.length / records.length).toBeLessThanOrEqual(set.review);
    });

    test('it finds more than three exact rules do, and is at least as seldom wrong', () => {
      const byRules = [...cascade(records)].map((key) => key.split('|') as [string, string]);
      const right = byRules.filter(([a, b]) => isTrue(a, b)).length;
      expect(right).toBeGreaterThan(100);
      const auto = pairs.filter(({ decision }) => decision === 'auto');
      const autoRight = auto.filter(({ a, b }) => isTrue(a, b)).length;
      expect(autoRight).toBeGreaterThan(right);
      expect(autoRight / auto.length).toBeGreaterThanOrEqual(right / byRules.length);
    });

    test('every pair says why, and the list is in order', () => {
      for (const { why, a, b } of pairs) {
        expect(why.length, `${a} ${b}`).toBeGreaterThan(1);
        expect(why.some(({ weight }) => weight > 0)).toBe(true);
      }
      const scores = pairs.map(({ score }) => score);
      expect(scores).toEqual([...scores].sort((x, y) => y - x));
      expect(new Set(pairs.map(({ a, b }) => [a, b].sort().join('|'))).size).toBe(pairs.length);
    });
  });
}
