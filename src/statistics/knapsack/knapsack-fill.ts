import { minutesOf } from './knapsack-crowd.ts';
import { type ChoiceProblem, mostOfKinds, pricedLimits, priceOfKinds } from './knapsack-problem.ts';

// More moves than this are never tried: their sort would cost more than everything else.
const mostTried = 200_000;

/**
 * Makes a choice keep every limit, and fills what is left. Where it passes one, the last rows give
 * up their acts; then moves from one act of a patient to one worth more, those first that the prices call least regrettable for
 * their minutes. Equal ones go by the order of the rows.
 * @param choice changed in place
 * @param near moves whose regret is beyond this share of their price are left
 * @param idle minutes that are left may be worth this much, at their prices, without being filled
 * @source greedy completion, Kellerer, Pferschy & Pisinger 2004, 11.4  @cost one look, and a sort of the moves
 */
export function fillUp(
  problem: ChoiceProblem,
  prices: readonly number[],
  choice: Int32Array,
  near: number,
  idle: number,
): void {
  const { options, value, minutes, kind, draws } = problem;
  const ofKind = priceOfKinds(draws, prices);
  const most = mostOfKinds(draws, problem.limits);
  const purse = openPurse(problem);
  keepLimits(problem, purse, choice);
  if (purse.pricedLeft(prices) <= idle) return;
  const moves: number[] = [];
  const regret: number[] = [];
  const choosy = near < Number.POSITIVE_INFINITY; // only what fits at once
  const tight = purse.tight();
  for (let row = 0; row < choice.length && moves.length < mostTried; row += 1) {
    const first = row * options;
    const held = choice[row] ?? -1;
    let has = 0;
    let gained = 0;
    if (held >= 0) {
      has = value[first + held] ?? 0;
      gained = has - (minutes[first + held] ?? 0) * (ofKind[kind[first + held] ?? 0] ?? 0);
    }
    for (let entry = first; entry < first + options; entry += 1) {
      const worth = value[entry] ?? 0;
      if (worth <= has) continue;
      const length = minutes[entry] ?? 0;
      const what = kind[entry] ?? 0;
      if (length > (most[what] ?? 0) || (held < 0 && length > (tight[what] ?? 0))) continue;
      const price = length * (ofKind[what] ?? 0);
      const lost = gained - worth + price;
      if (lost > near * price || (choosy && !purse.fits(entry, held < 0 ? -1 : first + held))) continue;
      moves.push(entry);
      regret.push(length > 0 ? lost / length : lost);
    }
  }
  const order = moves.map((_, nth) => nth).sort((a, b) => (regret[a] ?? 0) - (regret[b] ?? 0) || a - b);
  for (const nth of order) {
    const entry = moves[nth] ?? 0;
    const row = Math.floor(entry / options);
    const now = choice[row] ?? -1;
    const held = now < 0 ? -1 : row * options + now;
    const has = held < 0 ? 0 : (value[held] ?? 0);
    if ((value[entry] ?? 0) <= has || !purse.fits(entry, held)) continue;
    purse.move(entry, held);
    choice[row] = entry - row * options;
  }
}

/** Takes every act of the choice from the purse; where that passes a limit, the last rows give up theirs. */
function keepLimits(
  { options, minutes, kind, draws, limits }: ChoiceProblem,
  purse: ReturnType<typeof openPurse>,
  choice: Int32Array,
): void {
  const taken = new Float64Array(draws.length);
  for (let row = 0; row < choice.length; row += 1) {
    const option = choice[row] ?? -1;
    if (option < 0) continue;
    const entry = row * options + option;
    const what = kind[entry] ?? 0;
    taken[what] = (taken[what] ?? 0) + (minutes[entry] ?? 0);
  }
  const over = minutesOf(taken, draws, limits.length).map((used, limit) => used - (limits[limit] ?? 0));
  for (let row = choice.length - 1; row >= 0 && over.some((beyond) => beyond > 0); row -= 1) {
    const option = choice[row] ?? -1;
    if (option < 0) continue;
    const entry = row * options + option;
    const what = kind[entry] ?? 0;
    const drawn = draws[what] ?? [];
    if (!drawn.some((limit) => (over[limit] ?? 0) > 0)) continue;
    choice[row] = -1;
    for (const limit of drawn) over[limit] = (over[limit] ?? 0) - (minutes[entry] ?? 0);
    taken[what] = (taken[what] ?? 0) - (minutes[entry] ?? 0);
  }
  purse.takeAll(taken);
}

/** The minutes that are left of each limit. An act is named by its entry; -1: none. */
function openPurse({ minutes, kind, draws, limits }: ChoiceProblem) {
  const left = limits.slice();
  const drawsOf = (entry: number) => (entry < 0 ? [] : (draws[kind[entry] ?? 0] ?? []));
  return {
    /** Minutes by kind. */
    takeAll: (taken: Float64Array): void => {
      const used = minutesOf(taken, draws, limits.length);
      for (const [limit, minutes] of used.entries()) left[limit] = Math.max(0, (left[limit] ?? 0) - minutes);
    },
    /** For each kind the longest act that would still fit now. */
    tight: (): Float64Array => mostOfKinds(draws, left),
    pricedLeft: (prices: readonly number[]): number => pricedLimits(left, prices),
    fits: (entry: number, freed: number): boolean => {
      const back = drawsOf(freed);
      for (const limit of drawsOf(entry)) {
        const released = back.includes(limit) ? (minutes[freed] ?? 0) : 0;
        if ((minutes[entry] ?? 0) > (left[limit] ?? 0) + released) return false;
      }
      return true;
    },
    move: (entry: number, freed: number): void => {
      for (const limit of drawsOf(freed)) left[limit] = (left[limit] ?? 0) + (minutes[freed] ?? 0);
      for (const limit of drawsOf(entry)) left[limit] = (left[limit] ?? 0) - (minutes[entry] ?? 0);
    },
  };
}
