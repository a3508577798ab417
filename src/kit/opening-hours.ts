import { instantOf, parseClock, wallTime } from './instant.ts';
import { addDays, isoWeekday, type LocalDate } from './local-date.ts';

/** When somebody is there: spans of wall time by ISO weekday; a missing day is closed. */
export interface OpenHours {
  readonly zone: string;
  readonly openingHours: Readonly<Record<string, readonly (readonly [string, string])[]>>;
  readonly holidays: readonly { readonly on: LocalDate }[];
  /** From this day on nobody is there. */
  readonly closedOn: LocalDate | null;
}

// Nobody is closed for longer than a summer; a place that never opens must not be looked at for ever.
const mostDays = 120;
const dayMilliseconds = 86_400_000;

/**
 * The instant at which so many minutes of opening time have passed: what comes in at closing time is due the next
 * morning. Counted by the clock that does not change: an hour that daylight saving skips is no opening time, one that
 * comes twice is two. Where a place does not open within four months, a plain day from now.
 * @param minutes above 0
 * @throws RangeError when minutes are not above 0
 */
export function openingDeadline(place: OpenHours, from: Date, minutes: number): Date {
  if (!(minutes > 0)) throw new RangeError(`openingDeadline requires minutes above 0, got ${minutes}`);
  let left = minutes * 60_000;
  let day = wallTime(from, place.zone).day;
  for (let count = 0; count < mostDays; count += 1, day = addDays(day, 1)) {
    for (const [opens, closes] of spansOn(place, day)) {
      const start = Math.max(opens, from.getTime());
      if (start >= closes) continue;
      if (closes - start >= left) return new Date(start + left);
      left -= closes - start;
    }
  }
  return new Date(from.getTime() + dayMilliseconds);
}

function spansOn(place: OpenHours, day: LocalDate): readonly (readonly [number, number])[] {
  if (place.closedOn !== null && day >= place.closedOn) return [];
  if (place.holidays.some(({ on }) => on === day)) return [];
  return (place.openingHours[String(isoWeekday(day))] ?? [])
    .map(([from, to]) => {
      const instant = (clock: string): number => instantOf(day, parseClock(clock) ?? 0, place.zone).getTime();
      return [instant(from), instant(to)] as const;
    })
    .filter(([opens, closes]) => closes > opens)
    .sort(([one], [other]) => one - other);
}
