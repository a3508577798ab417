import { expect, test } from 'vitest';
import { trapRecord, traps } from '../../../tests/fixtures/match-traps.ts';
import { startMatching } from '../match-actions.ts';
import type { MatchedPair, MatchRecord } from '../model.ts';

function match(records: readonly MatchRecord[], year?: number): readonly MatchedPair[] {
  const matching = startMatching(year === undefined ? {} : { year });
  for (const record of records) matching.learn(record);
  for (const record of records) matching.ask(record);
  for (const record of records) matching.offer(record);
  return matching.finish();
}

const pairs = traps.map(([about, a, b], i) => ({
  about,
  records: [trapRecord(`${i}a`, a), trapRecord(`${i}b`, b)],
}));

test('there are enough traps', () => {
  expect(pairs.length).toBeGreaterThanOrEqual(60);
});

test.each([undefined, 2026])('no trap is linked by itself, looked at alone (year %s)', (year) => {
  for (const { about, records } of pairs) {
    expect(
      match(records, year).filter(({ decision }) => decision === 'auto'),
      about,
    ).toEqual([]);
  }
});

test.each([undefined, 2026])('no trap is linked when all stand in one file (year %s)', (year) => {
  const file = pairs.flatMap(({ records }) => records);
  const found = match(file, year).filter(({ decision }) => decision === 'auto');
  const about = (id: string): string => pairs[Number.parseInt(id, 10)]?.about ?? '';
  const wrong = found.filter(({ a, b }) => Number.parseInt(a, 10) === Number.parseInt(b, 10));
  expect(wrong.map(({ a }) => about(a))).toEqual([]);
});

test('the same records with the same numbers of a source are never two questions: a person decided', () => {
  const [first] = pairs;
  const one = { ...trapRecord('a', first?.records[0] ?? {}), id: 'a' };
  const system = 'csv';
  const other = { ...one, id: 'b', identifiers: [{ system, value: '2' }] };
  const found = match([{ ...one, identifiers: [{ system, value: '1' }] }, other]);
  expect(found.map(({ decision }) => decision)).toEqual(['review']);
  expect(found[0]?.why.at(-1)).toMatchObject({ field: 'rule', level: 'two numbers of one source' });
});
