import type { Brand } from './brand.ts';

/** A day on the wall calendar, `YYYY-MM-DD`, without a zone. */
export type LocalDate = Brand<string, 'LocalDate'>;

const millisecondsPerDay = 86_400_000;
const shape = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Reads `YYYY-MM-DD`; undefined when it is not a day that exists (2023-02-29). */
export function parseLocalDate(text: string): LocalDate | undefined {
  const parts = shape.exec(text);
  if (parts === null) return undefined;
  const time = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  return new Date(time).toISOString().slice(0, 10) === text ? (text as LocalDate) : undefined;
}

/** @throws RangeError when the text is not a day that exists; for literals and trusted columns. */
export function localDate(text: string): LocalDate {
  const day = parseLocalDate(text);
  if (day === undefined) throw new RangeError(`localDate requires YYYY-MM-DD, got ${JSON.stringify(text)}`);
  return day;
}

/** Days since 1970-01-01; negative before it. */
export function dayNumber(day: LocalDate): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / millisecondsPerDay);
}

/** The day that lies `number` days after 1970-01-01. */
export function dayFromNumber(number: number): LocalDate {
  return new Date(number * millisecondsPerDay).toISOString().slice(0, 10) as LocalDate;
}

export function addDays(day: LocalDate, days: number): LocalDate {
  return dayFromNumber(dayNumber(day) + days);
}

/** Whole days from the first day to the second; negative when the second is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** ISO weekday: Monday 1 to Sunday 7. */
export function isoWeekday(day: LocalDate): number {
  return ((((dayNumber(day) + 3) % 7) + 7) % 7) + 1;
}
