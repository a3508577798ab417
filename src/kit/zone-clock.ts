import { instantOf, localDateIn } from './instant.ts';
import { addDays, type LocalDate } from './local-date.ts';

/**
 * The wall clock of one zone, remembered by day: asking the calendar for each of a million cells took 20 us
 * each.
 */
export interface ZoneClock {
  /** ISO 8601 with the offset that holds in the zone then. */
  at(day: LocalDate, seconds: number): string;
  /** The day that the wall clock shows at an instant. */
  dayOf(instant: string): LocalDate;
}

const two = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'));

export function createZoneClock(zone: string): ZoneClock {
  // By day: the offset when it holds all day; undefined when the clocks change.
  const offsets = new Map<string, string | undefined>();
  const minutes = new Map<string, number | undefined>();

  function offsetMinutes(day: LocalDate): number | undefined {
    if (minutes.has(day)) return minutes.get(day);
    const first = (Date.parse(`${day}T00:00:00Z`) - instantOf(day, 0, zone).getTime()) / 60_000;
    const next = addDays(day, 1);
    const last = (Date.parse(`${next}T00:00:00Z`) - instantOf(next, 0, zone).getTime()) / 60_000;
    const found = first === last ? first : undefined;
    if (minutes.size > 40_000) minutes.clear();
    minutes.set(day, found);
    return found;
  }

  function offsetText(day: LocalDate): string | undefined {
    if (offsets.has(day)) return offsets.get(day);
    const found = offsetMinutes(day);
    const text = found === undefined || !Number.isInteger(found) ? undefined : writeOffset(found);
    if (offsets.size > 40_000) offsets.clear();
    offsets.set(day, text);
    return text;
  }

  return {
    at: (day, seconds) => {
      const offset = offsetText(day);
      const hours = Math.floor(seconds / 3600);
      const rest = seconds % 3600;
      if (offset !== undefined) {
        return `${day}T${two[hours]}:${two[Math.floor(rest / 60)]}:${two[rest % 60]}${offset}`;
      }
      const start = instantOf(day, Math.floor(seconds / 60), zone).getTime();
      return new Date(start + (seconds % 60) * 1000).toISOString();
    },
    dayOf: (instant) => {
      const time = Date.parse(instant);
      const utcDay = new Date(time).toISOString().slice(0, 10) as LocalDate;
      const offset = offsetMinutes(utcDay);
      // The day may be the one before or after, where another offset may hold: only the middle of it is safe.
      const previous = offset === undefined ? undefined : offsetMinutes(addDays(utcDay, offset < 0 ? -1 : 1));
      if (offset === undefined || previous !== offset) return localDateIn(zone, new Date(time));
      return new Date(time + offset * 60_000).toISOString().slice(0, 10) as LocalDate;
    },
  };
}

function writeOffset(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two[Math.floor(size / 60)]}:${two[size % 60]}`;
}
