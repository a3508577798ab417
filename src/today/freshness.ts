import { instantOf, localDateIn, parseClock } from '../kit/instant.ts';
import { addDays, isoWeekday, type LocalDate } from '../kit/local-date.ts';
import type { OpenPlace } from '../practice/reading.ts';

/** What a line said longer ago than this may have changed under the hands of the desk, minutes. */
const freshMinutes = 30;
const minute = 60_000;
const day = 24 * 60 * minute;
// Longer than any holidays; a practice that is closed for longer has nobody to call.
const daysAhead = 60;

/** When the schedule last spoke to us, and how: a file is for a day, a line speaks whenever something changes. */
export interface ScheduleNews {
  readonly at: Date;
  readonly by: 'file' | 'line';
}

export interface Freshness {
  /** Nothing that rests on the schedule can be relied on. */
  readonly stale: boolean;
  /** What happens this very day may be otherwise by now: look into the book first. */
  readonly checkToday: boolean;
  /** Until when it is not stale. */
  readonly until: Date;
}

function openingOn(place: OpenPlace, on: LocalDate): Date | undefined {
  if (place.closedOn !== null && on >= place.closedOn) return undefined;
  if (place.holidays.some((holiday) => holiday.on === on)) return undefined;
  const opens = (place.openingHours[String(isoWeekday(on))] ?? [])
    .map(([from]) => parseClock(from))
    .filter((minutes) => minutes !== undefined);
  return opens.length === 0 ? undefined : instantOf(on, Math.min(...opens), place.zone);
}

/**
 * The first opening of a later day than that of `at`: a file of the morning is not old when the doors open an hour
 * later, and one of the evening is when they open again.
 */
function nextOpening(places: readonly OpenPlace[], at: Date): Date | undefined {
  const openings = places.flatMap((place) => {
    const from = localDateIn(place.zone, at);
    for (let ahead = 1; ahead <= daysAhead; ahead += 1) {
      const opening = openingOn(place, addDays(from, ahead));
      if (opening !== undefined) return [opening.getTime()];
    }
    return [];
  });
  return openings.length === 0 ? undefined : new Date(Math.min(...openings));
}

/**
 * How far the schedule can be relied on. The one place of this rule: a file of the day is good until the practice next
 * opens on another day, a line for half an hour. What rests on the very day is to be checked after half an hour either
 * way, because the book goes on.
 * @param places the locations; where none has opening hours, a file is good for a day
 */
export function freshnessOf(news: ScheduleNews, places: readonly OpenPlace[], now: Date): Freshness {
  const soon = new Date(news.at.getTime() + freshMinutes * minute);
  const until =
    news.by === 'line' ? soon : (nextOpening(places, news.at) ?? new Date(news.at.getTime() + day));
  return { stale: now >= until && now > soon, checkToday: now > soon, until };
}

/**
 * Whether something may go out by itself on the word of the schedule: a strict age in hours, whatever the opening hours.
 * A machine cannot look into the book.
 */
export function maySendOn(news: ScheduleNews | undefined, staleHours: number, now: Date): boolean {
  return news !== undefined && now.getTime() - news.at.getTime() <= staleHours * 60 * minute;
}
