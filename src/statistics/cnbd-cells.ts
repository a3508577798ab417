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
  // Few patients leave most days of some years unused, and each day of a table costs a logarithm at every evaluation.
  if (whole && maxT < Math.min(longestTable, 2 * columns.x.length)) {
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
    const { keys, onlyOnce } = packed32(columns.x, tx, t, timeBits);
    return countRuns(radixSorted(keys, keyBits), timeBits, onlyOnce, rest);
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
  if (signs < 0) return lookThrough({ x: Array.from(x), tx, t, litt }); // which finds the row and says so
  let gaps = 0;
  if (litt !== undefined) for (let i = 0; i < litt.length; i += 1) gaps += litt[i] as number;
  if (!Number.isFinite(gaps)) throw new RangeError('litt has a value that is not a finite number');
  return { maxX, maxT, whole: true, visits, litt: gaps };
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

/** Keys of those who came back; those who came once differ by t alone and are counted by it. */
function packed32(x: ArrayLike<number>, tx: ArrayLike<number>, t: ArrayLike<number>, bits: number) {
  const keys = new Uint32Array(x.length);
  const onlyOnce = new Int32Array(2 ** bits);
  let back = 0;
  for (let i = 0; i < keys.length; i += 1) {
    const xi = x[i] as number;
    const ti = t[i] as number;
    if (xi === 0) onlyOnce[ti] = (onlyOnce[ti] as number) + 1;
    else {
      keys[back] = (xi << (2 * bits)) | (ti << bits) | (tx[i] as number);
      back += 1;
    }
  }
  return { keys: keys.subarray(0, back), onlyOnce };
}

function packed53(x: ArrayLike<number>, tx: ArrayLike<number>, t: ArrayLike<number>, base: number) {
  const keys = new Float64Array(x.length);
  for (let i = 0; i < keys.length; i += 1) {
    keys[i] = ((x[i] as number) * base + (t[i] as number)) * base + (tx[i] as number);
  }
  return keys;
}

/** Ascending. Eleven bits a pass: the 2,048 heaps still fit the nearest cache. @cost three passes for 32 bits */
function radixSorted(keys: Uint32Array, bits: number): Uint32Array {
  let from: Uint32Array = keys;
  let to: Uint32Array = new Uint32Array(keys.length);
  const heaps = new Int32Array(2048);
  for (let shift = 0; shift < bits; shift += 11) {
    heaps.fill(0);
    for (let i = 0; i < from.length; i += 1) {
      const heap = ((from[i] as number) >>> shift) & 2047;
      heaps[heap] = (heaps[heap] as number) + 1;
    }
    let sum = 0;
    for (let h = 0; h < 2048; h += 1) {
      const count = heaps[h] as number;
      heaps[h] = sum;
      sum += count;
    }
    for (let i = 0; i < from.length; i += 1) {
      const key = from[i] as number;
      const heap = (key >>> shift) & 2047;
      const place = heaps[heap] as number;
      to[place] = key;
      heaps[heap] = place + 1;
    }
    [from, to] = [to, from];
  }
  return from;
}

/** @param onlyOnce patients without a return, by t; they come first */
function countRuns(
  keys: Uint32Array | Float64Array,
  bits: number,
  onlyOnce: Int32Array,
  totals: Totals,
): CnbdCells {
  let distinct = 0;
  for (let place = 0; place < onlyOnce.length; place += 1) if (onlyOnce[place] !== 0) distinct += 1;
  for (let i = 0; i < keys.length; i += 1) if (i === 0 || keys[i] !== keys[i - 1]) distinct += 1;
  const x = new Int32Array(distinct);
  const tx = new Int32Array(distinct);
  const t = new Int32Array(distinct);
  const weight = new Float64Array(distinct);
  let cell = 0;
  for (let place = 0; place < onlyOnce.length; place += 1) {
    if (onlyOnce[place] === 0) continue;
    t[cell] = place;
    weight[cell] = onlyOnce[place] as number;
    cell += 1;
  }
  const base = 2 ** bits;
  for (let i = 0; i < keys.length; ) {
    const key = keys[i] as number;
    const begin = i;
    while (i < keys.length && keys[i] === key) i += 1;
    const upper = Math.floor(key / base);
    const visits = Math.floor(upper / base);
    tx[cell] = key - upper * base;
    t[cell] = upper - visits * base;
    x[cell] = visits;
    weight[cell] = i - begin;
    cell += 1;
  }
  return withSums({ x, tx, t, weight }, totals);
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

function withSums(cells: Pick<CnbdCells, 'x' | 'tx' | 't' | 'weight'>, totals: Totals): CnbdCells {
  const { x, t, weight } = cells;
  const starts: number[] = [];
  const byX: number[] = [];
  const byT = new Float64Array(totals.times.length);
  const visitsByT = new Float64Array(totals.times.length);
  let patients = 0;
  for (let i = 0; i < x.length; i += 1) {
    if (i === 0 || x[i] !== x[i - 1]) {
      if (i > 0) byX.push(patients);
      patients = 0;
      starts.push(i);
    }
    const place = t[i] as number;
    const heavy = weight[i] as number;
    patients += heavy;
    byT[place] = (byT[place] as number) + heavy;
    visitsByT[place] = (visitsByT[place] as number) + heavy * (x[i] as number);
  }
  if (x.length > 0) byX.push(patients);
  starts.push(x.length);
  return {
    ...cells,
    ...totals,
    starts: Int32Array.from(starts),
    byX: Float64Array.from(byX),
    byT,
    visitsByT,
  };
}

/**
 * Every so-many-th patient in the order of the cells: a sample that has its share of every kind of history, the same
 * each time. Its sum of ln gap is the share of the whole, which moves no parameter, only the constant.
 * @param size patients wanted; all cells come back when there are no more  @cost O(cells)
 */
export function sampleHistories(cells: CnbdCells, size: number): CnbdCells {
  if (cells.n <= size) return cells;
  const step = cells.n / size;
  const kept: number[] = [];
  const counts: number[] = [];
  const { weight } = cells;
  let passed = 0;
  let next = step / 2;
  for (let i = 0; i < weight.length; i += 1) {
    passed += weight[i] as number;
    if (next >= passed) continue;
    const hits = Math.ceil((passed - next) / step);
    next += hits * step;
    kept.push(i);
    counts.push(hits);
  }
  const pick = (values: Int32Array) => Int32Array.from(kept, (i) => values[i] as number);
  const x = pick(cells.x);
  const n = counts.reduce((sum, count) => sum + count, 0);
  const visits = counts.reduce((sum, count, i) => sum + count * (x[i] as number), 0);
  const litt = cells.visits === 0 ? 0 : (cells.litt * visits) / cells.visits;
  const lists = { x, tx: pick(cells.tx), t: pick(cells.t), weight: Float64Array.from(counts) };
  return withSums(lists, { n, visits, litt, times: cells.times });
}

function bitsFor(value: number): number {
  return value < 1 ? 1 : Math.floor(Math.log2(value)) + 1;
}
