import { logit } from '../functions/log-add.ts';

/** What of a booking decides which earlier ones were known. */
export interface Dated {
  /** Who; any number that is the patient's alone. */
  readonly patient: number;
  /** Day of the visit, days since 1970. */
  readonly day: number;
  /** Day on which it was booked; undefined: nobody knows. */
  readonly bookedDay: number | undefined;
  /** Undefined: cancelled, still ahead, or not told. */
  readonly missed: boolean | undefined;
}

/** Of one booking: the patient's visits whose outcome was known when it was made, and how many of them were missed. */
export interface Histories {
  readonly known: Int32Array;
  readonly missed: Int32Array;
}

/**
 * For each booking the patient's record as it stood when the booking was made: visits on days before that day. A rate
 * over the whole file would hold the outcome that is to be forecast; it scores .97 and is worth nothing. Where nobody
 * knows when a booking was made, the day of the visit itself takes its place.
 * @cost O(n log n)
 */
export function historiesOf(bookings: readonly Dated[]): Histories {
  const order = Array.from(bookings, (_, i) => i)
    .filter((i) => bookings[i]?.missed !== undefined)
    .sort((a, b) => (bookings[a]?.day ?? 0) - (bookings[b]?.day ?? 0));
  // For each patient the days in order, and how many were missed up to each.
  const records = new Map<number, { days: number[]; missed: number[] }>();
  for (const i of order) {
    const { patient = 0, day = 0, missed } = bookings[i] ?? {};
    const record = records.get(patient) ?? { days: [], missed: [] };
    record.missed.push((record.missed[record.missed.length - 1] ?? 0) + (missed === true ? 1 : 0));
    record.days.push(day);
    records.set(patient, record);
  }
  const known = new Int32Array(bookings.length);
  const missed = new Int32Array(bookings.length);
  for (const [i, { patient, day, bookedDay }] of bookings.entries()) {
    const record = records.get(patient);
    if (record === undefined) continue;
    const before = firstFrom(record.days, Math.min(day, bookedDay ?? day));
    known[i] = before;
    missed[i] = record.missed[before - 1] ?? 0;
  }
  return { known, missed };
}

/** How many of these ascending days lie before a day. */
function firstFrom(days: readonly number[], day: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] ?? 0) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

// As many visits at the practice's own rate stand before a patient's own: one missed visit is not a habit.
const pseudoVisits = 2;

/**
 * A patient's own rate of missed visits, drawn toward the practice's: the mean of a beta-binomial, as log-odds.
 * @param rate of the practice, in (0, 1)  @cost O(1)
 */
export function ownRate(missed: number, known: number, rate: number): number {
  return logit((missed + pseudoVisits * rate) / (known + pseudoVisits));
}
