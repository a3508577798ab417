import { expect, test } from 'vitest';
import type { LocalDate } from '../kit/local-date.ts';
import type { OpenPlace } from '../practice/reading.ts';
import { freshnessOf, maySendOn } from './freshness.ts';

const weekdays = Object.fromEntries(
  ['1', '2', '3', '4', '5'].map((weekday) => [
    weekday,
    [['08:00', '12:00'] as const, ['13:00', '17:00'] as const],
  ]),
);

function place(over: Partial<OpenPlace> = {}): OpenPlace {
  return {
    id: null,
    zone: 'America/New_York',
    openingHours: weekdays,
    holidays: [],
    closedOn: null,
    ...over,
  };
}

function until(at: string, places: readonly OpenPlace[] = [place()]): string {
  return freshnessOf({ at: new Date(at), by: 'file' }, places, new Date(at)).until.toISOString();
}

function state(at: string, now: string, by: 'file' | 'line' = 'file'): readonly [boolean, boolean] {
  const { stale, checkToday } = freshnessOf({ at: new Date(at), by }, [place()], new Date(now));
  return [stale, checkToday];
}

test('a file of the day is good until the practice opens on another day', () => {
  // Tuesday 24 November, 07:30 in New York, half an hour before the doors open.
  expect(until('2026-11-24T12:30:00Z')).toBe('2026-11-25T13:00:00.000Z');
  expect(until('2026-11-24T22:30:00Z')).toBe('2026-11-25T13:00:00.000Z');
  // One of the night, after midnight, is of the day that begins.
  expect(until('2026-11-25T06:00:00Z')).toBe('2026-11-26T13:00:00.000Z');
});

test('weekends, days off and a closed location are passed over, and the location that opens first counts', () => {
  expect(until('2026-11-27T15:00:00Z')).toBe('2026-11-30T13:00:00.000Z');
  const off = place({ holidays: [{ on: '2026-11-26' as LocalDate }, { on: '2026-11-27' as LocalDate }] });
  expect(until('2026-11-25T15:00:00Z', [off])).toBe('2026-11-30T13:00:00.000Z');
  const closed = place({ closedOn: '2026-11-25' as LocalDate });
  expect(until('2026-11-24T15:00:00Z', [closed, off])).toBe('2026-11-25T13:00:00.000Z');
  expect(until('2026-11-24T15:00:00Z', [place(), place({ zone: 'Europe/Madrid' })])).toBe(
    '2026-11-25T07:00:00.000Z',
  );
});

test('the clocks may change in between', () => {
  const daily = Object.fromEntries(
    ['1', '2', '3', '4', '5', '6', '7'].map((day) => [day, [['02:30', '17:00'] as const]]),
  );
  // Spring 2026: 02:30 of 8 March does not exist in New York, and becomes 03:30 (EDT).
  expect(until('2026-03-07T15:00:00Z', [place({ openingHours: daily })])).toBe('2026-03-08T07:30:00.000Z');
  // Autumn: 01:30 of 1 November comes twice, and the earlier opens.
  const early = Object.fromEntries(Object.keys(daily).map((day) => [day, [['01:30', '17:00'] as const]]));
  expect(until('2026-10-31T15:00:00Z', [place({ openingHours: early })])).toBe('2026-11-01T05:30:00.000Z');
  // 08:00 the next day is 22 hours and 25 hours away, not always 24.
  expect(until('2026-03-06T13:00:00Z')).toBe('2026-03-09T12:00:00.000Z');
  expect(until('2026-10-30T12:00:00Z')).toBe('2026-11-02T13:00:00.000Z');
});

test('where nobody ever opens, a file is good for a day', () => {
  expect(until('2026-11-24T15:00:00Z', [])).toBe('2026-11-25T15:00:00.000Z');
  expect(until('2026-11-24T15:00:00Z', [place({ openingHours: {} })])).toBe('2026-11-25T15:00:00.000Z');
});

test('while a file is good, what is of the very day is checked after half an hour', () => {
  expect(state('2026-11-24T13:00:00Z', '2026-11-24T13:30:00Z')).toEqual([false, false]);
  expect(state('2026-11-24T13:00:00Z', '2026-11-24T13:30:01Z')).toEqual([false, true]);
  expect(state('2026-11-24T13:00:00Z', '2026-11-25T12:59:59Z')).toEqual([false, true]);
  expect(state('2026-11-24T13:00:00Z', '2026-11-25T13:00:00Z')).toEqual([true, true]);
});

test('a line that falls silent is relied on for half an hour', () => {
  expect(state('2026-11-24T13:00:00Z', '2026-11-24T13:30:00Z', 'line')).toEqual([false, false]);
  expect(state('2026-11-24T13:00:00Z', '2026-11-24T13:30:01Z', 'line')).toEqual([true, true]);
});

test('what goes out by itself keeps a strict limit in hours, and needs a schedule at all', () => {
  const news = { at: new Date('2026-11-24T13:00:00Z'), by: 'file' } as const;
  expect(maySendOn(news, 4, new Date('2026-11-24T17:00:00Z'))).toBe(true);
  expect(maySendOn(news, 4, new Date('2026-11-24T17:00:01Z'))).toBe(false);
  expect(maySendOn(undefined, 4, new Date('2026-11-24T17:00:00Z'))).toBe(false);
});
