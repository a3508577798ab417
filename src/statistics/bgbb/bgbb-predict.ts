import { logBeta } from '../functions/log-beta.ts';
import { logGamma } from '../functions/log-gamma.ts';
import { type BgbbHistory, type BgbbParameters, requireHistory } from './bgbb.ts';

/**
 * A history at a moment within an opportunity: `running` is the share of opportunity n + 1 that has passed in
 * silence, in [0, 1]. A visit is taken to be equally likely at any time within its opportunity.
 */
export interface BgbbMoment extends BgbbHistory {
  readonly running: number;
}

/**
 * The chance that silence lasts to the end of opportunity n, n + 1, ..., n + ahead, relative to an active patient
 * at `tx`. It falls, and never below the chance of having left at once. Between two opportunities the chance
 * lies on the straight line, exactly: with share f passed, silence has chance
 * (1 - f) L(n) + f L(n + 1), because the visit of this opportunity falls into its first part with chance f.
 * @param into where the ahead + 1 numbers go, from `start` on; hundreds of curves in one array spare the collector
 * @returns `into`, by default ahead + 1 numbers, each in (0, 1]
 * @source the L(n + m) / L(n) identity of Fader, Hardie & Shang 2010, eq. 7  @cost O(n - tx + ahead) products
 */
export function silenceCurve(
  parameters: BgbbParameters,
  history: BgbbHistory,
  ahead: number,
  into = new Float64Array(ahead + 1),
  start = 0,
): Float64Array {
  const { alpha, beta, gamma, delta } = parameters;
  const { x, tx, n } = requireHistory(history);
  let active = 1;
  let left = 0;
  for (let t = tx; t <= n + ahead; t += 1) {
    if (t >= n) into[start + t - n] = active + left;
    left += (active * gamma) / (gamma + delta + t);
    active *= ((beta + t - x) / (alpha + beta + t)) * ((delta + t) / (gamma + delta + t));
  }
  return into;
}

/**
 * The height of the curve `position` opportunities after n, on the straight line between whole ones.
 * @throws RangeError when the curve does not reach that far  @cost O(1)
 */
export function alongCurve(curve: Float64Array, position: number): number {
  const whole = Math.floor(position);
  const share = position - whole;
  const before = curve[whole];
  const after = share === 0 ? before : curve[whole + 1];
  if (before === undefined || after === undefined) {
    throw new RangeError(`the silence curve has ${curve.length} points, asked for ${position}`);
  }
  return before + share * (after - before);
}

/**
 * Expected visits within one opportunity from the middle of the running one: `bgbbOutlook(...).visits(0.5, 1)` without
 * the rest of the outlook, for the hundreds of draws behind an interval.
 * @param curve of the same history, from `start` on, at least two points  @cost O(n - tx), allocates nothing
 */
export function visitsAroundNow(
  parameters: BgbbParameters,
  history: BgbbHistory,
  curve: Float64Array,
  start: number,
): number {
  const { alpha, beta, gamma, delta } = parameters;
  const { x, n } = history;
  const visit = (alpha + x) / (alpha + beta + n);
  const visitAgain = (alpha + x + 1) / (alpha + beta + n + 1);
  const now = activeBefore(parameters, history) * ((delta + n) / (gamma + delta + n));
  const next = now * ((delta + n + 1) / (gamma + delta + n + 1));
  return (0.5 * visit * (now + next * (1 - 0.5 * visitAgain))) / alongCurve(curve, start + 0.5);
}

/** Chance of silence from `tx` to `n` by a patient who stays active, relative to an active one at `tx`. */
function activeBefore({ alpha, beta, gamma, delta }: BgbbParameters, { x, tx, n }: BgbbHistory): number {
  let still = 1;
  for (let t = tx; t < n; t += 1) {
    still *= ((beta + t - x) / (alpha + beta + t)) * ((delta + t) / (gamma + delta + t));
  }
  return still;
}

/** Everything that one history says of the time ahead; asked many times, computed once. */
export interface Outlook {
  readonly curve: Float64Array;
  /** P(at least one visit within the next `opportunities`), from a share of the running one. */
  chance(running: number, opportunities: number): number;
  /** Expected opportunities taken in the same stretch. */
  visits(running: number, opportunities: number): number;
  /** P(not left before the running opportunity). */
  active(running: number): number;
}

/**
 * The outlook of one history, so that all patients who share it (a few hundred histories cover a million
 * patients) cost an interpolation each.
 * @param longest opportunities ahead that may be asked about, the running one included
 * @source as the three functions below, which ask it once  @cost O(n - tx + longest), then O(1) a question
 */
export function bgbbOutlook(parameters: BgbbParameters, history: BgbbHistory, longest: number): Outlook {
  const { alpha, beta, gamma, delta } = parameters;
  const { x, n } = requireHistory(history);
  const curve = silenceCurve(parameters, history, longest);
  /** Chance that an active patient takes an opportunity, and another one having taken it. */
  const visit = (alpha + x) / (alpha + beta + n);
  const visitAgain = (alpha + x + 1) / (alpha + beta + n + 1);
  /** Chance of being active at opportunity n + 1 + i, relative to tx; and the sum of these from i = 1. */
  const active = new Float64Array(longest + 1);
  const activeSum = new Float64Array(longest + 1);
  let still = activeBefore(parameters, history);
  for (let i = 0; i <= longest; i += 1) {
    still *= (delta + n + i) / (gamma + delta + n + i);
    active[i] = still;
    activeSum[i] = i === 0 ? 0 : (activeSum[i - 1] ?? 0) + still;
  }
  const now = active[0] ?? 0;
  return {
    curve,
    chance(running, opportunities) {
      const end = alongCurve(curve, running + opportunities);
      return Math.max(0, 1 - end / alongCurve(curve, running));
    },
    visits(running, opportunities) {
      const end = running + opportunities;
      const thisOne = now * visit * Math.max(0, Math.min(1, end) - running);
      // Later opportunities are worth a little less for a patient whose silence in the running one spoke
      // against frequent visits; the last one counts by its share.
      const later = end <= 1 ? 0 : alongCurve(activeSum, end - 1);
      return (thisOne + later * visit * (1 - running * visitAgain)) / alongCurve(curve, running);
    },
    active: (running) => (now * (1 - running * visit)) / alongCurve(curve, running),
  };
}

/**
 * P(at least one visit within the next `opportunities`): one minus how much of the silence curve remains.
 * @param opportunities need not be whole
 * @returns in [0, 1]; falls the longer the patient has been silent, rises with the horizon
 * @source 1 - L(n + m) / L(n), Fader, Hardie & Shang 2010  @cost O(n - tx + opportunities)
 */
export function visitChance(parameters: BgbbParameters, moment: BgbbMoment, opportunities: number): number {
  return outlookOf(parameters, moment, opportunities).chance(moment.running, opportunities);
}

/**
 * P(alive): the chance that a patient has not left before the opportunity now running. It cannot be observed,
 * so it is never scored against data; P(visit) is.
 * @source Fader, Hardie & Shang 2010, eq. 11 (donations: 0.11, 0.59, 0.93)  @cost O(n - tx)
 */
export function activeChance(parameters: BgbbParameters, moment: BgbbMoment): number {
  return outlookOf(parameters, moment, 0).active(moment.running);
}

/**
 * Expected opportunities taken among the next ones, the rest of the running one included.
 * Summed opportunity by opportunity: the closed form divides by gamma - 1 and breaks where gamma is one.
 * @param opportunities need not be whole: the last counts by its share
 * @source Fader, Hardie & Shang 2010, eq. 14; donations: next five give 12,884.2 in all
 * @cost O(n - tx + opportunities)
 */
export function expectedVisits(
  parameters: BgbbParameters,
  moment: BgbbMoment,
  opportunities: number,
): number {
  return outlookOf(parameters, moment, opportunities).visits(moment.running, opportunities);
}

/**
 * P(x of n opportunities taken), for a patient of whom nothing is known yet: x = 0, 1, ..., n.
 * @source Fader, Hardie & Shang 2010, eq. 8  @cost O(n²)
 */
export function visitCountChances(parameters: BgbbParameters, n: number): number[] {
  const { alpha, beta, gamma, delta } = parameters;
  const base = logBeta(alpha, beta) + logBeta(gamma, delta);
  const chance = (x: number, t: number, leaves: number) => {
    const ways = logGamma(t + 1) - logGamma(x + 1) - logGamma(t - x + 1);
    return Math.exp(ways + logBeta(alpha + x, beta + t - x) + logBeta(gamma + leaves, delta + t) - base);
  };
  return Array.from({ length: n + 1 }, (_, x) => {
    let sum = chance(x, n, 0);
    for (let t = x; t < n; t += 1) sum += chance(x, t, 1);
    return sum;
  });
}

function outlookOf(parameters: BgbbParameters, moment: BgbbMoment, opportunities: number): Outlook {
  return bgbbOutlook(parameters, moment, Math.ceil(requireRunning(moment) + opportunities) + 1);
}

function requireRunning({ running }: BgbbMoment): number {
  if (!(running >= 0 && running <= 1)) throw new RangeError(`running is a share in [0, 1], got ${running}`);
  return running;
}
