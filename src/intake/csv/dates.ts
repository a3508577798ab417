import type { LocalDate } from '../../kit/local-date.ts';

/** Whether `03/04` is the third of April or the fourth of March. */
export type DateOrder = 'day_first' | 'month_first';

/**
 * A date as written: the calendar day, minutes after midnight if there is a time, an offset if it names one.
 */
export interface WrittenDate {
  readonly day: LocalDate;
  /** Seconds after midnight; undefined when the cell has no time of day. */
  readonly seconds: number | undefined;
  /** Minutes east of UTC; undefined: the wall clock of the place. */
  readonly offset: number | undefined;
}

const months = new Map(
  ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].map((name, i) => [
    name,
    i + 1,
  ]),
);
const monthDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\s*(.+))?$/;
const numeric = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:[,T ]\s*(.+))?$/;
const compact = /^(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?)?$/;
const dayNamed =
  /^(?:[a-z]{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?[-\s.]+([a-z]{3,9})\.?[-\s,]+(\d{4}|\d{2})(?:,?\s+(?:at\s+)?(.+))?$/i;
const monthNamed =
  /^(?:[a-z]{3,9},?\s+)?([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:,?\s+(?:at\s+)?(.+))?$/i;
const clock =
  /^(\d{1,2})(?::(\d{2}))?(?::(\d{2})(?:[.,]\d+)?)?\s*([ap])?\.?(?:m\.?)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/i;

/** Cells that mean: no date. */
export function isNoDate(text: string): boolean {
  return text.startsWith('0001-01-01') || text.startsWith('0000-00-00') || text.startsWith('1/1/0001');
}

function isDay(year: number, month: number, day: number): boolean {
  if (year < 1800 || year > 2200 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day <= (month === 2 && !leap ? 28 : (monthDays[month - 1] ?? 0));
}

const two = Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0'));

/** A time of day: `8:05`, `08:05:30`, `8 AM`, `8:05 pm +02:00`; undefined when it is none (`128:00:00`). */
export function readClock(
  text: string,
): { readonly seconds: number; readonly offset: number | undefined } | undefined {
  const parts = clock.exec(text);
  if (parts === null || (parts[2] === undefined && parts[4] === undefined)) return undefined;
  let hours = Number(parts[1]);
  const minutes = Number(parts[2] ?? 0);
  const seconds = Number(parts[3] ?? 0);
  const half = parts[4]?.toLowerCase();
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return undefined;
    hours = (hours % 12) + (half === 'p' ? 12 : 0);
  }
  if (hours > 23 || minutes > 59 || seconds > 59 || !isOffset(parts[5])) return undefined;
  return { seconds: hours * 3600 + minutes * 60 + seconds, offset: readOffset(parts[5]) };
}

// No place on earth is further from Greenwich than 14 hours.
function isOffset(text: string | undefined): boolean {
  const minutes = Math.abs(readOffset(text) ?? 0);
  return minutes <= 14 * 60 && !/\d{2}:?[6-9]\d$/.test(text ?? '');
}

function readOffset(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const parts = /^([+-])(\d{2}):?(\d{2})?$/.exec(text);
  if (parts === null) return 0;
  const minutes = Number(parts[2]) * 60 + Number(parts[3] ?? 0);
  return parts[1] === '-' ? -minutes : minutes;
}

function made(year: number, month: number, day: number, rest: string | undefined): WrittenDate | undefined {
  if (!isDay(year, month, day)) return undefined;
  const text = `${year}-${two[month]}-${two[day]}` as LocalDate;
  if (rest === undefined || rest.trim() === '') return { day: text, seconds: undefined, offset: undefined };
  const time = readClock(rest.trim());
  return time === undefined ? undefined : { day: text, ...time };
}

/**
 * Reads one date or date and time.
 * @param latestYear where a two-digit year must not lie beyond: `61` is 1961 when this is 2024
 * @returns undefined when it is no date, or one that does not exist
 */
export function readDate(text: string, order: DateOrder, latestYear: number): WrittenDate | undefined {
  let parts = iso.exec(text);
  if (parts !== null) return made(Number(parts[1]), Number(parts[2]), Number(parts[3]), parts[4]);
  parts = numeric.exec(text);
  if (parts !== null) {
    const first = Number(parts[1]);
    const second = Number(parts[3]);
    // Dots are never written with the month first.
    const dayFirst = order === 'day_first' || parts[2] === '.';
    const year = wholeYear(parts[4] ?? '', latestYear);
    return made(year, dayFirst ? second : first, dayFirst ? first : second, parts[5]);
  }
  parts = compact.exec(text);
  if (parts !== null) {
    const time = parts[4] === undefined ? undefined : `${parts[4]}:${parts[5]}:${parts[6] ?? '00'}`;
    return made(Number(parts[1]), Number(parts[2]), Number(parts[3]), time);
  }
  parts = dayNamed.exec(text);
  if (parts !== null) {
    const month = months.get((parts[2] ?? '').slice(0, 3).toLowerCase());
    return month === undefined
      ? undefined
      : made(wholeYear(parts[3] ?? '', latestYear), month, Number(parts[1]), parts[4]);
  }
  parts = monthNamed.exec(text);
  if (parts === null) return undefined;
  const month = months.get((parts[1] ?? '').slice(0, 3).toLowerCase());
  return month === undefined ? undefined : made(Number(parts[3]), month, Number(parts[2]), parts[4]);
}

function wholeYear(text: string, latestYear: number): number {
  const year = Number(text);
  if (text.length === 4) return year;
  const century = latestYear - (latestYear % 100);
  return century + year <= latestYear ? century + year : century - 100 + year;
}

/** What a cell proves: a number over 12 cannot be a month. */
export function orderEvidence(text: string): DateOrder | undefined {
  const parts = numeric.exec(text);
  if (parts === null || parts[2] === '.') return undefined;
  const first = Number(parts[1]);
  const second = Number(parts[3]);
  if (first > 12 && first <= 31 && second <= 12) return 'day_first';
  if (second > 12 && second <= 31 && first <= 12) return 'month_first';
  return undefined;
}

/** True when the order of day and month matters for this cell. */
export function dependsOnOrder(text: string): boolean {
  const parts = numeric.exec(text);
  return parts !== null && parts[2] !== '.' && parts[1] !== parts[3];
}

// Where the month is written first.
const monthFirst = new Set(['US', 'PH', 'FM', 'PW', 'MH']);

export function orderOfCountry(country: string): DateOrder {
  return monthFirst.has(country) ? 'month_first' : 'day_first';
}
