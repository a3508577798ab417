import { isZone, wallTime } from '../../kit/instant.ts';
import { dayNumber } from '../../kit/local-date.ts';

const minuteMs = 60_000;
export const dayMinutes = 1440;
export const dayMs = dayMinutes * minuteMs;
// No zone moves its clock by more than this on a day.
const mostMoved = 180;

/** From and to, minutes since local midnight; `to` is not in it. Undefined: not on this weekday. */
export type Hours = readonly [from: number, to: number] | undefined;
/** By ISO weekday, Monday first. */
export type Week = readonly Hours[];

/** The wall clock of one zone, fast enough to be asked a million times: minutes since 1970 as the clock shows them. */
export interface ZoneClock {
  readonly zone: string;
  localMinute(time: number): number;
}

function readOffset(time: number, zone: string): number {
  const wall = wallTime(new Date(time), zone);
  return dayNumber(wall.day) * dayMinutes + wall.minutes - Math.floor(time / minuteMs);
}

const quarterMs = 15 * minuteMs;

// Clocks change on two days a year, and then at a quarter of an hour.
function makeClock(zone: string): ZoneClock {
  const ofDay = new Map<number, number>();
  const ofQuarter = new Map<number, number>();
  const offsetAt = (time: number): number => {
    const quarter = Math.floor(time / quarterMs);
    let offset = ofQuarter.get(quarter);
    if (offset === undefined) {
      offset = readOffset(quarter * quarterMs, zone);
      ofQuarter.set(quarter, offset);
    }
    return offset;
  };
  return {
    zone,
    localMinute: (time) => {
      const day = Math.floor(time / dayMs);
      let offset = ofDay.get(day);
      if (offset === undefined) {
        const first = readOffset(day * dayMs, zone);
        const last = readOffset((day + 1) * dayMs - minuteMs, zone);
        offset = first === last ? first : Number.NaN;
        ofDay.set(day, offset);
      }
      return Math.floor(time / minuteMs) + (Number.isNaN(offset) ? offsetAt(time) : offset);
    },
  };
}

const clocks = new Map<string, ZoneClock | undefined>();

/** @returns undefined for a zone that this computer does not know */
export function clockOf(zone: string): ZoneClock | undefined {
  if (!clocks.has(zone)) clocks.set(zone, isZone(zone) ? makeClock(zone) : undefined);
  return clocks.get(zone);
}

/** Days since 1970 on the wall calendar of the zone. */
export function localDay(clock: ZoneClock, time: number): number {
  return Math.floor(clock.localMinute(time) / dayMinutes);
}

function hoursOf(week: Week, day: number): Hours {
  return week[(((day + 3) % 7) + 7) % 7];
}

/** Whether the wall clock stands within the hours of its weekday. */
export function isWithin(clock: ZoneClock, week: Week, time: number): boolean {
  const local = clock.localMinute(time);
  const day = Math.floor(local / dayMinutes);
  const hours = hoursOf(week, day);
  const minute = local - day * dayMinutes;
  return hours !== undefined && minute >= hours[0] && minute < hours[1];
}

// Minute by minute through a day on which the clock moves: gaps and repeats need no arithmetic that way.
function firstMinuteOf(
  clock: ZoneClock,
  from: number,
  to: number,
  fits: (local: number) => boolean,
): number | undefined {
  for (let time = from; time <= to; time = (Math.floor(time / minuteMs) + 1) * minuteMs) {
    if (fits(clock.localMinute(time))) return time;
  }
  return undefined;
}

/** The first instant, not before `after`, at which the local day has this number and its minute is within the hours. */
function firstOnDay(
  clock: ZoneClock,
  day: number,
  hours: [number, number],
  after: number,
): number | undefined {
  const offset = clock.localMinute(after) - Math.floor(after / minuteMs);
  const guess = (day * dayMinutes - offset) * minuteMs;
  const from = guess - mostMoved * minuteMs;
  const to = guess + dayMs + mostMoved * minuteMs;
  const offsetAt = (time: number): number => clock.localMinute(time) - Math.floor(time / minuteMs);
  const steady = offsetAt(from);
  if (steady === offsetAt(to)) {
    const opens = (day * dayMinutes + hours[0] - steady) * minuteMs;
    const closes = (day * dayMinutes + hours[1] - steady) * minuteMs;
    return after < closes ? Math.max(after, opens) : undefined;
  }
  return firstMinuteOf(clock, Math.max(after, from), to, (local) => {
    const minute = local - day * dayMinutes;
    return minute >= hours[0] && minute < hours[1];
  });
}

/** The first instant from `time` on within the hours; undefined when there is none in eight days. */
export function nextWithin(clock: ZoneClock, week: Week, time: number): number | undefined {
  if (isWithin(clock, week, time)) return time;
  const today = localDay(clock, time);
  for (let ahead = 0; ahead <= 8; ahead += 1) {
    const hours = hoursOf(week, today + ahead);
    const found = hours === undefined ? undefined : firstOnDay(clock, today + ahead, [...hours], time);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first instant of a local day that is not before `time`. */
export function startOfLocalDay(clock: ZoneClock, day: number, time: number): number {
  return firstOnDay(clock, day, [0, dayMinutes], time) ?? time;
}
