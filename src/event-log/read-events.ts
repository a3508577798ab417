import { done, type Outcome, refuse } from '../kit/outcome.ts';
import { summariseAll } from '../statistics/returns/cnbd-summary.ts';
import { type CustomerLog, dayIn, type Unit } from './log.ts';
import { createDayReader } from './read-day.ts';
import { readRows, refuseCell } from './read-rows.ts';

export interface EventColumns {
  readonly file: string;
  readonly id: string;
  readonly date: string;
  readonly value: string | undefined;
}

/**
 * Reads an event log: any order, any number of events a day, events after `until` left aside.
 * @param until the last day that is looked at
 * @cost the reading of CSV, and about 1 µs an event
 */
export async function readEvents(
  columns: EventColumns,
  until: number,
  unit: Unit,
): Promise<Outcome<CustomerLog>> {
  const { file, id, date, value } = columns;
  const places = new Map<string, number>();
  const days: number[][] = [];
  const values: number[][] = [];
  const dayOf = createDayReader();
  let later = 0;
  const read = await readRows(file, [id, date, value], ([who = '', when = '', worth], row) => {
    const day = dayOf(when);
    if (day === undefined) return refuseCell({ file, row, column: date }, when, 'a day such as 2026-03-31');
    if (who === '') return refuseCell({ file, row, column: id }, who, 'a name of a customer');
    const amount = worth === undefined || worth === '' ? 0 : Number(worth);
    if (!Number.isFinite(amount))
      return refuseCell({ file, row, column: value ?? '' }, worth ?? '', 'a number');
    if (day > until) {
      later += 1;
      return done(undefined);
    }
    let place = places.get(who);
    if (place === undefined) {
      place = days.length;
      places.set(who, place);
      days.push([]);
      if (value !== undefined) values.push([]);
    }
    days[place]?.push(day);
    values[place]?.push(amount);
    return done(undefined);
  });
  if (!read.ok) return read;
  if (days.length === 0) return refuse('invalid_input', `${file} has no event until that day`);
  const histories = days.map(distinctDays);
  return done({
    source: 'events',
    ids: [...places.keys()],
    ...summariseAll({ histories, observedTo: histories.map(() => until) }),
    weight: undefined,
    step: dayIn(unit),
    daysPerStep: 1,
    histories,
    until,
    meanValue: value === undefined ? undefined : days.map((mine, i) => meanAfterFirst(mine, values[i] ?? [])),
    later,
  });
}

/** Ascending, each day once. */
function distinctDays(days: readonly number[]): Int32Array {
  const sorted = Int32Array.from(days).sort();
  let kept = 0;
  for (let i = 0; i < sorted.length; i += 1) {
    if (i > 0 && sorted[i] === sorted[i - 1]) continue;
    sorted[kept] = sorted[i] as number;
    kept += 1;
  }
  return sorted.slice(0, kept);
}

/**
 * Mean value of a day with events, the first day left out: what brings somebody in is often another purchase than what
 * brings them back.
 */
function meanAfterFirst(days: readonly number[], values: readonly number[]): number {
  const first = days.reduce((least, day) => Math.min(least, day), Number.POSITIVE_INFINITY);
  const seen = new Set<number>();
  let sum = 0;
  for (const [i, day] of days.entries()) {
    if (day === first) continue;
    seen.add(day);
    sum += values[i] ?? 0;
  }
  return seen.size === 0 ? 0 : sum / seen.size;
}
