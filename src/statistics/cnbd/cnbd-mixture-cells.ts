import type { CnbdHistory } from './cnbd.ts';
import type { CnbdColumns } from './cnbd-columns.ts';

/** Patients with the same history *and* the same sum of ln gap, counted once; sorted by x. */
export interface MixtureCells {
  readonly x: Float64Array;
  readonly tx: Float64Array;
  readonly t: Float64Array;
  readonly litt: Float64Array;
  readonly weight: Float64Array;
  /** Patients. */
  readonly n: number;
  /** Mean gap of those who came back; the longest time watched where nobody did. */
  readonly usualGap: number;
}

/**
 * Counts histories that are equal in everything a mixture looks at.
 * @param unit as for `countHistories`
 * @throws RangeError when litt is absent: without the gaps nothing tells how regular a patient is
 * @cost a sort: about 1 µs a patient
 */
export function countWithGaps({ x, tx, t, litt, weight }: CnbdColumns, unit = 1): MixtureCells {
  if (litt === undefined) throw new RangeError('a mixture requires the sum of ln gap of each history');
  const at = (values: ArrayLike<number>, i: number) => values[i] as number;
  const order = Uint32Array.from({ length: x.length }, (_, i) => i).sort(
    (i, j) =>
      at(x, i) - at(x, j) || at(t, i) - at(t, j) || at(tx, i) - at(tx, j) || at(litt, i) - at(litt, j),
  );
  const cells: (CnbdHistory & { weight: number })[] = [];
  for (const i of order) {
    const heavy = weight === undefined ? 1 : at(weight, i);
    if (heavy === 0) continue;
    const row = { x: at(x, i), tx: at(tx, i), t: at(t, i), litt: at(litt, i), weight: heavy };
    const last = cells.at(-1);
    const same = last?.x === row.x && last.tx === row.tx && last.t === row.t && last.litt === row.litt;
    if (same) last.weight += heavy;
    else cells.push(row);
  }
  return collect(cells.map((cell) => inUnit(cell, unit)));
}

/** Times and gaps of one history in another unit. @cost a logarithm */
export function inUnit<H extends CnbdHistory>(history: H, unit: number): H {
  const { x, tx, t, litt } = history;
  return { ...history, tx: tx * unit, t: t * unit, litt: litt + x * Math.log(unit) };
}

/** Every so-many-th patient, as `sampleHistories`. @cost O(cells) */
export function sampleWithGaps(cells: MixtureCells, size: number): MixtureCells {
  if (cells.n <= size) return cells;
  const step = cells.n / size;
  const kept: (CnbdHistory & { weight: number })[] = [];
  let passed = 0;
  let next = step / 2;
  for (let i = 0; i < cells.x.length; i += 1) {
    passed += cells.weight[i] as number;
    if (next >= passed) continue;
    const hits = Math.ceil((passed - next) / step);
    next += hits * step;
    kept.push({
      x: cells.x[i] as number,
      tx: cells.tx[i] as number,
      t: cells.t[i] as number,
      litt: cells.litt[i] as number,
      weight: hits,
    });
  }
  return collect(kept);
}

function collect(cells: readonly (CnbdHistory & { weight: number })[]): MixtureCells {
  let [n, visits, sum, longest] = [0, 0, 0, 0];
  for (const { x, tx, t, weight } of cells) {
    n += weight;
    visits += weight * x;
    sum += weight * tx;
    longest = Math.max(longest, t);
  }
  return {
    x: Float64Array.from(cells, ({ x }) => x),
    tx: Float64Array.from(cells, ({ tx }) => tx),
    t: Float64Array.from(cells, ({ t }) => t),
    litt: Float64Array.from(cells, ({ litt }) => litt),
    weight: Float64Array.from(cells, ({ weight }) => weight),
    n,
    usualGap: sum > 0 ? sum / visits : Math.max(1, longest),
  };
}
