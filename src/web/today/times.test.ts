import { expect, test } from 'vitest';
import { readWallTime, readyTimes, wallTimeText } from './times.ts';

const zone = 'America/New_York';

test('in the morning later offers an hour, the afternoon and tomorrow, on the wall clock of the practice', () => {
  const times = readyTimes(new Date('2026-11-24T14:00:00Z'), zone);
  expect(times.map(({ code, at }) => [code, at.toISOString()])).toEqual([
    ['hour', '2026-11-24T15:00:00.000Z'],
    ['afternoon', '2026-11-24T19:00:00.000Z'],
    ['tomorrow', '2026-11-25T14:30:00.000Z'],
  ]);
});

test('a time that has gone by, or is nearly here, is not offered', () => {
  expect(readyTimes(new Date('2026-11-24T18:45:00Z'), zone).map((time) => time.code)).toEqual([
    'hour',
    'evening',
    'tomorrow',
  ]);
  expect(readyTimes(new Date('2026-11-24T23:00:00Z'), zone).map((time) => time.code)).toEqual([
    'hour',
    'tomorrow',
  ]);
});

test('tomorrow keeps its hour over a change of daylight saving', () => {
  const times = readyTimes(new Date('2026-10-31T14:00:00Z'), zone);
  expect(times.at(-1)?.at.toISOString()).toBe('2026-11-01T14:30:00.000Z');
});

test('what a field holds and an instant are each other’s reverse', () => {
  const at = new Date('2026-11-24T19:05:00Z');
  expect(wallTimeText(at, zone)).toBe('2026-11-24T14:05');
  expect(readWallTime('2026-11-24T14:05', zone)).toEqual(at);
  expect(readWallTime('2026-02-30T14:05', zone)).toBeUndefined();
  expect(readWallTime('', zone)).toBeUndefined();
});
