import { type ChoiceProblem, mostOfKinds, pricedLimits, priceOfKinds } from './knapsack-problem.ts';
import { cholesky, solveCholesky } from './matrix.ts';

// Of 8,000 patients the minutes are known to about one per cent, of 32,000 to half of one; the bound is flat at its
// lowest and hardly notices. Each sample starts where the smaller one ended.
const samples = [8000, 32_000];
// How soft the choice is, as a share of what an act is worth on the average: from a blur to nearly hard.
const softness = [[0.5, 0.1, 0.02], [0.01]];

export interface SoftPrices {
  readonly prices: readonly number[];
  /**
   * The prices at which everybody would use the limits but for a share of each, one Newton step from what they use.
   * @param used minutes that everybody took at `prices`
   */
  towards(prices: readonly number[], used: readonly number[], shy: number): readonly number[];
}

/**
 * Prices from samples, on a choice made soft: a patient takes each act with a weight that grows with what it is worth
 * beyond its price. The bound is smooth then and Newton's method goes straight down, however many limits share the
 * same minutes, where one limit after the other would zigzag. Prices stay at zero or above.
 * @source Everett 1963 for the bound; Nesterov 2005 for smoothing it; Bertsekas 1982 for Newton's step with bounds
 * @cost about 40 looks at 8,000 rows, 10 at 32,000, an exp an act
 */
export function softPrices(problem: ChoiceProblem): SoftPrices {
  const { limits } = problem;
  const rows = problem.value.length / problem.options;
  let prices: readonly number[] = limits.map(() => 0);
  let slope: Slope | undefined;
  let seen = 0;
  let scale = 0;
  for (const [nth, size] of samples.entries()) {
    if (nth > 0 && rows <= (samples[nth - 1] ?? 0)) break;
    const sample = sampleOf(problem, size);
    seen = sample.value.length / sample.options;
    const worth = meanWorth(sample);
    scale = worth.minute;
    if (worth.act === 0) return { prices, towards: (at) => at };
    for (const soft of softness[nth] ?? []) {
      const found = descend(sample, prices, soft * worth.act, worth.minute);
      prices = found.prices;
      slope = found.slope;
    }
  }
  const steepness = slope;
  return {
    prices,
    towards: (at, used, shy) => {
      if (steepness === undefined) return at;
      const over = used.map((minutes, limit) => {
        const most = limits[limit] ?? 0;
        const aim = most === Number.POSITIVE_INFINITY ? minutes : most * (1 - shy);
        return ((minutes - aim) * seen) / rows;
      });
      return moved(at, newton(steepness.curvature, at, over, scale / 10), 1);
    },
  };
}

interface Slope {
  readonly bound: number;
  /** Minutes over each limit: the bound falls in this direction. */
  readonly over: readonly number[];
  readonly curvature: readonly (readonly number[])[];
}

function descend(problem: ChoiceProblem, from: readonly number[], soft: number, scale: number) {
  let prices = from;
  let slope = softLook(problem, prices, soft);
  for (let step = 0; step < 40; step += 1) {
    const move = newton(slope.curvature, prices, slope.over, scale);
    let share = 1;
    let next = moved(prices, move, share);
    let there = softLook(problem, next, soft);
    while (there.bound > slope.bound && share > 1e-6) {
      share /= 2;
      next = moved(prices, move, share);
      there = softLook(problem, next, soft);
    }
    const fell = slope.bound - there.bound;
    if (!(fell > 0)) break;
    prices = next;
    slope = there;
    if (fell < 1e-8 * Math.abs(there.bound)) break;
  }
  return { prices, slope };
}

/**
 * Newton's step for the prices that may move: those at zero that would go below it stay. Where the choice hardly bends
 * (everybody still takes their best act) the step would be without measure, so no price moves by more than `longest`.
 */
function newton(
  curvature: Slope['curvature'],
  prices: readonly number[],
  over: readonly number[],
  longest: number,
): readonly number[] {
  let free = prices.flatMap((price, limit) => (price > 0 || (over[limit] ?? 0) > 0 ? [limit] : []));
  for (;;) {
    const step = solved(curvature, free, over);
    // Those at zero that would go below it stay, and the others are asked again.
    const held = free.filter((limit, nth) => prices[limit] === 0 && (step[nth] ?? 0) < 0);
    if (held.length === 0) return reached(prices, free, step, longest);
    free = free.filter((limit) => !held.includes(limit));
  }
}

/** As far as the step goes until the first price is at zero, and no further than `longest`. */
function reached(
  prices: readonly number[],
  free: readonly number[],
  step: readonly number[],
  longest: number,
): readonly number[] {
  const move = prices.map(() => 0);
  let share = Math.min(1, longest / Math.max(longest, ...step.map(Math.abs)));
  for (const [nth, limit] of free.entries()) {
    const down = -(step[nth] ?? 0);
    if (down * share > (prices[limit] ?? 0)) share = (prices[limit] ?? 0) / down;
  }
  for (const [nth, limit] of free.entries()) {
    const to = (prices[limit] ?? 0) + share * (step[nth] ?? 0);
    move[limit] = to < 1e-12 * longest ? -(prices[limit] ?? 0) : share * (step[nth] ?? 0);
  }
  return move;
}

/** Limits of the same minutes make the curvature singular; a little on the diagonal picks one of many answers. */
function solved(
  curvature: Slope['curvature'],
  free: readonly number[],
  over: readonly number[],
): readonly number[] {
  const largest = Math.max(0, ...free.map((limit) => curvature[limit]?.[limit] ?? 0));
  if (largest === 0) return free.map(() => 0);
  for (let ridge = 1e-6 * largest; ridge < 1e3 * largest; ridge *= 10) {
    const root = cholesky(free.map((i) => free.map((j) => (curvature[i]?.[j] ?? 0) + (i === j ? ridge : 0))));
    if (root !== undefined) {
      return solveCholesky(
        root,
        free.map((limit) => over[limit] ?? 0),
      );
    }
  }
  return free.map(() => 0);
}

function moved(prices: readonly number[], move: readonly number[], share: number): number[] {
  return prices.map((price, limit) => Math.max(0, price + share * (move[limit] ?? 0)));
}

/** One look with soft choices: the smooth bound, its slopes and its curvature. */
function softLook(problem: ChoiceProblem, prices: readonly number[], soft: number): Slope {
  const { options, value, minutes, kind, draws, limits } = problem;
  const ofKind = priceOfKinds(draws, prices);
  const most = mostOfKinds(draws, limits);
  const kinds = draws.length;
  const taken = new Float64Array(kinds); // minutes by kind, all rows
  const curve = new Float64Array(kinds * kinds);
  const mine = new Float64Array(kinds); // the same of one row
  const gain = new Float64Array(options);
  let bound = 0;
  for (let first = 0; first < value.length; first += options) {
    let best = 0; // no act
    for (let option = 0; option < options; option += 1) {
      const what = kind[first + option] ?? 0;
      const length = minutes[first + option] ?? 0;
      const here =
        length > (most[what] ?? 0)
          ? Number.NEGATIVE_INFINITY
          : (value[first + option] ?? 0) - length * (ofKind[what] ?? 0);
      gain[option] = here;
      if (here > best) best = here;
    }
    let sum = Math.exp(-best / soft);
    for (let option = 0; option < options; option += 1) {
      const weight = Math.exp(((gain[option] ?? 0) - best) / soft);
      gain[option] = weight;
      sum += weight;
    }
    bound += best + soft * Math.log(sum);
    mine.fill(0);
    for (let option = 0; option < options; option += 1) {
      const share = (gain[option] ?? 0) / sum;
      if (share < 1e-12) continue;
      const what = kind[first + option] ?? 0;
      const length = minutes[first + option] ?? 0;
      mine[what] = (mine[what] ?? 0) + share * length;
      curve[what * kinds + what] = (curve[what * kinds + what] ?? 0) + share * length * length;
    }
    for (let i = 0; i < kinds; i += 1) {
      const part = mine[i] ?? 0;
      if (part === 0) continue;
      taken[i] = (taken[i] ?? 0) + part;
      for (let j = 0; j < kinds; j += 1) {
        curve[i * kinds + j] = (curve[i * kinds + j] ?? 0) - part * (mine[j] ?? 0);
      }
    }
  }
  const over = limits.map((limit) => (limit === Number.POSITIVE_INFINITY ? limit : -limit));
  const curvature = limits.map(() => limits.map(() => 0));
  for (const [what, drawn] of draws.entries()) {
    for (const limit of drawn) over[limit] = (over[limit] ?? 0) + (taken[what] ?? 0);
    for (const [other, also] of draws.entries()) {
      const bend = (curve[what * kinds + other] ?? 0) / soft;
      for (const i of drawn) {
        const row = curvature[i] ?? [];
        for (const j of also) row[j] = (row[j] ?? 0) + bend;
      }
    }
  }
  const downhill = over.map((minutesOver) => (minutesOver === Number.POSITIVE_INFINITY ? -1 : minutesOver));
  return { bound: bound + pricedLimits(limits, prices), over: downhill, curvature };
}

/** What an act, and a minute of it, is worth on the average, of those worth anything: the scale of softness and steps. */
function meanWorth({ value, minutes }: ChoiceProblem): { readonly act: number; readonly minute: number } {
  let sum = 0;
  let acts = 0;
  let taken = 0;
  for (let entry = 0; entry < value.length; entry += 1) {
    const worth = value[entry] ?? 0;
    if (worth > 0) {
      sum += worth;
      acts += 1;
      taken += minutes[entry] ?? 0;
    }
  }
  return { act: acts === 0 ? 0 : sum / acts, minute: taken === 0 ? sum : sum / taken };
}

/** Every so many-th row, and as much less of the minutes. */
export function sampleOf(problem: ChoiceProblem, size: number): ChoiceProblem {
  const { options, value, minutes, kind, draws, limits } = problem;
  const rows = value.length / options;
  const step = Math.floor(rows / size);
  if (step <= 1) return problem;
  const kept = Math.ceil(rows / step);
  const sample = {
    options,
    value: new Float64Array(kept * options),
    minutes: new Float64Array(kept * options),
    kind: new Uint8Array(kept * options),
    draws,
    limits: limits.map((most) => (most * kept) / rows),
  };
  for (let row = 0; row < kept; row += 1) {
    const from = row * step * options;
    sample.value.set(value.subarray(from, from + options), row * options);
    sample.minutes.set(minutes.subarray(from, from + options), row * options);
    sample.kind.set(kind.subarray(from, from + options), row * options);
  }
  return sample;
}
