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

export interface CnbdColumns {
  readonly x: ArrayLike<number>;
  readonly tx: ArrayLike<number>;
  readonly t: ArrayLike<number>;
  /** Absent: only models with k = 1 can be compared. */
  readonly litt?: ArrayLike<number> | undefined;
  /** How many patients a row stands for; one when absent. */
  readonly weight?: ArrayLike<number> | undefined;
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

interface Looked {
  readonly maxX: number;
  readonly maxT: number;
  readonly whole: boolean;
  readonly visits: number;
  readonly litt: number;
}

/** The same for whole days in 32 bits, a row a patient: most of what is ever counted, at a third of the cost. */
function lookThroughDays(
  x: Int32Array,
  tx: Int32Array,
  t: Int32Array,
  litt: ArrayLike<number> | undefined,
): Looked {
  const { maxX, maxT, visits, signs } = extremes(x, tx, t);
  if (signs < 0) return lookThrough({ x: Array.from(x), tx, t, litt }); // which finds the row and says so
  const gaps = litt === undefined ? 0 : sumOf(litt);
  if (!Number.isFinite(gaps)) throw new RangeError('litt has a value that is not a finite number');
  return { maxX, maxT, whole: true, visits, litt: gaps };
}

function extremes(x: Int32Array, tx: Int32Array, t: Int32Array) {
  let maxX = 0;
  let maxT = 0;
  let visits = 0;
  let signs = 0; // negative as soon as anything that must not be negative is
  for (let i = 0; i < x.length; i += 1) {
    const xi = x[i] as number;
    const txi = tx[i] as number;
    const ti = t[i] as number;
    signs |= xi | txi | (ti - txi) | ((xi - 1) ^ (txi - 1));
    maxX = Math.max(maxX, xi);
    maxT = Math.max(maxT, ti);
    visits += xi;
  }
  return { maxX, maxT, visits, signs };
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i] as number;
  return sum;
}

function impossible(x: number, tx: number, t: number, weight: number): string {
  return `a history requires a whole x and 0 <= tx <= t, tx above 0 with x, got x ${x}, tx ${tx}, t ${t}, weight ${weight}`;
}

function lookThrough({ x, tx, t, litt, weight }: CnbdColumns): Looked {
  const days = x instanceof Int32Array && tx instanceof Int32Array && t instanceof Int32Array;
  if (days && weight === undefined) return lookThroughDays(x, tx, t, litt);
  let maxX = 0;
  let maxT = 0;
  let visits = 0;
  let gaps = 0;
  let whole = true;
  for (let i = 0; i < x.length; i += 1) {
    const xi = x[i] as number;
    const txi = tx[i] as number;
    const ti = t[i] as number;
    const wi = weight === undefined ? 1 : (weight[i] as number);
    // One comparison that is false for NaN and every impossible order.
    const possible = xi >= 0 && txi >= 0 && txi <= ti && ti < Number.POSITIVE_INFINITY && wi >= 0;
    if (!possible || xi > 0 !== txi > 0 || xi !== Math.floor(xi) || wi === Number.POSITIVE_INFINITY) {
      throw new RangeError(impossible(xi, txi, ti, wi));
    }
    if (xi > maxX) maxX = xi;
    if (ti > maxT) maxT = ti;
    visits += wi * xi;
    if (litt !== undefined) gaps += wi * (litt[i] as number);
    if (whole && (txi !== Math.floor(txi) || ti !== Math.floor(ti))) whole = false;
  }
  if (!Number.isFinite(gaps)) throw new RangeError('litt has a value that is not a finite number');
  return { maxX, maxT, whole, visits, litt: gaps };
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

/** Keys of those who came back, with their digits counted; those who came once differ by t alone. */
function packed32(x: ArrayLike<number>, tx: ArrayLike<number>, t: ArrayLike<number>, bits: number) {
  const keys = new Uint32Array(x.length);
  const onlyOnce = new Int32Array(2 ** bits);
  const heaps = new Int32Array(3 * heapCount);
  const back = pack32(x, tx, t, bits, keys, onlyOnce, heaps);
  return { keys: keys.subarray(0, back), onlyOnce, heaps };
}

// Long loops stand alone in functions that do nothing after them: what the engine compiled while the loop ran then
// holds for the next call, where otherwise it is thrown away at the loop's end.

function pack32(
  x: ArrayLike<number>,
  tx: ArrayLike<number>,
  t: ArrayLike<number>,
  bits: number,
  keys: Uint32Array,
  onlyOnce: Int32Array,
  heaps: Int32Array,
): number {
  let back = 0;
  for (let i = 0; i < x.length; i += 1) {
    const xi = x[i] as number;
    const ti = t[i] as number;
    if (xi === 0) onlyOnce[ti] = (onlyOnce[ti] as number) + 1;
    else {
      const key = (xi << (2 * bits)) | (ti << bits) | (tx[i] as number);
      const middle = heapCount + ((key >>> 11) & 2047);
      const high = 2 * heapCount + (key >>> 22);
      keys[back] = key;
      heaps[key & 2047] = (heaps[key & 2047] as number) + 1;
      heaps[middle] = (heaps[middle] as number) + 1;
      heaps[high] = (heaps[high] as number) + 1;
      back += 1;
    }
  }
  return back;
}

function packed53(x: ArrayLike<number>, tx: ArrayLike<number>, t: ArrayLike<number>, base: number) {
  const keys = new Float64Array(x.length);
  for (let i = 0; i < keys.length; i += 1) {
    keys[i] = ((x[i] as number) * base + (t[i] as number)) * base + (tx[i] as number);
  }
  return keys;
}

/** Eleven bits a pass: the 2,048 heaps still fit the nearest cache. */
const heapCount = 2048;

/** Ascending. @param heaps how often each value of the three digits occurs  @cost three passes for 32 bits */
function radixSorted(keys: Uint32Array, bits: number, heaps: Int32Array): Uint32Array {
  let from: Uint32Array = keys;
  let to: Uint32Array = new Uint32Array(keys.length);
  for (let digit = 0; digit * 11 < bits; digit += 1) {
    let sum = 0;
    for (let h = digit * heapCount; h < (digit + 1) * heapCount; h += 1) {
      const count = heaps[h] as number;
      heaps[h] = sum;
      sum += count;
    }
    deal(from, to, digit * 11, heaps.subarray(digit * heapCount, (digit + 1) * heapCount));
    [from, to] = [to, from];
  }
  return from;
}

function deal(from: Uint32Array, to: Uint32Array, shift: number, heaps: Int32Array): void {
  for (let i = 0; i < from.length; i += 1) {
    const key = from[i] as number;
    const heap = (key >>> shift) & 2047;
    const place = heaps[heap] as number;
    to[place] = key;
    heaps[heap] = place + 1;
  }
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

function unpack32(
  keys: Uint32Array,
  bits: number,
  x: Int32Array,
  tx: Int32Array,
  t: Int32Array,
  weight: Float64Array,
  from: number,
): number {
  const mask = 2 ** bits - 1;
  let cell = from;
  let begin = 0;
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i] as number;
    if (i + 1 < keys.length && keys[i + 1] === key) continue;
    tx[cell] = key & mask;
    t[cell] = (key >>> bits) & mask;
    x[cell] = key >>> (2 * bits);
    weight[cell] = i + 1 - begin;
    begin = i + 1;
    cell += 1;
  }
  return cell;
}

function unpack53(
  keys: Float64Array,
  base: number,
  x: Int32Array,
  tx: Int32Array,
  t: Int32Array,
  weight: Float64Array,
  from: number,
): number {
  let cell = from;
  let begin = 0;
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i] as number;
    if (i + 1 < keys.length && keys[i + 1] === key) continue;
    const upper = Math.floor(key / base);
    const visits = Math.floor(upper / base);
    tx[cell] = key - upper * base;
    t[cell] = upper - visits * base;
    x[cell] = visits;
    weight[cell] = i + 1 - begin;
    begin = i + 1;
    cell += 1;
  }
  return cell;
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
