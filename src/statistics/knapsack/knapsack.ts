import { finishExactly } from './knapsack-exact.ts';
import { fillUp } from './knapsack-fill.ts';
import type { Mix } from './knapsack-mix.ts';
import { polish } from './knapsack-polish.ts';
import { findMix } from './knapsack-prices.ts';
import type { ChoiceProblem } from './knapsack-problem.ts';
import { partCrowd } from './knapsack-round.ts';
import { inWholeSteps } from './knapsack-steps.ts';

export interface Chosen {
  /** For each patient the act, or -1 for none. */
  readonly choice: Int32Array;
  readonly value: number;
  /** No choice within the limits can be worth more: the certificate. */
  readonly bound: number;
  /** (bound - value) / bound; 0 where nothing is worth anything. */
  readonly gap: number;
  /** Minutes taken from each limit. */
  readonly used: readonly number[];
  /** What one more minute of each limit would add, in the unit of value. */
  readonly prices: readonly number[];
  /** Whether the best choice was proved; else the gap says how far it can be. */
  readonly exact: boolean;
}

// Up to as many patients the best choice is looked for by branch and bound; beyond, the gap is small enough anyhow.
const smallRows = 400;
// Up to as many every move is tried to fill the minutes that are left; beyond, a sort of all would cost too much.
const fewRows = 40_000;

/**
 * The multiple-choice knapsack: which act for whom, so that the minutes keep most. Every minute of every limit gets a
 * price; each patient takes the act that is worth most beyond its price, which needs one look at each. The prices are
 * searched until the minutes are spent. Whatever the prices, value beyond price plus the priced limits is a bound that
 * no choice can pass (weak duality), so the answer says how good it is. What is left of the minutes is filled up, and
 * small problems are then finished exactly. No dice; ties go by the order of the rows.
 * @throws RangeError when arrays differ in length, or a number is not one
 * @source Everett 1963 (prices); Sinha & Zoltners 1979; Kellerer, Pferschy & Pisinger 2004, chapter 11
 * @cost some 5 looks at every act and a search on a sample: a million patients with five acts each take some 0.5 s
 */
export function chooseWithin(problem: ChoiceProblem): Chosen {
  requireProblem(problem);
  const rows = problem.value.length / problem.options;
  const small = rows <= fewRows ? inWholeSteps(problem) : problem;
  const { mix, crowd, choice } = findMix(small);
  partCrowd(small, crowd, mix, choice);
  if (rows <= fewRows) fillUp(small, mix.prices, choice, Number.POSITIVE_INFINITY, 0);
  else for (const near of [0.002, 0.05]) fillUp(small, mix.prices, choice, near, 2e-4 * mix.bound);
  if (rows > smallRows) {
    if (rows <= fewRows) polish(problem, mix.prices, choice);
    return told(problem, choice, mix, false);
  }
  const finished = finishExactly(small, mix.prices, choice);
  return told(problem, finished.choice, mix, finished.proved);
}

/** Everything is added up anew from the choice itself. */
function told(problem: ChoiceProblem, choice: Int32Array, { prices, bound }: Mix, exact: boolean): Chosen {
  const used = problem.limits.map(() => 0);
  let value = 0;
  for (let row = 0; row < choice.length; row += 1) {
    const option = choice[row] ?? -1;
    if (option < 0) continue;
    const entry = row * problem.options + option;
    value += problem.value[entry] ?? 0;
    for (const limit of problem.draws[problem.kind[entry] ?? 0] ?? []) {
      used[limit] = (used[limit] ?? 0) + (problem.minutes[entry] ?? 0);
    }
  }
  const most = exact ? value : Math.max(value, bound);
  return { choice, value, bound: most, gap: most > 0 ? (most - value) / most : 0, used, prices, exact };
}

function requireProblem({ options, value, minutes, kind, draws, limits }: ChoiceProblem): void {
  if (!(Number.isInteger(options) && options >= 1 && value.length % options === 0)) {
    throw new RangeError(
      `chooseWithin requires whole rows, got ${value.length} entries in rows of ${options}`,
    );
  }
  if (minutes.length !== value.length || kind.length !== value.length) {
    throw new RangeError('chooseWithin requires a value, minutes and a kind for every act');
  }
  for (const limit of limits) {
    if (!(limit >= 0)) throw new RangeError(`a limit requires minutes of at least zero, got ${limit}`);
  }
  for (const taken of draws) {
    if (taken.some((limit) => limits[limit] === undefined)) {
      throw new RangeError('a kind of act takes minutes from a limit that there is not');
    }
  }
  // One product a row finds what is no number: 0 × it is not 0.
  let strange = 0;
  let least = 0;
  let highest = 0;
  for (let entry = 0; entry < value.length; entry += 1) {
    const length = minutes[entry] ?? 0;
    strange += 0 * ((value[entry] ?? 0) + length);
    if (length < least) least = length;
    if ((kind[entry] ?? 0) > highest) highest = kind[entry] ?? 0;
  }
  if (strange !== 0 || least < 0 || (value.length > 0 && highest >= draws.length)) {
    throw new RangeError('an act requires a finite value, minutes of at least zero and a kind that there is');
  }
}
