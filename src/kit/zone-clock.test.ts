import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantOf, localDateIn } from './instant.ts';
import { dayFromNumber } from './local-date.ts';
import { createZoneClock } from './zone-clock.ts';

const zones = [
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'UTC',
  'America/Sao_Paulo',
];

test('the remembered clock shows what the calendar shows, also on the days when clocks change', () => {
  const clocks = new Map(zones.map((zone) => [zone, createZoneClock(zone)]));
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 10_000, max: 21_000 }),
      fc.integer({ min: 0, max: 1439 }),
      (zone, number, minute) => {
        const clock = clocks.get(zone);
        const day = dayFromNumber(number);
        const instant = instantOf(day, minute, zone);
        expect(new Date(clock?.at(day, minute * 60) ?? '').getTime()).toBe(instant.getTime());
        expect(clock?.dayOf(instant.toISOString())).toBe(localDateIn(zone, instant));
      },
    ),
    { numRuns: 4000 },
  );
});
