import { type Knots, knotsOf, splineOf } from '../fitting/spline.ts';
import { type Dated, type Histories, ownRate } from './no-show-history.ts';

/** A booking as it was known when it was made. What a record does not tell is undefined. */
export interface Booking extends Dated {
  /** Hours after midnight of the visit, such as 9.5. */
  readonly hour: number | undefined;
  /** Hours after midnight at which it was booked. */
  readonly bookedHour: number | undefined;
  /** In years. */
  readonly age: number | undefined;
  readonly service: string | undefined;
  /** Whether a reminder went out. */
  readonly reminded: boolean | undefined;
}

export type Feature =
  | 'lead'
  | 'history'
  | 'age'
  | 'hour'
  | 'booked_hour'
  | 'weekday'
  | 'reminder'
  | 'service';
export type WhyLeftOut = 'not_told' | 'never_varies' | 'follows_lead';

/** Which numbers stand for a booking, settled on the training bookings alone. */
export interface Design {
  readonly rate: number;
  readonly columns: readonly Feature[];
  readonly leftOut: readonly { readonly feature: Feature; readonly why: WhyLeftOut }[];
  /** The numbers of a booking, one a column; what this one booking does not tell stands at the mean. */
  row(booking: Booking, known: number, missed: number): number[];
}

interface Part {
  readonly feature: Feature;
  readonly width: number;
  values(booking: Booking, known: number, missed: number): number[] | undefined;
}

type Settled = Part | WhyLeftOut;

/** Calendar days between booking and visit. */
export function leadOf({ day, bookedDay }: Dated): number | undefined {
  return bookedDay === undefined ? undefined : Math.max(0, day - bookedDay);
}

/**
 * Decides how bookings become numbers: lead time as a spline with a mark for "booked for today", the patient's own rate
 * from earlier visits, age and hour as splines, weekday and service as marks, a reminder only where it did not follow
 * from the lead time. A feature that nearly nobody has, or everybody alike, is left out and said.
 * @param bookings for training, each with its outcome
 * @source Harrell 2015 for splines  @cost O(n log n)
 */
export function designOf(bookings: readonly Booking[], { known, missed }: Histories): Design {
  const rate = (bookings.filter((one) => one.missed === true).length + 0.5) / (bookings.length + 1);
  const settled: readonly (readonly [Feature, Settled])[] = [
    ['lead', leadPart(bookings)],
    ['history', apartOnTheDay(historyPart(known, rate), bookings)],
    [
      'age',
      apartOnTheDay(
        curvePart('age', bookings, 5, ({ age }) => age),
        bookings,
      ),
    ],
    ['hour', curvePart('hour', bookings, 3, ({ hour }) => hour)],
    ['booked_hour', curvePart('booked_hour', bookings, 3, ({ bookedHour }) => bookedHour)],
    ['weekday', marksPart('weekday', bookings, ({ day }) => String((((day + 3) % 7) + 7) % 7))],
    ['service', marksPart('service', bookings, ({ service }) => service)],
    ['reminder', reminderPart(bookings)],
  ];
  const parts = settled.flatMap(([, part]) => (typeof part === 'string' ? [] : [part]));
  const raw = (booking: Booking, k: number, m: number) => parts.map((part) => part.values(booking, k, m));
  const scale = scaleOf(
    parts,
    bookings.map((booking, i) => raw(booking, known[i] ?? 0, missed[i] ?? 0)),
  );
  return {
    rate,
    columns: parts.flatMap(({ feature, width }) => Array.from({ length: width }, () => feature)),
    leftOut: settled.flatMap(([feature, part]) => (typeof part === 'string' ? [{ feature, why: part }] : [])),
    row: (booking, k, m) =>
      raw(booking, k, m).flatMap((values, nth) => {
        const { means = [], deviations = [] } = scale[nth] ?? {};
        return means.map((mean, j) =>
          values === undefined ? 0 : ((values[j] ?? mean) - mean) / (deviations[j] ?? 1),
        );
      }),
  };
}

// A kind of visit rarer than this is no kind of its own.
const rarest = 30;
// Below this share of bookings that tell a feature, those that do are hardly a fair part of all.
const toldEnough = 0.8;

function valuesOf<T>(bookings: readonly Booking[], of: (booking: Booking) => T | undefined): T[] {
  return bookings.map(of).filter((value) => value !== undefined);
}

function leadPart(bookings: readonly Booking[]): Settled {
  const leads = valuesOf(bookings, leadOf);
  if (leads.length < toldEnough * bookings.length || leads.length === 0) return 'not_told';
  if (new Set(leads).size < 2) return 'never_varies';
  // On a logarithmic scale: from one day to two is as far as from one month to two. Same-day visits have a mark of
  // their own, and the knots are those of the others.
  const knots = knotsOf(
    Float64Array.from(
      leads.filter((lead) => lead > 0),
      Math.log1p,
    ),
    5,
  );
  return {
    feature: 'lead',
    width: splineOf(0, knots).length + 1,
    values: (booking) => {
      const lead = leadOf(booking);
      return lead === undefined ? undefined : [Number(lead === 0), ...splineOf(Math.log1p(lead), knots)];
    },
  };
}

function historyPart(known: Int32Array, rate: number): Settled {
  if (known.every((visits) => visits === 0)) return 'not_told';
  return {
    feature: 'history',
    width: 1,
    // Not how many visits are known: that grows with the age of the file, and would be another thing in training.
    values: (_, visits, missed) => [ownRate(missed, visits, rate)],
  };
}

/**
 * The same part once more for visits booked for the same day: who walks in with a toothache comes, whatever their age
 * or record, so the slopes of the others say nothing of them.
 */
function apartOnTheDay(part: Settled, bookings: readonly Booking[]): Settled {
  if (typeof part === 'string') return part;
  const onTheDay = bookings.filter((booking) => leadOf(booking) === 0).length;
  if (onTheDay < rarest || bookings.length - onTheDay < rarest) return part;
  return {
    ...part,
    width: 2 * part.width,
    values: (booking, known, missed) => {
      const values = part.values(booking, known, missed);
      if (values === undefined) return undefined;
      return [...values, ...values.map((value) => (leadOf(booking) === 0 ? value : 0))];
    },
  };
}

function curvePart(
  feature: Feature,
  bookings: readonly Booking[],
  count: 3 | 5,
  of: (booking: Booking) => number | undefined,
): Settled {
  const told = valuesOf(bookings, of);
  if (told.length < toldEnough * bookings.length || told.length === 0) return 'not_told';
  if (new Set(told).size < 2) return 'never_varies';
  const knots: Knots = knotsOf(Float64Array.from(told), count);
  return {
    feature,
    width: splineOf(0, knots).length,
    values: (booking) => {
      const value = of(booking);
      return value === undefined ? undefined : splineOf(value, knots);
    },
  };
}

function marksPart(
  feature: Feature,
  bookings: readonly Booking[],
  of: (booking: Booking) => string | undefined,
): Settled {
  const counts = new Map<string, number>();
  for (const value of valuesOf(bookings, of)) counts.set(value, (counts.get(value) ?? 0) + 1);
  const told = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (told < toldEnough * bookings.length || told === 0) return 'not_told';
  // The commonest is what the others are compared with.
  const [, ...marked] = [...counts]
    .filter(([, count]) => count >= rarest)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([value]) => value);
  if (marked.length === 0) return 'never_varies';
  return {
    feature,
    width: marked.length,
    values: (booking) => {
      const value = of(booking);
      return value === undefined ? undefined : marked.map((mark) => Number(mark === value));
    },
  };
}

const leadBands = [1, 3, 8, 31];

/**
 * A reminder counts only where, at each lead time, about as many got one. Where only visits booked long ahead are
 * reminded, its coefficient would be that of a long lead ("reminders make people miss visits").
 */
function reminderPart(bookings: readonly Booking[]): Settled {
  const told = bookings.filter(({ reminded }) => reminded !== undefined);
  if (told.length < toldEnough * bookings.length || told.length === 0) return 'not_told';
  const reminded = told.filter(({ reminded: yes }) => yes === true).length;
  if (reminded === 0 || reminded === told.length) return 'never_varies';
  const bands = new Map<number, { n: number; reminded: number }>();
  for (const booking of told) {
    const lead = leadOf(booking);
    if (lead === undefined) return 'follows_lead'; // it may, and nobody can tell
    const nth = leadBands.filter((from) => lead >= from).length;
    const band = bands.get(nth) ?? { n: 0, reminded: 0 };
    bands.set(nth, { n: band.n + 1, reminded: band.reminded + Number(booking.reminded) });
  }
  const shares = [...bands.values()].filter(({ n }) => n >= rarest).map((band) => band.reminded / band.n);
  if (Math.max(...shares) - Math.min(...shares) > 0.2) return 'follows_lead';
  return {
    feature: 'reminder',
    width: 1,
    values: ({ reminded: yes }) => (yes === undefined ? undefined : [Number(yes)]),
  };
}

/** Mean and standard deviation of each column, of those bookings that tell it. */
function scaleOf(parts: readonly Part[], rows: readonly (readonly (number[] | undefined)[])[]) {
  return parts.map(({ width }, nth) => {
    const told = rows.map((row) => row[nth]).filter((values) => values !== undefined);
    const means = Array.from(
      { length: width },
      (_, j) => told.reduce((sum, values) => sum + (values[j] ?? 0), 0) / told.length,
    );
    const deviations = means.map((mean, j) => {
      const square = told.reduce((sum, values) => sum + ((values[j] ?? 0) - mean) ** 2, 0) / told.length;
      return Math.sqrt(square) || 1; // a column that does not vary stays at zero
    });
    return { means, deviations };
  });
}
