import fc from 'fast-check';
import { expect, test } from 'vitest';
import { episodes, keepEpisodeStarts } from '../statistics/returns/episodes.ts';
import { scoringReader } from './scoring-reader.ts';

const day = fc.integer({ min: -20_000, max: 40_000 });
const patient = fc.record({
  id: fc.uuid(),
  service: fc.constantFrom('a', 'b'),
  days: fc.uniqueArray(day, { minLength: 1, maxLength: 90 }).map((list) => list.sort((a, b) => a - b)),
  booked: fc.option(day, { nil: undefined }),
  exited: fc.option(day, { nil: undefined }),
  elder: fc.option(
    fc.record({
      bornOn: fc.integer({ min: -44_000, max: -5_000 }),
      sex: fc.constantFrom('female', 'male', 'other'),
    }),
    { nil: undefined },
  ),
  missed: fc.option(fc.constant({ value: 0.12, low: 1e-7, high: 0.3, n: 40 }), { nil: undefined }),
});

test('whatever the chunks, every number comes back from its column', () => {
  fc.assert(
    fc.property(
      fc.array(patient, { maxLength: 60 }),
      fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 }),
      (people, cuts) => {
        const bytes = Buffer.from(
          people
            .map(({ id, service, days, booked, exited, elder, missed }) => {
              const figure = missed
                ? [missed.value, missed.low, missed.high, missed.n]
                : Array(4).fill('\\N');
              const cells = [
                id,
                service,
                `{${days.join(',')}}`,
                booked ?? '\\N',
                exited ?? '\\N',
                elder?.bornOn ?? '\\N',
                elder?.sex ?? '\\N',
                ...figure,
              ];
              return `${cells.join('\t')}\n`;
            })
            .join(''),
        );
        const reader = scoringReader();
        for (let at = 0, i = 0; at < bytes.length; i += 1) {
          const length = cuts[i % cuts.length] ?? 1;
          reader.accept(bytes.subarray(at, at + length));
          at += length;
        }
        for (const service of ['a', 'b']) {
          const mine = people.filter((one) => one.service === service);
          const rows = reader.services.get(service);
          expect(rows?.count ?? 0).toBe(mine.length);
          for (const [row, one] of mine.entries()) {
            expect(rows?.patient(row)).toBe(one.id);
            expect(Array.from(rows?.days(row) ?? [])).toEqual(one.days);
            expect(rows?.bookedOn(row)).toBe(one.booked);
            expect(rows?.exitedOn(row)).toBe(one.exited);
            expect(rows?.noShow(row)).toEqual(one.missed);
            expect(rows?.elder(row)).toEqual(one.elder);
            expect(rows?.lastVisitDay(row)).toBe(one.days.at(-1));
          }
          rows?.keepEpisodes((days) => keepEpisodeStarts(days, 182));
          for (const [row, one] of mine.entries()) {
            const starts = episodes(one.days, 182).map(({ firstDay }) => firstDay);
            expect(Array.from(rows?.days(row) ?? [])).toEqual(starts);
            expect(rows?.lastVisitDay(row)).toBe(one.days.at(-1));
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('columns grow: five thousand patients, one of them with ten thousand visits', () => {
  const reader = scoringReader();
  const many = Array.from({ length: 10_000 }, (_, i) => i);
  for (let i = 0; i < 5000; i += 1) {
    const days = i === 3000 ? many : [i, i + 200];
    reader.accept(Buffer.from(`p${i}\ts\t{${days.join(',')}}\t\\N\t\\N\n`));
  }
  const rows = reader.services.get('s');
  expect(rows?.count).toBe(5000);
  expect(rows?.patient(4999)).toBe('p4999');
  expect(Array.from(rows?.days(3000) ?? [])).toEqual(many);
  expect(Array.from(rows?.days(4999) ?? [])).toEqual([4999, 5199]);
});

test('days out of order are a bug of whoever asks', () => {
  expect(() => keepEpisodeStarts(Int32Array.of(5, 3), 182)).toThrow(RangeError);
});
