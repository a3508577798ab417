import { done, type Outcome, refuse } from '../kit/outcome.ts';
import type { CustomerLog, Unit } from './log.ts';
import { readRows, refuseCell } from './read-rows.ts';

export interface SummaryColumns {
  readonly file: string;
  readonly id: string | undefined;
  readonly x: string;
  readonly tx: string;
  readonly t: string;
  readonly litt: string | undefined;
  readonly weight: string | undefined;
  readonly value: string | undefined;
}

/**
 * Reads a summary, a row a customer or a row a history with its weight. Without `litt` it is made up for those who came
 * back once at most, whose only gap is tx.
 * @cost the reading of CSV
 */
export async function readSummary(columns: SummaryColumns, unit: Unit): Promise<Outcome<CustomerLog>> {
  const { file } = columns;
  const ids: string[] = [];
  const x: number[] = [];
  const tx: number[] = [];
  const t: number[] = [];
  const litt: number[] = [];
  const weight: number[] = [];
  const meanValue: number[] = [];
  let known = true;
  const names = [columns.id, columns.x, columns.tx, columns.t, columns.litt, columns.weight, columns.value];
  const read = await readRows(file, names, (cells, row) => {
    const numbers = cells.map((cell, i) =>
      i === 0 || cell === undefined || cell === '' ? undefined : Number(cell),
    );
    const wrong = (i: number, wanted: string) =>
      refuseCell({ file, row, column: names[i] ?? '' }, cells[i] ?? '', wanted);
    for (const i of [1, 2, 3]) if (!(Number(numbers[i]) >= 0)) return wrong(i, 'a number of at least 0');
    for (const i of [4, 6])
      if (cells[i] !== undefined && !Number.isFinite(numbers[i])) return wrong(i, 'a number');
    if (cells[5] !== undefined && !(Number(numbers[5]) >= 0)) return wrong(5, 'a number of at least 0');
    const [, xi = 0, txi = 0, ti = 0, gaps, heavy = 1, worth = 0] = numbers;
    if (!Number.isInteger(xi)) return wrong(1, 'a whole number');
    if (!Number.isFinite(ti)) return wrong(3, 'a number of at least 0');
    if (txi > ti) return wrong(2, `at most ${columns.t}, which is ${ti}`);
    if (xi > 0 !== txi > 0)
      return wrong(2, `possible with ${columns.x} ${xi}: it is 0 for those who never came back`);
    ids.push(cells[0] ?? String(row - 1));
    x.push(xi);
    tx.push(txi);
    t.push(ti);
    if (gaps === undefined && xi > 1) known = false;
    litt.push(gaps ?? (xi === 1 ? Math.log(txi) : 0));
    weight.push(heavy);
    meanValue.push(worth);
    return done(undefined);
  });
  if (!read.ok) return read;
  if (ids.length === 0) return refuse('invalid_input', `${file} has no rows under its headings`);
  return done({
    source: 'summary',
    ids,
    ...inWholeUnits(x, tx, t),
    litt: known ? Float64Array.from(litt) : undefined,
    weight: columns.weight === undefined ? undefined : weight,
    step: 1,
    daysPerStep: unit === 'week' ? 7 : 1,
    histories: [],
    until: 0,
    meanValue: columns.value === undefined ? undefined : meanValue,
    later: 0,
  });
}

/** As days, which are counted fastest, where all are whole and not immense; otherwise as they are. */
function inWholeUnits(x: readonly number[], tx: readonly number[], t: readonly number[]) {
  const whole = [x, tx, t].every((times) => times.every((time) => time === (time | 0)));
  return whole
    ? { x: Int32Array.from(x), tx: Int32Array.from(tx), t: Int32Array.from(t) }
    : { x: Float64Array.from(x), tx: Float64Array.from(tx), t: Float64Array.from(t) };
}
