import { expect, test } from 'vitest';
import { localDate } from './local-date.ts';
import { type OpenHours, openingDeadline } from './opening-hours.ts';

const weekdays = Object.fromEntries(
  [1, 2, 3, 4, 5].map((day) => [
    day,
    [
      ['08:00', '12:00'],
      ['13:00', '17:00'],
    ],
  ]),
) as OpenHours['openingHours'];

function place(over: Partial<OpenHours> = {}): OpenHours {
  return { zone: 'America/New_York', openingHours: weekdays, holidays: [], closedOn: null, ...over };
}

const due = (from: string, over: Partial<OpenHours> = {}, minutes = 60): string =>
  openingDeadline(place(over), new Date(from), minutes).toISOString();

test('while it is open, an hour is an hour', () => {
  expect(due('2026-03-02T15:00:00Z')).toBe('2026-03-02T16:00:00.000Z');
});

test('what comes half an hour before closing is due half an hour after opening', () => {
  expect(due('2026-03-02T21:30:00Z')).toBe('2026-03-03T13:30:00.000Z');
});

test('lunch does not count', () => {
  expect(due('2026-03-02T16:40:00Z')).toBe('2026-03-02T18:40:00.000Z');
});

test('at the very minute of closing the hour begins in the morning; at that of opening at once', () => {
  expect(due('2026-03-02T22:00:00Z')).toBe('2026-03-03T14:00:00.000Z');
  expect(due('2026-03-02T13:00:00Z')).toBe('2026-03-02T14:00:00.000Z');
});

test('an hour that fits exactly ends with the span', () => {
  expect(due('2026-03-02T21:00:00Z')).toBe('2026-03-02T22:00:00.000Z');
});

test('a Friday evening is due on Monday, and on Tuesday where Monday is a day off', () => {
  // Daylight saving begins on Sunday, 8 March: Monday 08:00 is 12:00 UTC.
  expect(due('2026-03-06T23:00:00Z')).toBe('2026-03-09T13:00:00.000Z');
  expect(due('2026-03-06T23:00:00Z', { holidays: [{ on: localDate('2026-03-09') }] })).toBe(
    '2026-03-10T13:00:00.000Z',
  );
});

test('the hour that daylight saving skips is no opening time, the one that comes twice is two', () => {
  const night = { openingHours: { 7: [['01:30', '05:00']] } } as const;
  expect(due('2026-03-08T06:30:00Z', night)).toBe('2026-03-08T07:30:00.000Z');
  // 01:30 EST to 03:30 EDT on the wall.
  expect(due('2026-11-01T05:30:00Z', night, 90)).toBe('2026-11-01T07:00:00.000Z');
});

test('the day that counts is the one at the location', () => {
  // Monday evening in New York is Tuesday morning in Sydney.
  expect(due('2026-03-02T22:30:00Z', { zone: 'Australia/Sydney' })).toBe('2026-03-02T23:30:00.000Z');
});

test('a location that has closed or never opens gives a plain day', () => {
  expect(due('2026-03-02T15:00:00Z', { closedOn: localDate('2026-03-02') })).toBe('2026-03-03T15:00:00.000Z');
  expect(due('2026-03-02T15:00:00Z', { openingHours: {} })).toBe('2026-03-03T15:00:00.000Z');
});

test('spans that end before they begin or stand in disorder do no harm', () => {
  const odd = {
    openingHours: {
      1: [
        ['13:00', '17:00'],
        ['12:00', '09:00'],
        ['08:00', '09:00'],
      ],
    },
  } as const;
  expect(due('2026-03-02T13:30:00Z', odd)).toBe('2026-03-02T18:30:00.000Z');
});

test('more minutes than a day has are counted over several', () => {
  expect(due('2026-03-02T13:00:00Z', {}, 9 * 60)).toBe('2026-03-03T14:00:00.000Z');
});

test('no time at all is a mistake of the caller', () => {
  expect(() => openingDeadline(place(), new Date(), 0)).toThrow(RangeError);
});
