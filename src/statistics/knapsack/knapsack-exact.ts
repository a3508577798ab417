import { type ChoiceProblem, mostOfKinds, pricedLimits, priceOfKinds } from './knapsack-problem.ts';

// A whole number of looks, not a time: the same problem ends at the same choice on a slow machine.
const mostLooks = 20_000;

interface Alternative {
  readonly option: number;
  readonly value: number;
  readonly gain: number;
  readonly minutes: number;
  readonly draws: readonly number[];
}

interface Row {
  readonly row: number;
  /** The best beyond its price first; "no act" stands among them. */
  readonly alternatives: readonly Alternative[];
}

/**
 * Branch and bound: from a good choice to the best. Patients for whom the prices leave least doubt are settled first; a
 * branch is left as soon as its value, what the rest could add at these prices and the priced minutes that are left
 * cannot pass the best known. Gives up after a fixed number of looks, with the best so far.
 * @param start within the limits; kept unless something is strictly better
 * @source Land & Doig 1960, with the bound of Everett's prices  @cost at most 20,000 looks
 */
export function finishExactly(
  problem: ChoiceProblem,
  prices: readonly number[],
  start: Int32Array,
): { readonly choice: Int32Array; readonly proved: boolean } {
  const rows = rowsOf(problem, prices);
  const rest = new Float64Array(rows.length + 1);
  for (let i = rows.length - 1; i >= 0; i -= 1) {
    rest[i] = (rest[i + 1] ?? 0) + (rows[i]?.alternatives[0]?.gain ?? 0);
  }
  let best = start;
  let most = worthOf(problem, start);
  const hair = 1e-12 * (1 + Math.abs(most)); // less than this is rounding, not an improvement
  let looks = 0;
  const left = problem.limits.slice();
  const choice = new Int32Array(start.length).fill(-1);
  const go = (depth: number, value: number): void => {
    looks += 1;
    if (looks > mostLooks) return;
    const here = rows[depth];
    if (here === undefined) {
      if (value > most + hair) {
        most = value;
        best = choice.slice();
      }
      return;
    }
    for (const one of here.alternatives) {
      const after = (rest[depth + 1] ?? 0) + pricedLimits(left, prices);
      // What this act takes of the priced minutes is in its gain already.
      if (value + one.gain + after <= most + hair) break;
      if (one.draws.some((limit) => one.minutes > (left[limit] ?? 0))) continue;
      const before = one.draws.map((limit) => left[limit] ?? 0);
      for (const limit of one.draws) left[limit] = (left[limit] ?? 0) - one.minutes;
      choice[here.row] = one.option;
      go(depth + 1, value + one.value);
      choice[here.row] = -1;
      // Put back as it was: subtracting and adding fractions would not end where it began.
      for (const [nth, limit] of one.draws.entries()) left[limit] = before[nth] ?? 0;
    }
  };
  go(0, 0);
  return { choice: best, proved: looks <= mostLooks };
}

function rowsOf(
  { options, value, minutes, kind, draws, limits }: ChoiceProblem,
  prices: readonly number[],
): Row[] {
  const ofKind = priceOfKinds(draws, prices);
  const most = mostOfKinds(draws, limits);
  const none: Alternative = { option: -1, value: 0, gain: 0, minutes: 0, draws: [] };
  const rows: Row[] = [];
  for (let row = 0; row < value.length / options; row += 1) {
    const alternatives = [none];
    for (let option = 0; option < options; option += 1) {
      const entry = row * options + option;
      const worth = value[entry] ?? 0;
      const length = minutes[entry] ?? 0;
      const what = kind[entry] ?? 0;
      if (!(worth > 0) || length > (most[what] ?? 0)) continue;
      const gain = worth - length * (ofKind[what] ?? 0);
      alternatives.push({ option, value: worth, gain, minutes: length, draws: draws[what] ?? [] });
    }
    if (alternatives.length === 1) continue;
    alternatives.sort((a, b) => b.gain - a.gain || a.option - b.option);
    rows.push({ row, alternatives });
  }
  const doubt = ({ alternatives: [first, second] }: Row): number => (first?.gain ?? 0) - (second?.gain ?? 0);
  return rows.sort((a, b) => doubt(b) - doubt(a) || a.row - b.row);
}

function worthOf({ options, value }: ChoiceProblem, choice: Int32Array): number {
  let sum = 0;
  for (let row = 0; row < choice.length; row += 1) {
    const option = choice[row] ?? -1;
    if (option >= 0) sum += value[row * options + option] ?? 0;
  }
  return sum;
}
