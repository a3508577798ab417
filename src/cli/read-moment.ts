import { instantOf, parseClock, wallTime } from '../kit/instant.ts';
import { localDate } from '../kit/local-date.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';

const form = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})?$/;
// Clocks go back by an hour, on Lord Howe Island by half of one.
const turns = [3_600_000, 1_800_000];

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/**
 * A moment as somebody types it: ISO 8601 with its offset, or without one by the clock of a place.
 * @param zone IANA name of the place
 * @returns `invalid_input` for what is no time, and for a time that this clock skips or shows twice
 */
export function readMoment(text: string, zone: string): Outcome<Date, Refusal<'invalid_input'>> {
  const [, day = '', clock = '', seconds = '', offset] = form.exec(text) ?? [];
  const minutes = parseClock(clock);
  if (!isDay(day) || minutes === undefined || minutes === 1440) {
    return refuse(
      'invalid_input',
      `a time is written 2026-03-03T21:30, or with its offset 2026-03-03T21:30:00-05:00, not ${text}`,
    );
  }
  if (offset !== undefined) {
    const moment = new Date(text);
    return Number.isNaN(moment.getTime()) ? refuse('invalid_input', `${text} is no time`) : done(moment);
  }
  const first = instantOf(localDate(day), minutes, zone);
  const shown = wallTime(first, zone);
  if (shown.day !== day || shown.minutes !== minutes) {
    return refuse('invalid_input', `the clocks of ${zone} skip ${clock} on ${day}: there is no such time`);
  }
  const comesAgain = turns.some((turn) => {
    const later = wallTime(new Date(first.getTime() + turn), zone);
    return later.day === day && later.minutes === minutes;
  });
  if (comesAgain) {
    return refuse(
      'invalid_input',
      `the clocks of ${zone} show ${clock} twice on ${day}: say which with its offset, such as ${day}T${clock}:00-05:00`,
    );
  }
  return done(new Date(first.getTime() + Math.round(Number(`0${seconds.slice(1)}`) * 1000)));
}
