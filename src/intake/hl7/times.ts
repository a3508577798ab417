import { type LocalDate, parseLocalDate } from '../../kit/local-date.ts';
import type { ZoneClock } from '../../kit/zone-clock.ts';

/** A date or time as HL7 writes it: as much of it as was known. */
export interface WrittenTime {
  readonly day: LocalDate;
  readonly precision: 'day' | 'month' | 'year';
  /** Since midnight; undefined when only the day is known. */
  readonly seconds: number | undefined;
  /** `+02:15`; undefined when the sender leaves it to the place. */
  readonly offset: string | undefined;
}

const compact =
  /^(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:\.\d{1,9})?)?)?)?)?)?(?:([+-])(\d{2}):?(\d{2}))?$/;
const dashed =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?:Z|([+-])(\d{2}):?(\d{2}))?)?$/;

/** Reads `YYYY[MM[DD[HH[MM[SS[.S]]]]]][+ZZZZ]`; undefined when it is no time that exists. */
export function readTime(text: string | undefined): WrittenTime | undefined {
  if (text === undefined) return undefined;
  const parts = compact.exec(text) ?? dashed.exec(text);
  if (parts === null) return undefined;
  const [, year = '', month, date, hour, minute, second, way, offsetHours, offsetMinutes] = parts;
  const day = parseLocalDate(`${year}-${month ?? '01'}-${date ?? '01'}`);
  if (day === undefined || day < '1800-01-01') return undefined;
  const precision = month === undefined ? 'year' : date === undefined ? 'month' : 'day';
  const seconds =
    hour === undefined ? undefined : Number(hour) * 3600 + Number(minute ?? 0) * 60 + Number(second ?? 0);
  if (seconds !== undefined && !isTimeOfDay(Number(hour), Number(minute ?? 0), Number(second ?? 0))) {
    return undefined;
  }
  if (way !== undefined && (Number(offsetHours) > 14 || Number(offsetMinutes) > 59)) return undefined;
  const zulu = text.endsWith('Z') ? '+00:00' : undefined;
  const offset = way === undefined ? zulu : `${way}${offsetHours}:${offsetMinutes}`;
  return { day, precision, seconds, offset };
}

function isTimeOfDay(hour: number, minute: number, second: number): boolean {
  return hour < 24 && minute < 60 && second < 60;
}

/** ISO 8601 with offset: the sender's own, else the one of the place. A day alone is its midnight there. */
export function instantText(time: WrittenTime, clock: ZoneClock): string {
  if (time.offset === undefined || time.seconds === undefined) return clock.at(time.day, time.seconds ?? 0);
  const two = (number: number): string => String(number).padStart(2, '0');
  const { seconds } = time;
  const wall = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${time.day}T${wall}${time.offset}`;
}
