import { digamma } from '../functions/digamma.ts';
import { logGamma, stirlingRemainder } from '../functions/log-gamma.ts';
import {
  type CnbdKind,
  type CnbdParameters,
  leavingChances,
  newSilence,
  requireCnbd,
  type Silence,
  silenceOf,
} from './cnbd.ts';
import type { CnbdCells } from './cnbd-cells.ts';

/** Slopes of the log-likelihood; by ln alpha, because alpha itself may be of any size. */
export interface CnbdSlopes {
  r: number;
  logAlpha: number;
  a: number;
  b: number;
}

/**
 * ln of the chance (a density in the times of visits) of these histories, summed; optionally its slopes.
 * What depends on x alone, or on t alone, is summed once per x and per t. What is left of a history is the logarithm
 * of gone + quiet, for which neighbouring histories are multiplied before one logarithm is taken of the product.
 * ln(1 + t/alpha) is tabulated instead of ln(alpha + t): in a very regular practice r and alpha run to 10⁹
 * together, and the difference of two large logarithms would lose what is sought.
 * @param slopes overwritten when given
 * @param tables overwritten; whoever looks often at the same cells keeps a set (`newTables`)
 * @source Reutterer, Platzer & Schröder 2021; k = 1: Fader, Hardie & Lee 2005 (CDNOW: -9582.43)
 * @cost about 15 ns a cell with k = 1, 4 ns more for each further stage, and the sums: O(distinct times + k × largest x)
 */
export function cnbdLogLikelihood(
  kind: CnbdKind,
  cells: CnbdCells,
  parameters: CnbdParameters,
  slopes?: CnbdSlopes,
  tables: CnbdTables = newTables(cells.times.length),
): number {
  const { alpha, k } = requireCnbd(parameters);
  const into = slopes ?? { r: 0, logAlpha: 0, a: 0, b: 0 };
  into.r = 0;
  into.logAlpha = 0;
  into.a = 0;
  into.b = 0;
  fillLogs(tables, cells.times, alpha);
  let total = k === 1 ? 0 : (k - 1) * cells.litt - cells.visits * logGamma(k);
  total += addVisitsAndLeaving(kind, cells, parameters, into);
  total -= addPowers(cells, parameters, tables, into);
  total += addSilences(kind, cells, parameters, tables, into);
  return total;
}

/** What depends on a time alone, by its place among the times of the cells. */
export interface CnbdTables {
  /** ln(1 + t/alpha) by place. */
  readonly logs: Float64Array;
  /** t / (alpha + t). */
  readonly shares: Float64Array;
  /** Room for 1 + t/alpha to the power that a group of histories needs. */
  readonly powers: Float64Array;
}

/** Empty tables for so many times; one set serves any number of looks at the same cells. @cost O(times) */
export function newTables(times: number): CnbdTables {
  return {
    logs: new Float64Array(times),
    shares: new Float64Array(times),
    powers: new Float64Array(times),
  };
}

function fillLogs({ logs, shares }: CnbdTables, times: Float64Array, alpha: number): void {
  for (let place = 0; place < times.length; place += 1) {
    const time = times[place] as number;
    logs[place] = Math.log1p(time / alpha);
    shares[place] = time / (alpha + time);
  }
}

/** (1 + t/alpha) to this power. */
function fillPowers(powers: Float64Array, logs: Float64Array, power: number): void {
  for (let place = 0; place < logs.length; place += 1)
    powers[place] = Math.exp(power * (logs[place] as number));
}

/** What x alone decides: x visits of k stages each, and so many chances to leave that were not taken. */
function addVisitsAndLeaving(
  kind: CnbdKind,
  { x, starts, byX }: CnbdCells,
  { r, alpha, a, b, k }: CnbdParameters,
  slopes: CnbdSlopes,
): number {
  let total = 0;
  let [visits, visitsSlope, stage] = [0, 0, 0];
  let [stays, staySlopeBoth, staySlopeB, chance] = [0, 0, 0, 0];
  for (let group = 0; group < byX.length; group += 1) {
    const thisX = x[starts[group] as number] as number;
    const weight = byX[group] as number;
    const end = k * thisX;
    if (end - stage > 4096) {
      const rise = longRise(r + stage, end - stage, alpha);
      visits += rise.log;
      visitsSlope += rise.slope;
      stage = end;
    }
    // Otherwise factors are multiplied in eights before a logarithm is taken.
    for (; stage < end; ) {
      let product = 1;
      for (const eight = Math.min(stage + 8, end); stage < eight; stage += 1) {
        product *= (r + stage) / alpha;
        visitsSlope += 1 / (r + stage);
      }
      visits += Math.log(product);
    }
    for (const all = leavingChances(kind, thisX); chance < all; chance += 1) {
      stays -= Math.log1p(a / (b + chance));
      staySlopeBoth += 1 / (a + b + chance);
      staySlopeB += 1 / (b + chance);
    }
    total += weight * (visits + stays);
    slopes.r += weight * visitsSlope;
    slopes.logAlpha -= weight * k * thisX;
    slopes.a -= weight * staySlopeBoth;
    slopes.b += weight * (staySlopeB - staySlopeBoth);
  }
  return total;
}

/**
 * ln of from (from + 1) ... (from + steps - 1) / alpha^steps, and its slope, for thousands of steps: by Stirling's
 * series, whose large parts cancel on paper, so that nine digits after the point stay whatever `from` is.
 * @source Abramowitz & Stegun 6.1.41, 6.3.18
 */
function longRise(from: number, steps: number, alpha: number): { log: number; slope: number } {
  const to = from + steps;
  if (from < 10) {
    const log = logGamma(to) - logGamma(from) - steps * Math.log(alpha);
    return { log, slope: digamma(to) - digamma(from) };
  }
  const ratio = Math.log1p(steps / from);
  const rest = stirlingRemainder(to) - stirlingRemainder(from);
  const log = (from - 0.5) * ratio + steps * Math.log(to / alpha) - steps + rest;
  if (from < 1e6) return { log, slope: digamma(to) - digamma(from) };
  return { log, slope: ratio + 0.5 / from - 0.5 / to + (1 / (from * from) - 1 / (to * to)) / 12 };
}

/** Sum of s ln(1 + t/alpha), by t. */
function addPowers(
  { byT, visitsByT }: CnbdCells,
  { r, k }: CnbdParameters,
  { logs, shares }: CnbdTables,
  slopes: CnbdSlopes,
): number {
  let [total, bySlope, byAlpha] = [0, 0, 0];
  for (let place = 0; place < byT.length; place += 1) {
    const patients = byT[place] as number;
    if (patients === 0) continue;
    const stages = r * patients + k * (visitsByT[place] as number);
    const log = logs[place] as number;
    total += stages * log;
    bySlope += patients * log;
    byAlpha += stages * (shares[place] as number);
  }
  slopes.r -= bySlope;
  slopes.logAlpha += byAlpha;
  return total;
}

/** The sum of ln(gone + quiet), both relative to (1 + t/alpha)^-s. */
function addSilences(
  kind: CnbdKind,
  cells: CnbdCells,
  parameters: CnbdParameters,
  tables: CnbdTables,
  slopes: CnbdSlopes,
): number {
  const { r, k } = parameters;
  const longest = tables.logs[tables.logs.length - 1] ?? 0; // times ascend
  let total = 0;
  // From the many visits down: these groups are small, and the engine has seen the whole of a function before it
  // compiles it for the large ones.
  for (let group = cells.byX.length - 1; group >= 0; group -= 1) {
    const from = cells.starts[group] as number;
    const to = cells.starts[group + 1] as number;
    const x = cells.x[from] as number;
    const s = r + k * x;
    // Nothing in the group can then leave the range of a double, and products are safe.
    const safe = s * longest < 500 && logOfLastStage(s, k) < 500;
    if (!safe) total += addInLogs(kind, cells, parameters, tables, from, to, slopes);
    else if (k === 1) total += addPlain(kind, cells, parameters, tables, from, to, slopes);
    else total += addStages(kind, cells, parameters, tables, from, to, slopes);
  }
  return total;
}

function logOfLastStage(s: number, k: number): number {
  let log = 0;
  for (let j = 1; j < k && log < 500; j += 1) log += Math.log((s + j - 1) / j);
  return log;
}

/**
 * k = 1: quiet is one, gone a power of (alpha + t) / (alpha + tx). The cells are in the order of t, so what depends on
 * t is fetched anew only where it changes.
 */
function addPlain(
  kind: CnbdKind,
  { tx, t, weight, x: visits }: CnbdCells,
  { r, a, b }: CnbdParameters,
  { logs, shares, powers }: CnbdTables,
  from: number,
  to: number,
  slopes: CnbdSlopes,
): number {
  const x = visits[from] as number;
  const chances = leavingChances(kind, x);
  if (chances === 0) return 0; // cannot have left: ln 1
  const leaving = a / (b + chances - 1);
  const s = r + x;
  const fall = -s;
  // With many histories the power of every time is taken once; with fewer, only of those that occur. The bound is low
  // so that the first, small look already goes both ways, and what the engine compiles then serves for all.
  const many = 4 * (to - from) > logs.length;
  if (many) fillPowers(powers, logs, fall);
  let total = 0;
  let product = 1;
  let gone = 0;
  let byLogs = 0;
  let byShares = 0;
  let now = -1;
  let log = 0;
  let share = 0;
  let power = 0;
  for (let i = from; i < to; i += 1) {
    if (t[i] !== now) {
      now = t[i] as number;
      log = logs[now] as number;
      share = shares[now] as number;
      if (many) power = leaving / (powers[now] as number);
    }
    const last = tx[i] as number;
    const heavy = weight[i] as number;
    const rise = log - (logs[last] as number);
    const left = many ? power * (powers[last] as number) : leaving * Math.exp(s * rise);
    const sum = 1 + left;
    if (heavy <= 8 && (heavy | 0) === heavy && sum < 1e12) {
      for (let times = heavy; times > 0; times -= 1) product *= sum;
      if (product > 1e200) {
        total += Math.log(product);
        product = 1;
      }
    } else total += heavy * Math.log(sum);
    const weighed = (heavy * left) / sum;
    gone += weighed;
    byLogs += weighed * rise;
    byShares += weighed * (share - (shares[last] as number));
  }
  slopes.r += byLogs;
  slopes.logAlpha -= s * byShares;
  slopes.a += gone / a;
  slopes.b -= gone / (b + chances - 1);
  return total + Math.log(product);
}

/** Any k: quiet is the sum over the stages of the running gap. */
function addStages(
  kind: CnbdKind,
  { tx, t, weight, times, x: visits }: CnbdCells,
  { r, alpha, a, b, k }: CnbdParameters,
  { logs, shares }: CnbdTables,
  from: number,
  to: number,
  slopes: CnbdSlopes,
): number {
  const x = visits[from] as number;
  const s = r + k * x;
  const chances = leavingChances(kind, x);
  const leaving = chances === 0 ? 0 : a / (b + chances - 1);
  const factors = new Float64Array(k);
  const harmonics = new Float64Array(k);
  for (let j = 1; j < k; j += 1) {
    factors[j] = (s + j - 1) / j;
    harmonics[j] = (harmonics[j - 1] as number) + 1 / (s + j - 1);
  }
  let total = 0;
  let product = 1;
  let gone = 0;
  let byR = 0;
  let byAlpha = 0;
  for (let i = from; i < to; i += 1) {
    const last = tx[i] as number;
    const now = t[i] as number;
    const heavy = weight[i] as number;
    const u = ((times[now] as number) - (times[last] as number)) / (alpha + (times[now] as number));
    let term = 1;
    let quiet = 1;
    let stage = 0;
    let harmonic = 0;
    for (let j = 1; j < k; j += 1) {
      term *= (factors[j] as number) * u;
      quiet += term;
      stage += j * term;
      harmonic += (harmonics[j] as number) * term;
    }
    const rise = (logs[now] as number) - (logs[last] as number);
    const left = leaving === 0 ? 0 : leaving * Math.exp(s * rise);
    const sum = quiet + left;
    if (heavy === 1 && sum < 1e50) {
      product *= sum;
      if (product > 1e200) {
        total += Math.log(product);
        product = 1;
      }
    } else total += heavy * Math.log(sum);
    const scale = heavy / sum;
    gone += scale * left;
    byR += scale * (left * rise + harmonic);
    byAlpha -=
      scale *
      (left * s * ((shares[now] as number) - (shares[last] as number)) +
        stage * (1 - (shares[now] as number)));
  }
  slopes.r += byR;
  slopes.logAlpha += byAlpha;
  if (chances > 0) {
    slopes.a += gone / a;
    slopes.b -= gone / (b + chances - 1);
  }
  return total + Math.log(product);
}

/** The same without leaving the logarithm: for thousands of visits, or a practice without any spread. */
function addInLogs(
  kind: CnbdKind,
  { tx, t, weight, times, x: visits }: CnbdCells,
  parameters: CnbdParameters,
  { logs, shares }: CnbdTables,
  from: number,
  to: number,
  slopes: CnbdSlopes,
): number {
  const { r, a, b, k } = parameters;
  const x = visits[from] as number;
  const s = r + k * x;
  const chances = leavingChances(kind, x);
  const silence: Silence = newSilence();
  let total = 0;
  for (let i = from; i < to; i += 1) {
    const last = tx[i] as number;
    const now = t[i] as number;
    const heavy = weight[i] as number;
    silenceOf(kind, parameters, x, times[last] as number, times[now] as number, silence);
    const rise = (logs[now] as number) - (logs[last] as number);
    const larger = Math.max(silence.gone, silence.quiet);
    const [gone, quiet] = [Math.exp(silence.gone - larger), Math.exp(silence.quiet - larger)];
    total += heavy * (larger + Math.log(gone + quiet) + s * rise);
    const left = (heavy * gone) / (gone + quiet);
    const stays = (heavy * quiet) / (gone + quiet);
    slopes.r += left * rise + stays * silence.harmonic;
    slopes.logAlpha -=
      left * s * ((shares[now] as number) - (shares[last] as number)) +
      stays * silence.stage * (1 - (shares[now] as number));
    if (chances > 0) {
      slopes.a += left / a;
      slopes.b -= left / (b + chances - 1);
    }
  }
  return total;
}
