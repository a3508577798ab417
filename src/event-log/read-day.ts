import { dayNumber, parseLocalDate } from '../kit/local-date.ts';

const compact = /^(\d{4})(\d{2})(\d{2})$/;
const dated = /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:.*)?$/;

/** Reads days and remembers them: a log has a few thousand days and perhaps a million rows. */
export function createDayReader(): (text: string) => number | undefined {
  const known = new Map<string, number | undefined>();
  return (text) => {
    if (text.length > 10) return readDay(text); // with a time of day each is another
    if (!known.has(text)) known.set(text, readDay(text));
    return known.get(text);
  };
}

/**
 * A day as `2026-03-31`, `20260331` or an instant that begins so; the day is the one that is written, in no zone.
 * @returns days since 1970-01-01, or undefined when it is no day that exists
 */
export function readDay(text: string): number | undefined {
  const digits = compact.exec(text);
  const written = digits === null ? dated.exec(text)?.[1] : `${digits[1]}-${digits[2]}-${digits[3]}`;
  const day = written === undefined ? undefined : parseLocalDate(written);
  return day === undefined ? undefined : dayNumber(day);
}
