import { type ChoiceProblem, mostOfKinds, pricedLimits, priceOfKinds } from './knapsack-problem.ts';
import { sampleOf, softPrices } from './knapsack-soft-prices.ts';

/** What a minute of each limit costs, and what follows from it. */
export interface Prices {
  readonly prices: readonly number[];
  /** No choice within the limits is worth more; the lowest that was met on the way. */
  readonly bound: number;
  /** Whether everybody together keeps every limit at these prices. */
  readonly kept: boolean;
}

interface Look {
  /** Minutes that all would take from each limit at these prices. */
  readonly used: readonly number[];
  /** Value beyond price, added up, and the limits at their prices: the bound. */
  readonly bound: number;
}

// A limit is aimed at from below by this share: what is left over is filled up, what is over would have to be taken back.
const shy = 3e-4;

/**
 * The prices at which the minutes are just spent, found on samples, and then moved until everybody together keeps
 * every limit: by Newton's step from what they use, then by halving the way between prices that pass a limit and
 * prices that keep all.
 * @source Everett 1963  @cost 2 to 20 looks at everybody
 */
export function findPrices(problem: ChoiceProblem): Prices {
  const sought = softPrices(problem);
  return settle(problem, sought.prices, sought.towards);
}

/**
 * The same without any curvature to go by: one limit after the other by bisection on a sample. Slower and, where limits
 * share minutes, less exact, but sure of itself where nearly all acts stand at one margin (values that come in steps).
 * @cost up to 400 looks a limit at 16,000 rows; then 2 to 20 at everybody
 */
export function findPricesOneByOne(problem: ChoiceProblem): Prices {
  const sample = sampleOf(problem, 16_000);
  const prices = sample.limits.map(() => 0);
  let before = Number.POSITIVE_INFINITY;
  for (let sweep = 0; sweep < 12; sweep += 1) {
    for (let limit = 0; limit < prices.length; limit += 1) prices[limit] = priceOf(sample, prices, limit);
    const { bound } = lookAt(sample, prices);
    if (prices.length === 1 || !(before - bound > 1e-6 * bound)) break;
    before = bound;
  }
  return settle(problem, prices);
}

/** The lowest price at which one limit is kept, the other prices as they are. */
function priceOf(problem: ChoiceProblem, prices: readonly number[], limit: number): number {
  const trial = prices.slice();
  const keeps = (price: number): boolean => {
    trial[limit] = price;
    return (lookAt(problem, trial).used[limit] ?? 0) <= (problem.limits[limit] ?? 0);
  };
  if (keeps(0)) return 0;
  let low = 0;
  let high = dearestMinute(problem);
  for (let step = 0; step < 30; step += 1) {
    const middle = (low + high) / 2;
    if (keeps(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** At this price nobody takes a minute. */
function dearestMinute({ value, minutes }: ChoiceProblem): number {
  let dearest = 0;
  for (let entry = 0; entry < value.length; entry += 1) {
    const length = minutes[entry] ?? 0;
    if (length > 0) dearest = Math.max(dearest, (value[entry] ?? 0) / length);
  }
  return dearest;
}

function settle(
  problem: ChoiceProblem,
  sought: readonly number[],
  towards?: (prices: readonly number[], used: readonly number[], shy: number) => readonly number[],
): Prices {
  const { limits } = problem;
  let bound = Number.POSITIVE_INFINITY;
  const look = (at: readonly number[]): readonly number[] => {
    const seen = lookAt(problem, at);
    bound = Math.min(bound, seen.bound);
    return seen.used;
  };
  const within = (used: readonly number[]): boolean =>
    used.every((minutes, limit) => minutes <= (limits[limit] ?? 0));
  let prices = sought;
  let kept: readonly number[] | undefined;
  let beyond: readonly number[] | undefined;
  for (let step = 0; step < 3; step += 1) {
    const used = look(prices);
    if (within(used)) {
      kept = prices;
      if (wellSpent(used, limits, prices)) return { prices, bound, kept: true };
    } else beyond = prices;
    if (towards === undefined) break;
    prices = towards(prices, used, shy);
  }
  let passed: readonly number[] = beyond ?? sought.map((price) => 0.98 * price);
  let factor = 1;
  for (let rise = 5e-4; kept === undefined && factor < 4; rise *= 2.5) {
    factor += rise;
    const dearer: readonly number[] = passed.map((price) => price * factor);
    if (within(look(dearer))) kept = dearer;
    else passed = dearer;
  }
  // Many equal acts stand at the margin: no price parts them, the order of the rows does.
  if (kept === undefined) return { prices: sought, bound, kept: false };
  for (let step = 0; step < 8; step += 1) {
    const dear: readonly number[] = kept;
    const middle: readonly number[] = passed.map((price, limit) => (price + (dear[limit] ?? 0)) / 2);
    const used = look(middle);
    if (!within(used)) passed = middle;
    else {
      kept = middle;
      if (wellSpent(used, limits, middle)) break;
    }
  }
  return { prices: kept, bound, kept: true };
}

/** Whether every limit that has a price is used up but for a thousandth. */
function wellSpent(used: readonly number[], limits: readonly number[], prices: readonly number[]): boolean {
  return used.every((minutes, limit) => prices[limit] === 0 || minutes >= 0.999 * (limits[limit] ?? 0));
}

/** One look at everybody: each takes the act that is worth most beyond its price; at no gain, none. */
function lookAt(
  { options, value, minutes, kind, draws, limits }: ChoiceProblem,
  prices: readonly number[],
): Look {
  const ofKind = priceOfKinds(draws, prices);
  const most = mostOfKinds(draws, limits);
  const taken = new Float64Array(draws.length);
  let gained = 0;
  for (let first = 0; first < value.length; first += options) {
    let best = 0;
    let length = 0;
    let which = -1;
    for (let entry = first; entry < first + options; entry += 1) {
      const takes = minutes[entry] ?? 0;
      const what = kind[entry] ?? 0;
      const gain = (value[entry] ?? 0) - takes * (ofKind[what] ?? 0);
      if (gain > best && takes <= (most[what] ?? 0)) {
        best = gain;
        length = takes;
        which = what;
      }
    }
    if (which >= 0) {
      gained += best;
      taken[which] = (taken[which] ?? 0) + length;
    }
  }
  const used = limits.map(() => 0);
  for (const [what, drawn] of draws.entries()) {
    for (const limit of drawn) used[limit] = (used[limit] ?? 0) + (taken[what] ?? 0);
  }
  return { used, bound: gained + pricedLimits(limits, prices) };
}
