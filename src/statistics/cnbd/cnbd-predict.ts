import {
  type CnbdKind,
  type CnbdParameters,
  leavingChances,
  newSilence,
  requireCnbd,
  type Silence,
  silenceOf,
} from './cnbd.ts';

/** What is said of one patient. Probabilities in [0, 1]; never NaN. */
export interface CnbdScore {
  /** P(at least one visit within the horizon). */
  pVisit: number;
  expectedVisits: number;
  /** P(has not left). Cannot be observed, so it is never scored against data. */
  pAlive: number;
  /** P(gap <= the silence so far | the visits until the last, still active). */
  overduePercentile: number;
}

/** Fills and returns `into` for x visits after the first, the last at `tx`, watched until `t`. */
export type CnbdScorer = (x: number, tx: number, t: number, into: CnbdScore) => CnbdScore;

/** Days and visits up to which answers are kept in tables; beyond, they are computed each time. */
const keptDays = 16_384;
const keptVisits = 64;

/**
 * Says of each patient how likely and how many visits are within the horizon. Exact for every k, without
 * approximation and without hypergeometric functions:
 * - P(no visit in h) = L(t + h) / L(t), the same history watched longer, so
 *   P(visit) = P(alive) (1 - quiet(t + h) / quiet(t));
 * - given the stage j of the running gap, stages to come are negative binomial, and each visit may be the last
 *   (`meanVisits`);
 * - overdue is one minus the weight of being active and this silent.
 * With k = 1 the last two factors depend on x and t alone and are kept by whole days.
 * @param horizon at least 0, in the unit of the parameters
 * @param withVisits whether expected visits, the dearest of the four, are wanted; else they come as 0
 * @source Reutterer, Platzer & Schröder 2021 for the posterior of j; the sums are ours
 * @cost k = 1 and whole days: about 40 ns once tables are warm; otherwise O(k × stages ahead), about 1 µs
 */
export function cnbdScorer(
  kind: CnbdKind,
  parameters: CnbdParameters,
  horizon: number,
  withVisits = true,
): CnbdScorer {
  requireCnbd(parameters);
  if (!(horizon >= 0 && horizon < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`a horizon of at least 0 is required, got ${horizon}`);
  }
  return parameters.k === 1
    ? plainScorer(kind, parameters, horizon, withVisits)
    : stageScorer(kind, parameters, horizon, withVisits);
}

function stageScorer(
  kind: CnbdKind,
  parameters: CnbdParameters,
  horizon: number,
  withVisits: boolean,
): CnbdScorer {
  const [now, later] = [newSilence(), newSilence()];
  return (x, tx, t, into) => {
    silenceOf(kind, parameters, x, tx, t, now);
    silenceOf(kind, parameters, x, tx, t + horizon, later);
    into.pAlive = aliveOf(now);
    into.pVisit = into.pAlive * share(-Math.expm1(later.quiet - now.quiet));
    into.expectedVisits =
      horizon === 0 || !withVisits ? 0 : into.pAlive * meanVisits(kind, parameters, x, tx, t, horizon);
    into.overduePercentile = share(-Math.expm1(now.quiet));
    return into;
  };
}

function plainScorer(
  kind: CnbdKind,
  parameters: CnbdParameters,
  horizon: number,
  withVisits: boolean,
): CnbdScorer {
  const { r, alpha, a, b } = parameters;
  const logs = new Float64Array(keptDays);
  for (let day = 0; day < keptDays; day += 1) logs[day] = Math.log1p(day / alpha);
  const logAt = (time: number) => {
    const kept = time < keptDays ? logs[time] : undefined; // undefined between two whole days
    return kept === undefined ? Math.log1p(time / alpha) : kept;
  };
  /** By x: for each day, P(visit) and E[visits] of one who is alive; -1 until asked. */
  const kept: (Float64Array | undefined)[] = [];
  const fresh = { visit: 0, visits: 0 };
  const ask = (x: number, t: number, rungs: VisitRungs | undefined) => {
    fresh.visit = share(-Math.expm1(-(r + x) * Math.log1p(horizon / (alpha + t))));
    if (horizon === 0 || !withVisits) fresh.visits = 0;
    else if (rungs === undefined) fresh.visits = meanVisits(kind, parameters, x, t, t, horizon);
    else fresh.visits = visitsOnRungs(rungs, horizon / (alpha + t));
  };
  const rungsOf: (VisitRungs | undefined)[] = [];
  const aliveAhead = (x: number, t: number) => {
    if (x >= keptVisits || t >= keptDays || t !== Math.floor(t)) {
      ask(x, t, undefined);
      return fresh;
    }
    let table = kept[x];
    if (table === undefined || table.length <= 2 * t) {
      const grown = new Float64Array(Math.min(2 * keptDays, 4 * (t + 256))).fill(-1);
      if (table !== undefined) grown.set(table);
      table = grown;
      kept[x] = table;
      rungsOf[x] ??= visitRungs(r + x, a, b + leavingChances(kind, x));
    }
    if ((table[2 * t] as number) < 0) {
      ask(x, t, rungsOf[x]);
      table[2 * t] = fresh.visit;
      table[2 * t + 1] = fresh.visits;
    }
    fresh.visit = table[2 * t] as number;
    fresh.visits = table[2 * t + 1] as number;
    return fresh;
  };
  return (x, tx, t, into) => {
    const chances = leavingChances(kind, x);
    const silent = -(r + x) * (logAt(t) - logAt(tx));
    const quiet = Math.exp(silent);
    if (chances === 0) into.pAlive = 1;
    else if (quiet > 1e-280) into.pAlive = quiet / (quiet + a / (b + chances - 1));
    else into.pAlive = Math.exp(silent - Math.log(a / (b + chances - 1)));
    const ahead = aliveAhead(x, t);
    into.pVisit = into.pAlive * ahead.visit;
    into.expectedVisits = into.pAlive * ahead.visits;
    into.overduePercentile = 1 - quiet;
    return into;
  };
}

/**
 * P(alive) = quiet / (gone + quiet), from their logarithms.
 * @cost one exp
 */
export function aliveOf({ gone, quiet }: Silence): number {
  return 1 / (1 + Math.exp(gone - quiet));
}

/** For k = 1 and one x: what the sum over visits ahead needs at each of them, whatever t is. */
interface VisitRungs {
  readonly shape: number;
  readonly leave: number;
  readonly stay: number;
  /** (shape + i) / (i + 1): how the chances of i and i + 1 visits compare, but for q. */
  readonly factors: Float64Array;
  /** Expected visits of one whose rhythm brings i of them. */
  readonly gains: Float64Array;
}

const rungCount = 2048;

function visitRungs(shape: number, leave: number, stay: number): VisitRungs {
  const factors = new Float64Array(rungCount);
  const gains = new Float64Array(rungCount);
  let next = 1;
  for (let i = 0; i < rungCount; i += 1) {
    factors[i] = (shape + i) / (i + 1);
    if (i > 0) {
      gains[i] = (gains[i - 1] as number) + next;
      next *= (stay + i - 1) / (leave + stay + i - 1);
    }
  }
  return { shape, leave, stay, factors, gains };
}

/** The sum of `visitsAhead` for k = 1, by tables; goes over to it where they end. */
function visitsOnRungs({ shape, leave, stay, factors, gains }: VisitRungs, odds: number): number {
  const q = odds / (1 + odds);
  const mean = shape * odds;
  let term = Math.exp(-shape * Math.log1p(odds));
  let sum = 0;
  if (term < 1e-250) return visitsAhead(shape, odds, 0, 1, leave, stay);
  for (let i = 0; i < rungCount; i += 1) {
    sum += term * (gains[i] as number);
    term *= q * (factors[i] as number);
    // All that is left falls like a geometric row, and visits rise by at most one a step.
    if (term < 1e-14 && i > mean) {
      const ratio = Math.min(1 - 1e-9, q * Math.max(1, (shape + i + 1) / (i + 2)));
      if ((term / (1 - ratio)) * ((gains[i] as number) + 1 / (1 - ratio)) < 1e-13 * sum) return sum;
    }
  }
  return visitsAhead(shape, odds, 0, 1, leave, stay);
}

/** Most stages summed one by one; what is beyond counts as if it brought no further visit. */
const mostStages = 200_000;

/**
 * E[visits within the horizon] of one who is active at `t`: over the stages j that the running gap may have reached,
 * with weights c_j u^j, the visits n = 1, 2, ... that n k - j further stages bring, each reached only by one who did
 * not leave at any visit before.
 * @source our own sum; agrees with 3 million simulated patients  @cost O(k × stages within the horizon)
 */
export function meanVisits(
  kind: CnbdKind,
  parameters: CnbdParameters,
  x: number,
  tx: number,
  t: number,
  horizon: number,
): number {
  const { alpha, r, k } = parameters;
  const s = r + k * x;
  const weights = stageWeights(s, (t - tx) / (alpha + t), k);
  const staying = leavingChances(kind, x) + parameters.b;
  let sum = 0;
  for (let j = 0; j < k; j += 1) {
    const weight = weights[j] as number;
    if (weight > 1e-16)
      sum += weight * visitsAhead(s + j, horizon / (alpha + t), j, k, parameters.a, staying);
  }
  return sum;
}

/** Chance of each stage j < k of the running gap, given that it is not over. */
function stageWeights(s: number, u: number, k: number): Float64Array {
  const weights = new Float64Array(k);
  weights[0] = 1;
  let sum = 1;
  for (let j = 1; j < k; j += 1) {
    const weight = (weights[j - 1] as number) * ((s + j - 1) / j) * u;
    weights[j] = weight;
    sum += weight;
    if (sum > 1e200) {
      for (let i = 0; i <= j; i += 1) weights[i] = (weights[i] as number) / sum;
      sum = 1;
    }
  }
  for (let j = 0; j < k; j += 1) weights[j] = (weights[j] as number) / sum;
  return weights;
}

/**
 * Mean number of visits that a negative binomial number of stages brings, of which `done` are behind already.
 * @param shape of the negative binomial; `odds` q / (1 - q) of its chance q
 * @param leave and `stay` of the beta distribution of leaving after each visit ahead
 */
function visitsAhead(
  shape: number,
  odds: number,
  done: number,
  k: number,
  leave: number,
  stay: number,
): number {
  const q = odds / (1 + odds);
  const mean = shape * odds;
  const logNone = -shape * Math.log1p(odds);
  // Where even "no stage" is too small for a number, the sum begins twelve standard deviations below the mean, with
  // terms relative to the first, and is divided by their sum.
  const relative = logNone < -600;
  let i = relative ? Math.max(0, Math.floor(mean - 12 * Math.sqrt(mean * (1 + odds)))) : 0;
  let term = relative ? 1 : Math.exp(logNone);
  let visits = 0; // expected visits of one who passes i stages
  let next = 1; // chance of not having left before the next visit
  let reached = 0;
  let [sum, mass] = [0, 0];
  const visitsUntil = Math.floor((done + i) / k);
  for (; reached < visitsUntil; reached += 1) {
    visits += next;
    next *= (stay + reached) / (leave + stay + reached);
  }
  let stage = (done + i) % k;
  for (const end = i + mostStages; i < end; i += 1) {
    sum += term * visits;
    mass += term;
    const ratio = (q * (shape + i)) / (i + 1);
    term *= ratio;
    stage += 1;
    if (stage === k) {
      stage = 0;
      visits += next;
      next *= (stay + reached) / (leave + stay + reached);
      reached += 1;
    }
    // Past the mean the terms fall at least as fast as `ratio`, and visits rise by at most one a stage.
    if (i > mean && term < 1e-9 * mass) {
      const tail = term / (1 - Math.min(ratio, q + (q * shape) / (i + 1)));
      if (tail * (visits + 1 / (1 - q)) < 1e-14 * sum) break;
    }
  }
  return relative ? sum / mass : sum + Math.max(0, 1 - mass) * visits;
}

/**
 * P(exactly n visits within the horizon) for n = 0, 1, ..., most. With x, tx and t of zero: of a patient who has only
 * just come for the first time.
 * @returns chances that add up to at most one; what is missing is more than `most`
 * @source Fader, Hardie & Lee 2005, eq. 8 for k = 1; our own sum for other k  @cost O(k × (most + 1) k)
 */
export function visitCounts(
  kind: CnbdKind,
  parameters: CnbdParameters,
  { x, tx, t }: { readonly x: number; readonly tx: number; readonly t: number },
  horizon: number,
  most: number,
): number[] {
  const { alpha, r, a, b, k } = requireCnbd(parameters);
  const s = r + k * x;
  const alive = aliveOf(silenceOf(kind, parameters, x, tx, t, newSilence()));
  const weights = stageWeights(s, (t - tx) / (alpha + t), k);
  const staying = b + leavingChances(kind, x);
  const chances = new Array<number>(most + 1).fill(0);
  chances[0] = 1 - alive;
  for (let j = 0; j < k; j += 1) {
    const weight = alive * (weights[j] as number);
    const below = stagesBelow(s + j, horizon / (alpha + t), (most + 1) * k);
    let stayed = 1; // chance of having stayed at n visits
    for (let n = 0; n <= most; n += 1) {
      const enough = n === 0 ? 0 : (below[n * k - j] as number); // P(stages < n k - j)
      const exactly = (below[(n + 1) * k - j] as number) - enough;
      const leftAtLast = n === 0 ? 0 : (stayed * a) / (a + staying + n - 1);
      if (n > 0) stayed *= (staying + n - 1) / (a + staying + n - 1);
      chances[n] = (chances[n] as number) + weight * (stayed * exactly + leftAtLast * (1 - enough));
    }
  }
  return chances;
}

/** P(negative binomial < i) for i = 0 ... most. */
function stagesBelow(shape: number, odds: number, most: number): Float64Array {
  const below = new Float64Array(most + 1);
  const logQ = Math.log(odds) - Math.log1p(odds);
  let log = -shape * Math.log1p(odds);
  for (let i = 0; i < most; i += 1) {
    below[i + 1] = Math.min(1, (below[i] as number) + Math.exp(log));
    log += logQ + Math.log((shape + i) / (i + 1));
  }
  return below;
}

/** Rounding may leave a probability an ε outside. */
function share(value: number): number {
  return Math.min(1, Math.max(0, value));
}
