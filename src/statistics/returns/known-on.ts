import type { ReturnInput } from './return-model.ts';

/** What was known of everybody at the end of a day. */
export interface Known extends ReturnInput {
  readonly histories: readonly Int32Array[];
  readonly observedTo: Int32Array;
  /** Place of each in the list that was asked about. */
  readonly who: Int32Array;
  /** The day itself. */
  readonly asOf: number;
}

/** A quarter: origins closer together would mostly tell the same story twice. */
export const quarterDays = 91;
/** A record shorter than two months says nothing of anybody's rhythm. */
const leastRecordDays = 60;

/**
 * The record as it was on a day: patients who had come by then, each with the visits up to it. Nothing later is
 * looked at, not even who joined. Arrays are shared, not copied. A day of a small record is cut once: whoever asks for
 * it again, also from a later day than the record's first cut, meets the same `histories`, so that a model may keep
 * what it learnt by them.
 * @param asOf days since 1970-01-01
 * @source docs/methods/backtest.md  @cost O(patients × log visits)
 */
export function knownOn(input: ReturnInput, asOf: number): Known {
  const { recallDays, seed } = input;
  const from = cutFrom.get(input.histories);
  // Never from a record that knows more than the input does.
  if (from === undefined || from.cut.observedTo !== input.observedTo || asOf > from.asOf) {
    return { ...keptCut(input, asOf), recallDays, seed, asOf };
  }
  const cut = keptCut(from.whole, asOf);
  return { ...cut, who: placesAmong(from.cut.who, cut.who), recallDays, seed, asOf };
}

type Record = Pick<ReturnInput, 'histories' | 'observedTo'>;
type Cut = Pick<Known, 'histories' | 'observedTo' | 'who'>;

/** A larger record is cut anew each time: what it takes of memory is then given back. */
const mostKept = 6000;
const keptCuts = new WeakMap<
  Record['histories'],
  { readonly whole: Record; readonly days: Map<number, Cut> }
>();
const cutFrom = new WeakMap<
  Record['histories'],
  { readonly whole: Record; readonly cut: Cut; readonly asOf: number }
>();

function keptCut({ histories, observedTo }: Record, asOf: number): Cut {
  if (histories.length > mostKept) return cutOn({ histories, observedTo }, asOf);
  let kept = keptCuts.get(histories);
  if (kept === undefined || kept.whole.observedTo !== observedTo) {
    kept = { whole: { histories, observedTo }, days: new Map() };
    keptCuts.set(histories, kept);
  }
  let cut = kept.days.get(asOf);
  if (cut === undefined) {
    cut = cutOn(kept.whole, asOf);
    kept.days.set(asOf, cut);
    cutFrom.set(cut.histories, { whole: kept.whole, cut, asOf });
  }
  return cut;
}

function cutOn(whole: Record, asOf: number): Cut {
  const histories: Int32Array[] = [];
  const observedTo: number[] = [];
  const who: number[] = [];
  for (let i = 0; i < whole.histories.length; i += 1) {
    const days = whole.histories[i];
    if (days === undefined || days.length === 0) continue;
    const until = Math.min(asOf, whole.observedTo[i] ?? asOf);
    const count = countUpTo(days, until);
    if (count === 0) continue;
    histories.push(
      days instanceof Int32Array ? days.subarray(0, count) : Int32Array.from(days).subarray(0, count),
    );
    observedTo.push(until);
    who.push(i);
  }
  return { histories, observedTo: Int32Array.from(observedTo), who: Int32Array.from(who) };
}

/** Where each of some stands in a longer list that holds them all; both ascending. */
function placesAmong(all: Int32Array, some: Int32Array): Int32Array {
  let place = 0;
  return some.map((one) => {
    while ((all[place] ?? one) < one) place += 1;
    return place;
  });
}

/** Visits on or before a day. @param days ascending  @cost O(log n) */
export function countUpTo(days: ArrayLike<number>, day: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle] ?? 0) <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Visits in (origin, origin + horizon]. @cost O(log n) */
export function visitsAfter(days: ArrayLike<number>, origin: number, horizonDays: number): number {
  return countUpTo(days, origin + horizonDays) - countUpTo(days, origin);
}

/** First visit of anybody, and the last day anybody was watched. @cost O(patients) */
export function spanOf(input: ReturnInput): { firstDay: number; lastDay: number } {
  let firstDay = Number.POSITIVE_INFINITY;
  let lastDay = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < input.histories.length; i += 1) {
    const first = input.histories[i]?.[0];
    if (first !== undefined) firstDay = Math.min(firstDay, first);
    lastDay = Math.max(lastDay, input.observedTo[i] ?? lastDay);
  }
  return { firstDay, lastDay };
}

/**
 * Days on which a forecast could have been made of which the end is known: the newest such day, and every quarter
 * before it while enough of the record lay behind.
 * @param lastDay nothing is known after it
 * @param leastBehind days of record that an origin needs behind it
 * @returns ascending; empty when the record is too short
 * @source rolling-origin evaluation, Tashman 2000 (Int. J. Forecasting 16:437)  @cost O(origins)
 */
export function matureOrigins(
  { firstDay, lastDay }: { readonly firstDay: number; readonly lastDay: number },
  horizonDays: number,
  most: number,
  leastBehind = leastRecordDays,
): number[] {
  const origins: number[] = [];
  for (let origin = lastDay - Math.ceil(horizonDays); origins.length < most; origin -= quarterDays) {
    if (!(origin - firstDay >= leastBehind)) break;
    origins.unshift(origin);
  }
  return origins;
}
