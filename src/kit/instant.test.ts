import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantOf, isZone, localDateIn, parseClock, wallTime } from './instant.ts';
import { addDays, dayFromNumber, type LocalDate, localDate } from './local-date.ts';

// Both hemispheres, half and quarter hours, a shift of half an hour, a midnight shift, a day that was skipped, none.
const zones = [
  'America/New_York',
  'America/Phoenix',
  'America/St_Johns',
  'America/Santiago',
  'America/Havana',
  'Europe/Madrid',
  'Europe/Dublin',
  'Africa/Casablanca',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Tehran',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Auckland',
  'UTC',
] as const;
const zone = fc.constantFrom(...zones);
// 1995 to 2030: all the rules above have changed in between.
const day = fc.integer({ min: 9131, max: 22_000 }).map(dayFromNumber);
const minutes = fc.integer({ min: 0, max: 1439 });

const formats = new Map(
  zones.map((name) => [
    name as string,
    new Intl.DateTimeFormat('sv-SE', { timeZone: name, dateStyle: 'short', timeStyle: 'short' }),
  ]),
);

/** What the wall clock shows, straight from the runtime and by another way than the code's. */
function shown(instant: Date, inZone: string): string {
  return (
    formats
      .get(inZone)
      ?.format(instant)
      .replace(/\u202f/g, ' ') ?? ''
  );
}

function asShown(on: LocalDate, at: number): string {
  return `${on} ${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
}

test('the wall clock is read as the runtime shows it', () => {
  fc.assert(
    fc.property(
      zone,
      fc.date({ min: new Date('1995-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
      (inZone, instant) => {
        const { day: on, minutes: at } = wallTime(instant, inZone);
        expect(asShown(on, at)).toBe(shown(instant, inZone));
        expect(localDateIn(inZone, instant)).toBe(on);
      },
    ),
    { numRuns: 2000 },
  );
});

/** Every instant of three days around, minute by minute: which of them show this day and time? */
function allShowing(on: LocalDate, at: number, inZone: string): number[] {
  const wanted = asShown(on, at);
  const around = Date.parse(`${on}T00:00:00Z`) + at * 60_000;
  const found: number[] = [];
  // Zones lie within fifteen hours of UTC, and every offset since 1995 is a whole number of quarters of an hour.
  for (let step = -15 * 4; step <= 15 * 4; step += 1) {
    const instant = around + step * 900_000;
    if (shown(new Date(instant), inZone) === wanted) found.push(instant);
  }
  return found;
}

test('a day and time become the first instant that shows them, or the first after a gap', () => {
  fc.assert(
    fc.property(zone, day, minutes, (inZone, on, at) => {
      const instant = instantOf(on, at, inZone);
      const [first] = allShowing(on, at, inZone);
      if (first !== undefined) expect(instant.getTime(), `${inZone} ${asShown(on, at)}`).toBe(first);
      else expect(shown(instant, inZone) > asShown(on, at), `${inZone} ${asShown(on, at)}`).toBe(true);
    }),
    { numRuns: 300 },
  );
});

describe('when clocks change', () => {
  test.each([
    // zone, day, minutes, the instant, what the clock shows then
    ['America/New_York', '2026-03-08', 150, '2026-03-08T07:30:00.000Z', '2026-03-08 03:30'],
    ['America/New_York', '2026-03-08', 119, '2026-03-08T06:59:00.000Z', '2026-03-08 01:59'],
    ['America/New_York', '2026-11-01', 90, '2026-11-01T05:30:00.000Z', '2026-11-01 01:30'],
    ['Europe/Madrid', '2026-03-29', 150, '2026-03-29T01:30:00.000Z', '2026-03-29 03:30'],
    ['Europe/Madrid', '2026-10-25', 150, '2026-10-25T00:30:00.000Z', '2026-10-25 02:30'],
    ['Australia/Lord_Howe', '2026-10-04', 135, '2026-10-03T15:45:00.000Z', '2026-10-04 02:45'],
    ['Australia/Lord_Howe', '2026-04-05', 105, '2026-04-04T14:45:00.000Z', '2026-04-05 01:45'],
    ['America/Santiago', '2026-09-06', 30, '2026-09-06T04:30:00.000Z', '2026-09-06 01:30'],
    ['Asia/Beirut', '2026-03-29', 0, '2026-03-28T22:00:00.000Z', '2026-03-29 01:00'],
    ['Asia/Kolkata', '2026-03-29', 0, '2026-03-28T18:30:00.000Z', '2026-03-29 00:00'],
    ['Pacific/Auckland', '2026-09-27', 150, '2026-09-26T14:30:00.000Z', '2026-09-27 03:30'],
  ] as const)('%s, %s, minute %i', (inZone, on, at, instant, shows) => {
    const found = instantOf(localDate(on), at, inZone);
    expect(found.toISOString()).toBe(instant);
    expect(shown(found, inZone)).toBe(shows);
  });

  test('a time in a gap moves by no more than the gap is long, in every zone and gap of five years', () => {
    for (const inZone of zones) {
      let gaps = 0;
      for (let number = 18_262; number < 20_089; number += 1) {
        const on = dayFromNumber(number);
        const length = instantOf(addDays(on, 1), 0, inZone).getTime() - instantOf(on, 0, inZone).getTime();
        if (length >= 86_400_000) continue;
        gaps += 1;
        const instants = Array.from({ length: 96 }, (_, i) => instantOf(on, i * 15, inZone).getTime());
        const sorted = [...instants].sort((a, b) => a - b);
        for (const [i, instant] of instants.entries()) {
          const moved = Math.abs(instant - (sorted[i] ?? 0));
          expect(moved, `${inZone} ${on} ${i * 15}`).toBeLessThanOrEqual(86_400_000 - length);
        }
      }
      if (inZone === 'America/New_York' || inZone === 'Europe/Madrid') expect(gaps, inZone).toBe(5);
      if (inZone === 'Asia/Kolkata' || inZone === 'UTC') expect(gaps, inZone).toBe(0);
    }
  }, 20_000);

  test('midnight is the first instant of the day, in every zone and on every day of five years', () => {
    for (const inZone of zones) {
      for (let number = 18_262; number < 20_089; number += 1) {
        const on = dayFromNumber(number);
        const midnight = instantOf(on, 0, inZone);
        expect(
          localDateIn(inZone, midnight) === on && localDateIn(inZone, new Date(midnight.getTime() - 1)) < on,
          `${inZone} ${on}`,
        ).toBe(true);
      }
    }
  }, 20_000);

  test('the minutes of opening hours may reach the end of the day', () => {
    expect(instantOf(localDate('2026-03-02'), 1440, 'UTC').toISOString()).toBe('2026-03-03T00:00:00.000Z');
    expect(instantOf(localDate('2026-03-02'), 1440, 'America/New_York').toISOString()).toBe(
      '2026-03-03T05:00:00.000Z',
    );
  });
});

test('a zone is one that the runtime knows', () => {
  for (const known of zones) expect(isZone(known), known).toBe(true);
  for (const unknown of ['', 'Mars/Olympus', 'America/New York', '../etc/passwd', 'EST5EDT4', '+25:00']) {
    expect(isZone(unknown), unknown).toBe(false);
  }
});

test('a time of day is read from hours and minutes, seconds left aside', () => {
  const read = ['08:30', '8:30', '00:00', '23:59', '24:00', '09:00:00'].map(parseClock);
  expect(read).toEqual([510, 510, 0, 1439, 1440, 540]);
  for (const wrong of ['24:01', '25:00', '08:60', '8', '8.30', '08:3', ' 08:30', '-1:00', '08:30:', '']) {
    expect(parseClock(wrong), wrong).toBeUndefined();
  }
  fc.assert(
    fc.property(minutes, (at) => {
      expect(parseClock(asShown('2026-03-02' as LocalDate, at).slice(11))).toBe(at);
    }),
  );
});
