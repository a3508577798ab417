import { minutesOf } from './knapsack-crowd.ts';
import { type ChoiceProblem, mostOfKinds, priceOfKinds } from './knapsack-problem.ts';

// All pairs of so many are tried.
const mostInDoubt = 100;
// Of all threes of so few, where no pair helps any more.
const mostInThrees = 24;
const mostRounds = 30;

/**
 * Better acts for two or three patients at a time, among those whom the prices leave most in doubt: their second best act gains
 * nearly as much as their best. All others keep theirs. What is left of the minutes is a few acts' worth, and where
 * one act more does not fit, two others often do.
 * @param choice within the limits; changed in place
 * @source 2-exchange, Kellerer, Pferschy & Pisinger 2004, 2.6  @cost one look, a sort, and some hundred thousand exchanges a round
 */
export function polish(problem: ChoiceProblem, prices: readonly number[], choice: Int32Array): void {
  const { options, value, minutes, kind, draws, limits } = problem;
  const ofKind = priceOfKinds(draws, prices);
  const most = mostOfKinds(draws, limits);
  // Those who do not have their best act, by what that costs; then those who nearly would not.
  const doubt = Float64Array.from(choice, (option, row) => {
    let has = 0;
    let best = 0;
    let second = Number.NEGATIVE_INFINITY;
    for (let entry = row * options; entry < (row + 1) * options; entry += 1) {
      const what = kind[entry] ?? 0;
      const length = minutes[entry] ?? 0;
      if (length > (most[what] ?? 0)) continue;
      const gain = (value[entry] ?? 0) - length * (ofKind[what] ?? 0);
      if (entry === row * options + option) has = gain;
      if (gain > best) {
        second = best;
        best = gain;
      } else if (gain > second) second = gain;
    }
    return has < best ? has - best : best - second;
  });
  const rows = Array.from(choice, (_, row) => row)
    .sort((a, b) => (doubt[a] ?? 0) - (doubt[b] ?? 0) || a - b)
    .slice(0, mostInDoubt);
  const left = leftOf(problem, choice);
  // Moves of one patient from what is held; the first of a pair may pass a limit if the second makes up for it.
  const move = (from: number, to: number): void => {
    for (const limit of from < 0 ? [] : (draws[kind[from] ?? 0] ?? []))
      left[limit] = (left[limit] ?? 0) + (minutes[from] ?? 0);
    for (const limit of to < 0 ? [] : (draws[kind[to] ?? 0] ?? []))
      left[limit] = (left[limit] ?? 0) - (minutes[to] ?? 0);
  };
  const fits = (from: number, to: number): boolean => {
    move(from, to);
    const within = left.every((rest) => rest >= -1e-9);
    move(to, from);
    return within;
  };
  const held = (row: number): number => ((choice[row] ?? -1) < 0 ? -1 : row * options + (choice[row] ?? 0));
  const worth = (entry: number): number => (entry < 0 ? 0 : (value[entry] ?? 0));
  /** The worthiest act that fits a patient now, if it adds more than `least`. */
  const bestFor = (row: number, least: number): number | undefined => {
    const now = held(row);
    let best: number | undefined;
    let most = least;
    for (let option = -1; option < options; option += 1) {
      const entry = option < 0 ? -1 : row * options + option;
      const adds = worth(entry) - worth(now);
      if (adds > most && fits(now, entry)) {
        most = adds;
        best = entry;
      }
    }
    return best;
  };
  const hair = 1e-12 * choice.reduce((sum, _, row) => sum + worth(held(row)), 0);
  const exchange = (among: readonly number[], more: number, gained: number, after: number): boolean => {
    for (let nth = after; nth < among.length; nth += 1) {
      const one = among[nth] ?? 0;
      const was = choice[one] ?? -1;
      for (let option = -1; option < options; option += 1) {
        if (option === was) continue;
        const from = held(one);
        const to = option < 0 ? -1 : one * options + option;
        const adds = gained + worth(to) - worth(from);
        move(from, to);
        choice[one] = option;
        if (more > 1 ? exchange(among, more - 1, adds, nth + 1) : lastOf(among, nth, adds)) return true;
        choice[one] = was;
        move(to, from);
      }
    }
    return false;
  };
  const lastOf = (among: readonly number[], after: number, adds: number): boolean => {
    for (let nth = after + 1; nth < among.length; nth += 1) {
      const row = among[nth] ?? 0;
      const entry = bestFor(row, hair - adds);
      if (entry === undefined) continue;
      move(held(row), entry);
      choice[row] = entry < 0 ? -1 : entry - row * options;
      return true;
    }
    return false;
  };
  const few = rows.slice(0, mostInThrees);
  for (let round = 0; round < mostRounds; round += 1) {
    if (!exchange(rows, 1, 0, 0) && !exchange(few, 2, 0, 0)) return;
  }
}

function leftOf({ options, minutes, kind, draws, limits }: ChoiceProblem, choice: Int32Array): number[] {
  const taken = new Float64Array(draws.length);
  for (let row = 0; row < choice.length; row += 1) {
    const option = choice[row] ?? -1;
    if (option < 0) continue;
    const what = kind[row * options + option] ?? 0;
    taken[what] = (taken[what] ?? 0) + (minutes[row * options + option] ?? 0);
  }
  const used = minutesOf(taken, draws, limits.length);
  return limits.map((most, limit) => most - (used[limit] ?? 0));
}
