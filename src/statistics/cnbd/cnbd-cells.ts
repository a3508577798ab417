import { type CnbdColumns, lookThrough } from './cnbd-columns.ts';
import { packed32, packed53, radixSorted, unpack32, unpack53 } from './cnbd-keys.ts';

/**
 * Patients with the same history, counted once: sorted by x, then t, then tx. Times are kept as places in a table,
 * so that every logarithm of a time is taken once an evaluation and not once a patient.
 */
export interface CnbdCells {
  readonly x: Int32Array;
  /** Places in `times`. */
  readonly tx: Int32Array;
  readonly t: Int32Array;
  readonly weight: Float64Array;
  /** The times themselves, in the unit of the fit. */
  readonly times: Float64Array;
  /** Patients. */
  readonly n: number;
  /** Visits after the first, of all. */
  readonly visits: number;
  /** Sum of ln gap over all visits of all. */
  readonly litt: number;
  /** Where each x begins, and the end. */
  readonly starts: Int32Array;
  /** Patients by x (in the order of `starts`), and patients and visits by place of t. */
  readonly byX: Float64Array;
  readonly byT: Float64Array;
  readonly visitsByT: Float64Array;
}

/** Above this many whole units, times are looked up instead of being their own places. */
const longestTable = 65_536;

/**
 * Counts equal histories. Whole numbers (days) are packed into one key each and sorted by radix, which reads memory
 * in order; a hash table of a million patients misses the cache on nearly every one.
 * @param unit what one step of `tx` and `t` is worth: 1/7 turns days into weeks. `litt` is in the steps themselves
 * @throws RangeError on a history that cannot be, such as tx above t
 * @cost a million patients in about 30 ms when x, tx and t are days of some years
 */
export function countHistories(columns: CnbdColumns, unit = 1): CnbdCells {
  const { maxX, maxT, whole, visits, litt } = lookThrough(columns);
  let { tx, t } = columns;
  let times: Float64Array;
  // Thirty patients in thirty years have sixty times and not eleven thousand.
  if (whole && maxT < longestTable && maxT <= 2 * columns.x.length) {
    times = new Float64Array(maxT + 1);
    for (let day = 0; day <= maxT; day += 1) times[day] = day * unit;
  } else {
    const places = placesOf(tx, t);
    times = places.times.map((time) => time * unit);
    ({ tx, t } = places);
  }
  const timeBits = bitsFor(times.length - 1);
  const rest = { n: columns.x.length, visits, litt: litt + visits * Math.log(unit), times };
  if (columns.weight !== undefined || timeBits * 2 + bitsFor(maxX) > 53) {
    return countInOrder({ ...columns, tx, t }, rest);
  }
  const keyBits = timeBits * 2 + bitsFor(maxX);
  if (keyBits <= 32) {
    const { keys, onlyOnce, heaps } = packed32(columns.x, tx, t, timeBits);
    return countRuns(radixSorted(keys, keyBits, heaps), timeBits, onlyOnce, rest);
  }
  return countRuns(packed53(columns.x, tx, t, 2 ** timeBits).sort(), timeBits, new Int32Array(0), rest);
}

interface Totals {
  readonly n: number;
  readonly visits: number;
  readonly litt: number;
  readonly times: Float64Array;
}

/** Every distinct time, ascending, and where each row's times stand among them. */
function placesOf(tx: ArrayLike<number>, t: ArrayLike<number>) {
  const all = new Float64Array(2 * t.length);
  all.set(tx);
  all.set(t, t.length);
  all.sort();
  let kept = 0;
  for (let i = 0; i < all.length; i += 1) {
    if (i === 0 || all[i] !== all[i - 1]) {
      all[kept] = all[i] as number;
      kept += 1;
    }
  }
  const times = all.slice(0, Math.max(1, kept));
  const places = new Map<number, number>();
  for (const [place, time] of times.entries()) places.set(time, place);
  const find = (values: ArrayLike<number>) => Int32Array.from(values, (value) => places.get(value) ?? 0);
  return { times, tx: find(tx), t: find(t) };
}

/** @param onlyOnce patients without a return, by t; they come first */
function countRuns(
  keys: Uint32Array | Float64Array,
  bits: number,
  onlyOnce: Int32Array,
  totals: Totals,
): CnbdCells {
  let once = 0;
  for (let place = 0; place < onlyOnce.length; place += 1) if (onlyOnce[place] !== 0) once += 1;
  const size = once + keys.length;
  const [x, tx, t] = [new Int32Array(size), new Int32Array(size), new Int32Array(size)];
  const weight = new Float64Array(size);
  for (let place = 0, cell = 0; place < onlyOnce.length; place += 1) {
    if (onlyOnce[place] === 0) continue;
    t[cell] = place;
    weight[cell] = onlyOnce[place] as number;
    cell += 1;
  }
  const filled =
    keys instanceof Uint32Array
      ? unpack32(keys, bits, x, tx, t, weight, once)
      : unpack53(keys, 2 ** bits, x, tx, t, weight, once);
  const cut = <A extends Int32Array | Float64Array>(values: A) => values.subarray(0, filled) as A;
  return withSums({ x: cut(x), tx: cut(tx), t: cut(t), weight: cut(weight) }, totals);
}

/** The slower way, for rows that stand for several patients or need more bits than a number has. */
function countInOrder({ x, tx, t, weight }: CnbdColumns, totals: Totals): CnbdCells {
  const at = (values: ArrayLike<number>, i: number) => values[i] as number;
  const order = Uint32Array.from({ length: x.length }, (_, i) => i).sort(
    (i, j) => at(x, i) - at(x, j) || at(t, i) - at(t, j) || at(tx, i) - at(tx, j),
  );
  const cells: { x: number; tx: number; t: number; weight: number }[] = [];
  let n = 0;
  for (const i of order) {
    const row = { x: at(x, i), tx: at(tx, i), t: at(t, i), weight: weight === undefined ? 1 : at(weight, i) };
    n += row.weight;
    if (row.weight === 0) continue;
    const last = cells.at(-1);
    if (last !== undefined && last.x === row.x && last.tx === row.tx && last.t === row.t) {
      last.weight += row.weight;
    } else cells.push(row);
  }
  const lists = {
    x: Int32Array.from(cells, (cell) => cell.x),
    tx: Int32Array.from(cells, (cell) => cell.tx),
    t: Int32Array.from(cells, (cell) => cell.t),
    weight: Float64Array.from(cells, (cell) => cell.weight),
  };
  return withSums(lists, { ...totals, n });
}

/**
 * Every cells object is made here, its fields in one order: the engine then knows them as one kind, and what it
 * compiled for a sample also serves for everybody.
 */
function withSums(
  { x, tx, t, weight }: Pick<CnbdCells, 'x' | 'tx' | 't' | 'weight'>,
  { times, n, visits, litt }: Totals,
): CnbdCells {
  const starts = startsOf(x);
  const byX = new Float64Array(starts.length - 1);
  const byT = new Float64Array(times.length);
  const visitsByT = new Float64Array(times.length);
  for (let group = 0; group < byX.length; group += 1) {
    const [from, to] = [starts[group] as number, starts[group + 1] as number];
    byX[group] = sumByTime(t, weight, from, to, x[from] as number, byT, visitsByT);
  }
  return { x, tx, t, weight, times, n, visits, litt, starts, byX, byT, visitsByT };
}

/** By bisection: there are a hundred x and perhaps a million cells. */
function startsOf(x: Int32Array): Int32Array {
  const starts: number[] = [];
  for (let from = 0; from < x.length; ) {
    starts.push(from);
    const here = x[from] as number;
    let [inside, beyond] = [from, x.length];
    while (beyond - inside > 1) {
      const middle = (inside + beyond) >> 1;
      if (x[middle] === here) inside = middle;
      else beyond = middle;
    }
    from = beyond;
  }
  starts.push(x.length);
  return Int32Array.from(starts);
}

function sumByTime(
  t: Int32Array,
  weight: Float64Array,
  from: number,
  to: number,
  visits: number,
  byT: Float64Array,
  visitsByT: Float64Array,
): number {
  let patients = 0;
  for (let i = from; i < to; i += 1) {
    const place = t[i] as number;
    const heavy = weight[i] as number;
    patients += heavy;
    byT[place] = (byT[place] as number) + heavy;
    visitsByT[place] = (visitsByT[place] as number) + heavy * visits;
  }
  return patients;
}

/**
 * One of every so many cells, at a place that wanders within each stretch, lest it fall in step with weeks: a sample
 * that has its share of every kind of history, the same each time. Its sum of ln gap is the share of the whole, which
 * moves no parameter, only the constant.
 * @param size cells wanted, because a look costs as much as there are cells; all come back when there are no more
 * @source stratified sampling, the places from the golden ratio's sequence (Weyl)  @cost O(size)
 */
export function sampleHistories(cells: CnbdCells, size: number): CnbdCells {
  const all = cells.x.length;
  if (all <= size) return cells;
  const [x, tx, t] = [new Int32Array(size), new Int32Array(size), new Int32Array(size)];
  const weight = new Float64Array(size);
  let [n, visits] = [0, 0];
  for (let i = 0; i < size; i += 1) {
    const cell = Math.floor(((i + ((i * goldenShare) % 1)) * all) / size);
    const heavy = cells.weight[cell] as number;
    x[i] = cells.x[cell] as number;
    tx[i] = cells.tx[cell] as number;
    t[i] = cells.t[cell] as number;
    weight[i] = heavy;
    n += heavy;
    visits += heavy * (cells.x[cell] as number);
  }
  const litt = cells.visits === 0 ? 0 : (cells.litt * visits) / cells.visits;
  return withSums({ x, tx, t, weight }, { n, visits, litt, times: cells.times });
}

const goldenShare = 0.618_033_988_749_894_9;

function bitsFor(value: number): number {
  return value < 1 ? 1 : Math.floor(Math.log2(value)) + 1;
}
