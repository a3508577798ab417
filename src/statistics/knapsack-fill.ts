import type { Prices } from './knapsack-prices.ts';
import { type ChoiceProblem, mostOfKinds, priceOfKinds } from './knapsack-problem.ts';

/**
 * The choice that prices make, and then what still fits into the minutes that they leave: moves from one act of a
 * patient to one worth more, those first that the prices call least regrettable for their minutes. Equal ones go by
 * the order of the rows.
 * @param prices where they do not keep every limit by themselves (many equal acts at the margin), what no longer fits
 *   when its row's turn comes is not taken
 * @param near moves whose regret is beyond this share of their price are left: where there are many rows little is left
 *   over, and a sort of all moves would cost more than everything else
 * @returns for each row the act, or -1; never beyond a limit
 * @source greedy completion, Kellerer, Pferschy & Pisinger 2004, 11.4  @cost one look, and a sort of the moves
 */
export function fillUp(problem: ChoiceProblem, { prices, kept }: Prices, near: number): Int32Array {
  const { options, value, minutes, kind, draws } = problem;
  const ofKind = priceOfKinds(draws, prices);
  const most = mostOfKinds(draws, problem.limits);
  const rows = value.length / options;
  const choice = new Int32Array(rows).fill(-1);
  const purse = openPurse(problem);
  const moves: number[] = [];
  const regret: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    const first = row * options;
    let best = -1;
    let gained = 0;
    for (let entry = first; entry < first + options; entry += 1) {
      const what = kind[entry] ?? 0;
      const length = minutes[entry] ?? 0;
      const gain = (value[entry] ?? 0) - length * (ofKind[what] ?? 0);
      if (gain > gained && length <= (most[what] ?? 0)) {
        gained = gain;
        best = entry;
      }
    }
    if (best >= 0 && !kept && !purse.fits(best, -1)) {
      best = -1;
      gained = 0;
    }
    if (best >= 0) {
      purse.move(best, -1);
      choice[row] = best - first;
    }
    const has = best < 0 ? 0 : (value[best] ?? 0);
    for (let entry = first; entry < first + options; entry += 1) {
      const worth = value[entry] ?? 0;
      if (worth <= has) continue;
      const length = minutes[entry] ?? 0;
      const price = length * (ofKind[kind[entry] ?? 0] ?? 0);
      const lost = gained - worth + price;
      if (lost > near * price) continue;
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
  return choice;
}

/** The minutes that are left of each limit. An act is named by its entry; -1: none. */
function openPurse({ minutes, kind, draws, limits }: ChoiceProblem) {
  const left = limits.slice();
  const drawsOf = (entry: number) => (entry < 0 ? [] : (draws[kind[entry] ?? 0] ?? []));
  return {
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
