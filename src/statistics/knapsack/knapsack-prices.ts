import { type Crowd, crowdOf, takenBy } from './knapsack-crowd.ts';
import { type Mix, mixOf } from './knapsack-mix.ts';
import { type ChoiceProblem, mostOfKinds, priceOfKinds } from './knapsack-problem.ts';

export interface Priced {
  readonly mix: Mix;
  /** Who is still parted by the mix. */
  readonly crowd: Crowd;
  /** The choice of all who are not in the crowd, and -1. */
  readonly choice: Int32Array;
}

// A few thousand rows say where the prices lie; each sample starts where the smaller one ended.
const samples = [1000, 5000, 25_000];
// A fifth of what the answer may lack: the search ends there, and does not start again below one half.
const near = 2e-4;
const nearEnough = 5e-4;
// How far the prices of everybody may lie from the sample's, as a share of a minute's price, and by how much more each
// time that they lie farther. Less where that alone would leave many in doubt.
const firstReach = 0.005;
const wider = 4;
const fewInDoubt = 0.05;
const mostMoves = 6;
// Looks at everybody, or as many at those in doubt: a search that has no end in sight ends, and the answer says its gap.
const mostSpent = 12;

/**
 * Prices and mix for any number of patients. Found on samples; then one look at everybody settles all whose act is
 * the same at any prices near those, and the search goes on with the others alone. Where it presses against what
 * "near" means, it starts again from there with a wider reach.
 * @cost samples, then 2 to 6 looks at everybody and some 30 at those in doubt
 */
export function findMix(problem: ChoiceProblem): Priced {
  const { draws, limits, value, options } = problem;
  const rows = value.length / options;
  const most = mostOfKinds(draws, limits);
  let starts: readonly (readonly number[])[] = [limits.map(() => 0)];
  for (const size of samples) {
    if (size * 2 > rows) break;
    const step = Math.floor(rows / size);
    const sample = crowdOf(problem, everySo(rows, step), most, nobody(draws.length));
    const share = Math.ceil(rows / step) / rows;
    const fewer = limits.map((minutes) => minutes * share);
    const mix = mixOf(takenBy(sample, draws, limits.length), fewer, starts, {
      near,
      mostLooks: 100,
    });
    starts = [mix.prices, ...mix.parts.map((part) => part.prices)];
  }
  if (rows <= (samples[0] ?? 0) * 2) {
    const crowd = crowdOf(problem, everySo(rows, 1), most, nobody(draws.length));
    const mix = mixOf(takenBy(crowd, draws, limits.length), limits, starts, { near: 1e-9, mostLooks: 400 });
    return { mix, crowd, choice: new Int32Array(rows).fill(-1) };
  }
  let reach = reachFor(problem, most, starts[0] ?? []);
  let best: Priced | undefined;
  let bound = Number.POSITIVE_INFINITY;
  let budget = mostSpent;
  for (let move = 0; move < mostMoves && budget > 0; move += 1) {
    const found = nearby(problem, most, starts, reach, budget);
    budget -= found.spent;
    bound = Math.min(bound, found.mix.bound);
    if (best === undefined || found.mix.value > best.mix.value) best = found;
    if (bound - best.mix.value <= nearEnough * bound) break;
    starts = [found.mix.prices, ...found.mix.parts.map((part) => part.prices)];
    reach *= wider;
  }
  if (best === undefined) throw new Error('no prices were looked for');
  return { ...best, mix: { ...best.mix, bound } };
}

/** The search among prices no further than `reach` from the first start. */
function nearby(
  problem: ChoiceProblem,
  most: Float64Array,
  starts: readonly (readonly number[])[],
  reach: number,
  budget: number,
): Priced & { readonly spent: number } {
  const { draws, limits } = problem;
  const centre = starts[0] ?? [];
  const ofKind = priceOfKinds(draws, centre);
  const radius = radiusOf(problem, ofKind, reach);
  const { choice, doubtful, settled } = settle(problem, ofKind, radius, most, 1);
  const crowd = crowdOf(problem, doubtful, most, settled);
  // Any two prices inside the reach have the way between them inside as well.
  const hold = (from: readonly number[], to: readonly number[]): readonly number[] => {
    const there = priceOfKinds(draws, to);
    const here = priceOfKinds(draws, from);
    let share = 1;
    for (const [what, price] of there.entries()) {
      const edge = (ofKind[what] ?? 0) + Math.sign(price - (here[what] ?? 0)) * (radius[what] ?? 0);
      const way = price - (here[what] ?? 0);
      if (Math.abs(price - (ofKind[what] ?? 0)) > (radius[what] ?? 0)) {
        share = Math.min(share, Math.max(0, (edge - (here[what] ?? 0)) / way));
      }
    }
    return share === 1 ? to : from.map((price, limit) => price + share * ((to[limit] ?? 0) - price));
  };
  const looks = Math.floor((budget * choice.length) / (crowd.weight.length + 1));
  const mostLooks = Math.max(starts.length + 3, Math.min(150, looks));
  const mix = mixOf(
    takenBy(crowd, draws, limits.length),
    limits,
    starts.map((to) => hold(centre, to)),
    {
      near,
      mostLooks,
      hold,
    },
  );
  const spent = 1 + (mix.looks * crowd.weight.length) / choice.length;
  return { mix, crowd, choice, spent };
}

/** The first reach, or less: on a sample few may be in doubt. */
function reachFor(problem: ChoiceProblem, most: Float64Array, centre: readonly number[]): number {
  const rows = problem.value.length / problem.options;
  const step = Math.max(1, Math.floor(rows / 5000));
  const ofKind = priceOfKinds(problem.draws, centre);
  let reach = firstReach;
  for (let narrower = 0; narrower < 4; narrower += 1) {
    const { doubtful, settled } = settle(problem, ofKind, radiusOf(problem, ofKind, reach), most, step);
    const { weight } = crowdOf(problem, doubtful, most, settled);
    if (weight.length * step <= fewInDoubt * rows) break;
    reach /= wider;
  }
  return reach;
}

/** For each kind how far its price may move. What costs nothing yet may come to cost something. */
function radiusOf(problem: ChoiceProblem, ofKind: Float64Array, reach: number): Float64Array {
  const dearest = Math.max(...ofKind, worthOfMinute(problem) / 100);
  return ofKind.map((price) => reach * Math.max(price, dearest / 4));
}

/** One look at everybody: who takes the same act at all prices inside the radius, and who may not. */
function settle(
  { options, value, minutes, kind, draws }: ChoiceProblem,
  ofKind: Float64Array,
  radius: Float64Array,
  most: Float64Array,
  step: number,
) {
  const rows = value.length / options;
  const choice = new Int32Array(rows).fill(-1);
  const doubtful = new Int32Array(rows);
  const taken = new Float64Array(draws.length);
  let doubts = 0;
  let worth = 0;
  for (let row = 0; row < rows; row += step) {
    const first = row * options;
    let best = -1;
    let gained = 0;
    // The least that the best gains inside the radius against the most that any other, or none, could.
    let swung = 0;
    let second = Number.NEGATIVE_INFINITY;
    for (let entry = first; entry < first + options; entry += 1) {
      const length = minutes[entry] ?? 0;
      const what = kind[entry] ?? 0;
      if (length > (most[what] ?? 0)) continue;
      const gain = (value[entry] ?? 0) - length * (ofKind[what] ?? 0);
      const swing = length * (radius[what] ?? 0);
      if (gain > gained) {
        if (gained + swung > second) second = gained + swung;
        best = entry;
        gained = gain;
        swung = swing;
      } else if (gain + swing > second) second = gain + swing;
    }
    const surely = gained - swung;
    if (second >= surely) {
      doubtful[doubts] = row;
      doubts += 1;
    } else if (best >= 0) {
      choice[row] = best - first;
      worth += value[best] ?? 0;
      taken[kind[best] ?? 0] = (taken[kind[best] ?? 0] ?? 0) + (minutes[best] ?? 0);
    }
  }
  return { choice, doubtful: doubtful.slice(0, doubts), settled: { value: worth, minutes: taken } };
}

function nobody(kinds: number): Crowd['settled'] {
  return { value: 0, minutes: new Float64Array(kinds) };
}

function everySo(rows: number, step: number): Int32Array {
  return Int32Array.from({ length: Math.ceil(rows / step) }, (_, nth) => nth * step);
}

/** A scale for prices where they are nothing yet: what the worthiest minute of a few hundred acts is worth. */
function worthOfMinute({ value, minutes }: ChoiceProblem): number {
  const step = Math.max(1, Math.floor(value.length / 1000));
  let dearest = 0;
  for (let entry = 0; entry < value.length; entry += step) {
    dearest = Math.max(dearest, (value[entry] ?? 0) / Math.max(1, minutes[entry] ?? 0));
  }
  return dearest;
}
