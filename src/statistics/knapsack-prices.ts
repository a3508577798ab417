import { type ChoiceProblem, mostOfKinds, pricedLimits, priceOfKinds } from './knapsack-problem.ts';
import { softPrices } from './knapsack-soft-prices.ts';

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
 * every limit: by Newton's step from what they use, and where that does not settle it, all prices by the same share.
 * @source Everett 1963  @cost 2 to 12 looks at everybody
 */
export function findPrices(problem: ChoiceProblem): Prices {
  const { limits } = problem;
  const sought = softPrices(problem);
  let bound = Number.POSITIVE_INFINITY;
  let prices = sought.prices;
  let kept: readonly number[] | undefined;
  const look = (at: readonly number[]): readonly number[] => {
    const seen = lookAt(problem, at);
    bound = Math.min(bound, seen.bound);
    return seen.used;
  };
  const within = (used: readonly number[]): boolean =>
    used.every((minutes, limit) => minutes <= (limits[limit] ?? 0));
  for (let step = 0; step < 3; step += 1) {
    const used = look(prices);
    if (within(used)) {
      kept = prices;
      if (wellSpent(used, limits, prices)) return { prices, bound, kept: true };
    }
    prices = sought.towards(prices, used, shy);
  }
  if (kept !== undefined) return { prices: kept, bound, kept: true };
  let factor = 1;
  for (let rise = 5e-4; factor < 4; rise *= 2.5) {
    factor += rise;
    const dearer = prices.map((price) => price * factor);
    if (within(look(dearer))) return { prices: dearer, bound, kept: true };
  }
  // Many equal acts stand at the margin: no price parts them, the order of the rows does.
  return { prices, bound, kept: false };
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
