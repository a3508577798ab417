import { expect, test } from 'vitest';
import { readMoment } from './read-moment.ts';

const newYork = 'America/New_York';

test.each([
  ['2026-03-03T21:30:00-05:00', newYork, '2026-03-04T02:30:00.000Z'],
  ['2026-03-03T21:30:00Z', newYork, '2026-03-03T21:30:00.000Z'],
  ['2026-03-03T21:30', newYork, '2026-03-04T02:30:00.000Z'],
  ['2026-07-03T21:30:15.250', newYork, '2026-07-04T01:30:15.250Z'],
  ['2026-07-03T00:00', 'Asia/Kathmandu', '2026-07-02T18:15:00.000Z'],
])('%s in %s is %s', (text, zone, moment) => {
  expect(readMoment(text, zone)).toEqual({ ok: true, value: new Date(moment) });
});

test.each([
  ['2027-03-14T02:30', newYork, /skip 02:30/],
  ['2026-11-01T01:30', newYork, /twice/],
  ['2026-04-05T01:45', 'Australia/Lord_Howe', /twice/],
  ['2026-02-30T10:00', newYork, /written/],
  ['2026-02-30T10:00:00Z', newYork, /written/],
  ['2026-02-03T24:00', newYork, /written/],
  ['2026-02-03T10:75', newYork, /written/],
  ['2026-02-03T10:00:00+99:00', newYork, /no time/],
  ['2026-02-03', newYork, /written/],
  ['yesterday', newYork, /written/],
  ['', newYork, /written/],
])('%s in %s is refused', (text, zone, words) => {
  const read = readMoment(text, zone);
  expect(read).toMatchObject({
    ok: false,
    refusal: { code: 'invalid_input', detail: expect.stringMatching(words) },
  });
});

test('an hour that comes twice is meant by its offset', () => {
  expect(readMoment('2026-11-01T01:30:00-04:00', newYork)).not.toEqual(
    readMoment('2026-11-01T01:30:00-05:00', newYork),
  );
});
