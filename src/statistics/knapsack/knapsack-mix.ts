import { openMaster } from './knapsack-master.ts';
import { pricedLimits } from './knapsack-problem.ts';

/** What all take at some prices: each the act that is worth most beyond its price. */
export interface Taken {
  readonly value: number;
  /** Minutes from each limit. */
  readonly used: readonly number[];
}

export interface Mix {
  /** The prices with the lowest bound that was met. */
  readonly prices: readonly number[];
  /** No choice within the limits is worth more. */
  readonly bound: number;
  /** What the mix of choices is worth: the limits are kept, but a patient may be between two acts. */
  readonly value: number;
  /** How often everybody was asked. */
  readonly looks: number;
  /** Prices whose choices make the mix, and their shares; they add up to one at most. */
  readonly parts: readonly { readonly prices: readonly number[]; readonly share: number }[];
}

export interface Search {
  /** The search ends when bound and mix are this near, as a share of the bound. */
  readonly near: number;
  readonly mostLooks: number;
  /** Holds prices that are asked for to where `look` is right: as far towards them as it may go. */
  readonly hold?: (from: readonly number[], to: readonly number[]) => readonly number[];
}

/**
 * The prices at which the minutes are just spent, and the mix of choices that spends them. Each look at some prices
 * gives a bound and a choice; the best mix of all choices so far says at which prices to look next. Between its prices
 * and the best so far the way is halved, or the search would swing. However the values lie, in steps, ties or along
 * one line, mix and bound meet: where one set of prices leaves a crowd in doubt, the mix parts it.
 * @param starts prices to begin with, at least one
 * @source Dantzig & Wolfe 1960; Kelley 1960; Wentges 1997 for halving the way  @cost some 10 to 100 looks
 */
export function mixOf(
  look: (prices: readonly number[]) => Taken,
  limits: readonly number[],
  starts: readonly (readonly number[])[],
  { near, mostLooks, hold = (_, to) => to }: Search,
): Mix {
  const ruling = limits.flatMap((most, limit) =>
    most > 0 && most < Number.POSITIVE_INFINITY ? [limit] : [],
  );
  const master = openMaster(ruling.length);
  const asked: (readonly number[])[] = [];
  let best: readonly number[] = limits.map(() => 0);
  let bound = Number.POSITIVE_INFINITY;
  let scale = 0;
  const ask = (prices: readonly number[]) => {
    const { value, used } = look(prices);
    if (scale === 0) scale = value;
    asked.push(prices);
    const free = limits.map((most, limit) => (prices[limit] === 0 ? 0 : most - (used[limit] ?? 0)));
    const here = value + pricedLimits(free, prices);
    const lower = here < bound;
    if (lower) {
      bound = here;
      best = prices;
    }
    const taken = ruling.map((limit) => (used[limit] ?? 0) / (limits[limit] ?? 1));
    return { lower, helps: master.add({ value: scale > 0 ? value / scale : 0, taken }) };
  };
  for (const prices of starts) ask(prices);
  let share = 0.5;
  while (asked.length < mostLooks && bound - scale * master.value() > near * bound) {
    const worth = master.prices();
    const wanted = limits.map(() => 0);
    for (const [nth, limit] of ruling.entries()) {
      wanted[limit] = (scale * (worth[nth] ?? 0)) / (limits[limit] ?? 1);
    }
    const from = best;
    const towards = from.map((price, limit) => share * price + (1 - share) * (wanted[limit] ?? 0));
    const next = hold(from, towards);
    const { lower, helps } = ask(next);
    if (helps) share = 0.5;
    else if (share > 0 || lower) share = share > 0.1 ? share / 2 : 0;
    else break; // Neither the bound nor the mix can get better from here.
  }
  const shares = master.shares();
  const parts = asked.flatMap((prices, nth) => {
    const part = shares[nth] ?? 0;
    return part > 1e-9 ? [{ prices, share: part }] : [];
  });
  return { prices: best, bound, value: scale * master.value(), looks: asked.length, parts };
}
