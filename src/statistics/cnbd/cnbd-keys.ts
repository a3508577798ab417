// A history of whole numbers is one key: x, t and tx side by side, so that sorting them is sorting numbers.

/** Keys of those who came back, with their digits counted; those who came once differ by t alone. */
export function packed32(x: ArrayLike<number>, tx: ArrayLike<number>, t: ArrayLike<number>, bits: number) {
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

/** Keys too long for 32 bits, everybody's; exact up to 53. @param base above every time */
export function packed53(x: ArrayLike<number>, tx: ArrayLike<number>, t: ArrayLike<number>, base: number) {
  const keys = new Float64Array(x.length);
  for (let i = 0; i < keys.length; i += 1) {
    keys[i] = ((x[i] as number) * base + (t[i] as number)) * base + (tx[i] as number);
  }
  return keys;
}

/** Eleven bits a pass: the 2,048 heaps still fit the nearest cache. */
const heapCount = 2048;

/** Ascending. @param heaps how often each value of the three digits occurs  @cost three passes for 32 bits */
export function radixSorted(keys: Uint32Array, bits: number, heaps: Int32Array): Uint32Array {
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

/**
 * Equal keys of a sorted list become one cell with their number, from cell `from` on.
 * @returns the cell after the last
 */
export function unpack32(
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

/** As `unpack32`, of keys of `packed53`. */
export function unpack53(
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
