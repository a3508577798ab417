import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addDays,
  dayFromNumber,
  dayNumber,
  daysBetween,
  isoWeekday,
  localDate,
  parseLocalDate,
} from './local-date.ts';

const day = fc.integer({ min: -25_567, max: 84_000 }).map(dayFromNumber); // 1900 to 2199

test.each(['2024-02-29', '2000-02-29', '1999-12-31', '0100-01-01', '9999-12-31'])('%s is a day', (text) => {
  expect(parseLocalDate(text)).toBe(text);
  expect(localDate(text)).toBe(text);
});

test.each([
  '2023-02-29',
  '1900-02-29',
  '2023-02-30',
  '2023-04-31',
  '2023-13-01',
  '2023-00-10',
  '2023-01-00',
  '2023-01-32',
  '0000-01-01',
  '0099-01-01',
  '2023-1-1',
  '23-01-01',
  '2023/01/01',
  '2023-01-01T00:00:00Z',
  ' 2023-01-01',
  '2023-01-01\n',
  '+02023-01-01',
  '-2023-01-01',
  '２０２３-01-01',
  '',
])('%j is no day', (text) => {
  expect(parseLocalDate(text)).toBeUndefined();
  expect(() => localDate(text)).toThrow(RangeError);
});

test('whatever is read as a day is a day that exists, as it was written', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{4}-\d{2}-\d{2}$/)), (text) => {
      const read = parseLocalDate(text);
      if (read === undefined) return;
      expect(read).toBe(text);
      expect(new Date(`${text}T12:00:00Z`).toISOString().slice(0, 10)).toBe(text);
    }),
  );
});

test('days are counted without gaps, whatever the zone of the machine', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -40_000, max: 40_000 }), (from, days) => {
      const to = addDays(from, days);
      expect(daysBetween(from, to)).toBe(days);
      expect(addDays(to, -days)).toBe(from);
      expect(dayFromNumber(dayNumber(from))).toBe(from);
      expect(from < to).toBe(days > 0);
    }),
  );
  expect(dayNumber(localDate('1970-01-01'))).toBe(0);
  expect(dayNumber(localDate('1969-12-31'))).toBe(-1);
  expect(addDays(localDate('2024-02-28'), 1)).toBe('2024-02-29');
  expect(addDays(localDate('2023-12-31'), 1)).toBe('2024-01-01');
});

test('weekdays are those of the calendar', () => {
  expect(
    ['2026-03-02', '2026-03-07', '2026-03-08', '1969-12-29'].map((text) => isoWeekday(localDate(text))),
  ).toEqual([1, 6, 7, 1]);
  fc.assert(
    fc.property(day, (one) => {
      const sunday = new Date(`${one}T12:00:00Z`).getUTCDay();
      expect(isoWeekday(one)).toBe(sunday === 0 ? 7 : sunday);
    }),
  );
});
