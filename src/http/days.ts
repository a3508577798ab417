import { type LocalDate, parseLocalDate } from '../kit/local-date.ts';

// A promise due in the year 9999 would be planned around for ever, and a day after it cannot be written at all.
const first = '1900-01-01';
const last = '2199-12-31';

/** A day that exists and that a practice can mean; undefined otherwise. */
export function readDay(text: string): LocalDate | undefined {
  const day = parseLocalDate(text);
  return day !== undefined && day >= first && day <= last ? day : undefined;
}
