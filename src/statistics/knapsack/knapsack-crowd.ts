import type { Taken } from './knapsack-mix.ts';
import { type ChoiceProblem, priceOfKinds } from './knapsack-problem.ts';

/**
 * Patients whose act still depends on the prices, those with the same acts counted once; what all others do stands
 * fixed beside them.
 */
export interface Crowd {
  readonly options: number;
  readonly value: Float64Array;
  readonly minutes: Float64Array;
  readonly kind: Uint8Array;
  /** How many patients have these acts. */
  readonly weight: Float64Array;
  /** For each class the rows of the problem, one class after the other, in their order. */
  readonly rows: Int32Array;
  /** Worth and minutes by kind of all who are settled. */
  readonly settled: { readonly value: number; readonly minutes: Float64Array };
}

/** Rows in place, without those that no act of theirs is left for. @cost one look */
export function crowdOf(
  problem: ChoiceProblem,
  rows: Int32Array,
  most: Float64Array,
  settled: Crowd['settled'],
): Crowd {
  const { options } = problem;
  const classes = repeats(problem, rows)
    ? classesOf(problem, rows)
    : { first: rows, of: rows.map((_, nth) => nth) };
  const count = classes.first.length;
  const value = new Float64Array(count * options);
  const minutes = new Float64Array(count * options);
  const kind = new Uint8Array(count * options);
  for (let nth = 0; nth < count; nth += 1) {
    const row = classes.first[nth] ?? 0;
    for (let option = 0; option < options; option += 1) {
      const from = row * options + option;
      const to = nth * options + option;
      const what = problem.kind[from] ?? 0;
      const length = problem.minutes[from] ?? 0;
      // An act longer than what there is of its limits is none; worth nothing, it is never taken.
      value[to] = length > (most[what] ?? 0) ? 0 : (problem.value[from] ?? 0);
      minutes[to] = length;
      kind[to] = what;
    }
  }
  const weight = new Float64Array(count);
  for (const nth of classes.of) weight[nth] = (weight[nth] ?? 0) + 1;
  const next = new Int32Array(count);
  for (let nth = 1; nth < count; nth += 1) next[nth] = (next[nth - 1] ?? 0) + (weight[nth - 1] ?? 0);
  const inOrder = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) {
    const nth = classes.of[i] ?? 0;
    const place = next[nth] ?? 0;
    inOrder[place] = rows[i] ?? 0;
    next[nth] = place + 1;
  }
  return { options, value, minutes, kind, weight, rows: inOrder, settled };
}

/** One look at a crowd: each takes the act that is worth most beyond its price; at no gain, none. */
export function takenBy(crowd: Crowd, draws: ChoiceProblem['draws'], limits: number) {
  return (prices: readonly number[]): Taken => {
    const ofKind = priceOfKinds(draws, prices);
    const taken = Float64Array.from(crowd.settled.minutes);
    let value = crowd.settled.value;
    for (let nth = 0; nth < crowd.weight.length; nth += 1) {
      const option = bestOption(crowd, nth, ofKind);
      if (option < 0) continue;
      const entry = nth * crowd.options + option;
      const weight = crowd.weight[nth] ?? 0;
      const what = crowd.kind[entry] ?? 0;
      value += weight * (crowd.value[entry] ?? 0);
      taken[what] = (taken[what] ?? 0) + weight * (crowd.minutes[entry] ?? 0);
    }
    return { value, used: minutesOf(taken, draws, limits) };
  };
}

/** The act of a class that gains most at these prices, or -1; among equals the earlier. */
export function bestOption(
  { options, value, minutes, kind }: Crowd,
  nth: number,
  ofKind: Float64Array,
): number {
  const first = nth * options;
  let best = -1;
  let most = 0;
  for (let option = 0; option < options; option += 1) {
    const entry = first + option;
    const gain = (value[entry] ?? 0) - (minutes[entry] ?? 0) * (ofKind[kind[entry] ?? 0] ?? 0);
    if (gain > most) {
      most = gain;
      best = option;
    }
  }
  return best;
}

/** Minutes by kind, as minutes of each limit. */
export function minutesOf(taken: Float64Array, draws: ChoiceProblem['draws'], limits: number): number[] {
  const used = Array.from({ length: limits }, () => 0);
  for (const [what, drawn] of draws.entries()) {
    for (const limit of drawn) used[limit] = (used[limit] ?? 0) + (taken[what] ?? 0);
  }
  return used;
}

/** Whether counting alike rows once would save anything, by the first few thousand of them. */
function repeats(problem: ChoiceProblem, rows: Int32Array): boolean {
  const few = rows.subarray(0, 2000);
  return classesOf(problem, few).first.length < 0.9 * few.length;
}

/** Which rows have the same acts: for each class its first row, for each row its class. A hash table of open places. */
function classesOf({ options, value, minutes, kind }: ChoiceProblem, rows: Int32Array) {
  const bits = 2 ** Math.ceil(Math.log2(2 * rows.length + 2));
  const table = new Int32Array(bits).fill(-1);
  const of = new Int32Array(rows.length);
  const first: number[] = [];
  const words = new Uint32Array(value.buffer, value.byteOffset, 2 * value.length);
  const same = (a: number, b: number): boolean => {
    for (let option = 0; option < options; option += 1) {
      const one = a * options + option;
      const other = b * options + option;
      if (value[one] !== value[other] || minutes[one] !== minutes[other] || kind[one] !== kind[other])
        return false;
    }
    return true;
  };
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i] ?? 0;
    let hash = 0;
    for (let entry = row * options; entry < (row + 1) * options; entry += 1) {
      const word = (words[2 * entry] ?? 0) ^ Math.imul(words[2 * entry + 1] ?? 0, 0x9e3779b1);
      hash = Math.imul(hash ^ word, 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    let place = (hash >>> 0) & (bits - 1);
    for (;;) {
      const nth = table[place] ?? -1;
      if (nth < 0) {
        table[place] = first.length;
        of[i] = first.length;
        first.push(row);
        break;
      }
      if (same(first[nth] ?? 0, row)) {
        of[i] = nth;
        break;
      }
      place = (place + 1) & (bits - 1);
    }
  }
  return { first, of };
}
