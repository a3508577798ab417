import type { LocalDate } from './local-date.ts';

// Intl formatters cost about 50 us to build and 1 us to use, so one a zone is kept.
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  let found = formatters.get(zone);
  if (found === undefined) {
    found = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(zone, found);
  }
  return found;
}

/** True when the runtime knows the IANA zone. */
export function isZone(zone: string): boolean {
  try {
    formatter(zone);
    return true;
  } catch {
    return false;
  }
}

interface WallTime {
  readonly day: LocalDate;
  readonly minutes: number;
}

// The last minutes that were asked about, by zone: one request asks for today's date four times, an import for the same
// midnights again and again. Since 1972 every zone is whole minutes from UTC, so a minute has one answer.
const remembered = new Map<string, Map<number, WallTime>>();
const wholeMinutesSince = Date.UTC(1972, 0, 8);
const mostRemembered = 4096;

/** What the wall clock of `zone` shows at `instant`: the day, and minutes since midnight. */
export function wallTime(instant: Date, zone: string): WallTime {
  const time = instant.getTime();
  if (!(time >= wholeMinutesSince)) return readWallTime(instant, zone);
  const minute = Math.floor(time / 60_000);
  let ofZone = remembered.get(zone);
  if (ofZone === undefined) {
    ofZone = new Map();
    remembered.set(zone, ofZone);
  }
  let shown = ofZone.get(minute);
  if (shown === undefined) {
    if (ofZone.size >= mostRemembered) ofZone.clear();
    shown = readWallTime(instant, zone);
    ofZone.set(minute, shown);
  }
  return shown;
}

function readWallTime(instant: Date, zone: string): WallTime {
  const parts: Record<string, string> = {};
  for (const part of formatter(zone).formatToParts(instant)) parts[part.type] = part.value;
  return {
    day: `${parts.year?.padStart(4, '0')}-${parts.month}-${parts.day}` as LocalDate,
    minutes: Number(parts.hour) * 60 + Number(parts.minute),
  };
}

export function localDateIn(zone: string, instant: Date): LocalDate {
  return wallTime(instant, zone).day;
}

function offsetMilliseconds(instant: number, zone: string): number {
  const wall = wallTime(new Date(instant), zone);
  const whole = Math.floor(instant / 60_000) * 60_000;
  return Date.parse(`${wall.day}T00:00:00Z`) + wall.minutes * 60_000 - whole;
}

/**
 * The instant at which the wall clock of `zone` shows `minutes` after midnight of `day`.
 * A time that daylight saving skips moves on by the length of the gap (02:30 becomes 03:30); of one that comes twice,
 * the earlier is meant. Midnight is thus always the first instant of the day.
 */
export function instantOf(day: LocalDate, minutes: number, zone: string): Date {
  const wanted = Date.parse(`${day}T00:00:00Z`) + minutes * 60_000;
  const before = wanted - offsetMilliseconds(wanted - 86_400_000, zone);
  const after = wanted - offsetMilliseconds(wanted + 86_400_000, zone);
  const candidates = [Math.min(before, after), Math.max(before, after)];
  for (const candidate of candidates) {
    const wall = wallTime(new Date(candidate), zone);
    if (wall.day === day && wall.minutes === minutes) return new Date(candidate);
  }
  return new Date(Math.max(before, after));
}

/** `08:30` to minutes since midnight; undefined when it is no time of day. `24:00` is the end of the day. */
export function parseClock(text: string): number | undefined {
  const parts = /^(\d{1,2}):(\d{2})(?::\d{2})?$/.exec(text);
  if (parts === null) return undefined;
  const minutes = Number(parts[1]) * 60 + Number(parts[2]);
  return Number(parts[2]) < 60 && minutes <= 1440 ? minutes : undefined;
}
