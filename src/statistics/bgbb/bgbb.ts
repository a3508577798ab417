/**
 * The BG/BB model of visits on a grid of opportunities (Fader, Hardie & Shang 2010, Marketing Science 29:1086).
 * Before each opportunity an active patient leaves for good with a chance of their own, drawn from
 * Beta(gamma, delta); one who has not left takes the opportunity with a chance of their own, from
 * Beta(alpha, beta). Skipping is not leaving: that is why it suits recalls.
 */
export interface BgbbParameters {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly delta: number;
}

/** What the model needs to know of a patient: how many of n opportunities were taken, and which was the last. */
export interface BgbbHistory {
  /** Opportunities taken. */
  readonly x: number;
  /** Number (1 to n) of the last opportunity taken; 0 when none was. */
  readonly tx: number;
  /** Opportunities that have passed. */
  readonly n: number;
}

/** Patients with the same history, counted once: a million patients make a few hundred of these. */
export interface BgbbCell extends BgbbHistory {
  readonly weight: number;
}

/** Slopes of the log-likelihood by each parameter. */
export interface BgbbSlopes {
  alpha: number;
  beta: number;
  gamma: number;
  delta: number;
}

/**
 * ln of the chance of these histories, summed over patients; optionally its slopes.
 * Rising factorials a (a+1) ... (a+k-1) are tabulated as sums of logarithms, instead of differences of ln Γ:
 * those cancel when a prior practice is very regular and a parameter runs to 10⁹. Within a cell, the ways to
 * have been silent since `tx` are summed as *ratios* to the first of them, which needs no exponentials and
 * cannot overflow.
 * @param slopes added to when given
 * @returns a finite number ≤ 0 for positive finite parameters
 * @throws RangeError on an impossible history, such as x above tx
 * @source Fader, Hardie & Shang 2010, eq. 7; donations, 11,104 people: -33225.58
 * @cost O(Σ (n - tx) + largest n); 300 cells of 12 opportunities take about 30 µs
 */
export function bgbbLogLikelihood(
  cells: readonly BgbbCell[],
  parameters: BgbbParameters,
  slopes?: BgbbSlopes,
): number {
  const most = longestOf(cells) + 1;
  const { alpha, beta, gamma, delta } = parameters;
  const tables: Tables = {
    alpha: risingLogs(alpha, most),
    beta: risingLogs(beta, most),
    both: risingLogs(alpha + beta, most),
    delta: risingLogs(delta, most),
    leave: risingLogs(gamma + delta, most),
  };
  let total = 0;
  for (const cell of cells) {
    if (cell.n === 0 || cell.weight === 0) continue;
    const { x, tx } = cell;
    const logActiveAtLast =
      at(tables.alpha.logs, x) +
      at(tables.beta.logs, tx - x) -
      at(tables.both.logs, tx) +
      at(tables.delta.logs, tx) -
      at(tables.leave.logs, tx);
    const silence = sumOfSilences(cell, parameters, slopes === undefined ? undefined : tables, slopes);
    total += cell.weight * (logActiveAtLast + Math.log(silence));
  }
  return total;
}

// A fit asks of the same cells some fifty times: looking at them each time was a fifth of it.
const looked = new WeakMap<readonly BgbbCell[], number>();

function longestOf(cells: readonly BgbbCell[]): number {
  let longest = looked.get(cells);
  if (longest === undefined) {
    longest = cells.reduce((max, cell) => Math.max(max, requireHistory(cell).n), 0);
    looked.set(cells, longest);
  }
  return longest;
}

/**
 * The chance of the silence from `tx` to `n`, given an active patient at `tx`: still active and skipped all, or
 * left before opportunity tx + 1, tx + 2, ..., n. With tables, the slopes of the whole cell are added.
 */
function sumOfSilences(
  { x, tx, n, weight }: BgbbCell,
  { alpha, beta, gamma, delta }: BgbbParameters,
  tables: Tables | undefined,
  slopes: BgbbSlopes | undefined,
): number {
  let active = 1; // chance of being active and silent at t, relative to tx
  let sum = 0;
  let byBeta = 0;
  let byBoth = 0;
  let byDelta = 0;
  let byLeave = 0;
  let left = 0;
  for (let t = tx; t <= n; t += 1) {
    const term = t === n ? active : (active * gamma) / (gamma + delta + t);
    sum += term;
    if (tables !== undefined) {
      byBeta += term * at(tables.beta.reciprocals, t - x);
      byBoth += term * at(tables.both.reciprocals, t);
      byDelta += term * at(tables.delta.reciprocals, t);
      byLeave += term * at(tables.leave.reciprocals, t === n ? t : t + 1);
      if (t < n) left += term;
    }
    active *= ((beta + t - x) / (alpha + beta + t)) * ((delta + t) / (gamma + delta + t));
  }
  if (tables !== undefined && slopes !== undefined) {
    const scale = weight / sum;
    slopes.alpha += weight * at(tables.alpha.reciprocals, x) - scale * byBoth;
    slopes.beta += scale * (byBeta - byBoth);
    slopes.gamma += scale * (left / gamma - byLeave);
    slopes.delta += scale * (byDelta - byLeave);
  }
  return sum;
}

interface Rising {
  /** ln of a (a+1) ... (a+k-1), by k. */
  readonly logs: Float64Array;
  /** 1/a + 1/(a+1) + ... + 1/(a+k-1), by k: the slope of the line above. */
  readonly reciprocals: Float64Array;
}

interface Tables {
  readonly alpha: Rising;
  readonly beta: Rising;
  readonly both: Rising;
  readonly delta: Rising;
  readonly leave: Rising;
}

function risingLogs(start: number, most: number): Rising {
  const logs = new Float64Array(most + 1);
  const reciprocals = new Float64Array(most + 1);
  for (let k = 0; k < most; k += 1) {
    logs[k + 1] = at(logs, k) + Math.log(start + k);
    reciprocals[k + 1] = at(reciprocals, k) + 1 / (start + k);
  }
  return { logs, reciprocals };
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}

/**
 * The history itself, when it is one that can happen.
 * @throws RangeError naming what is wrong; it is a bug of the caller, not data  @cost O(1)
 */
export function requireHistory<H extends BgbbHistory>(history: H): H {
  const { x, tx, n } = history;
  const whole = Number.isInteger(x) && Number.isInteger(tx) && Number.isInteger(n);
  if (!whole || x < 0 || tx < x || n < tx || x > 0 !== tx > 0) {
    throw new RangeError(`BG/BB requires whole 0 <= x <= tx <= n, got x ${x}, tx ${tx}, n ${n}`);
  }
  return history;
}

/**
 * Counts equal histories, so that everything after costs the number of cells and not of patients.
 * The cells come in a fixed order, whatever the order of the patients.
 * @source Fader, Hardie & Shang 2010, table 1  @cost O(patients), about 40 ns each
 */
export function countCells(histories: Iterable<BgbbHistory>): BgbbCell[] {
  const counts = new Map<string, { x: number; tx: number; n: number; weight: number }>();
  for (const { x, tx, n } of histories) {
    const key = `${x} ${tx} ${n}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { ...requireHistory({ x, tx, n }), weight: 1 });
    else known.weight += 1;
  }
  return [...counts.values()].sort((a, b) => a.n - b.n || a.tx - b.tx || a.x - b.x);
}
