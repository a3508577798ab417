import type { Figure } from '../statistics/figure.ts';

/** What trials elsewhere let one believe of an act, as a change of log-odds (normal). */
export interface ActPrior {
  readonly mean: number;
  readonly sd: number;
}

/** What the practice's own experiment showed: treated minus held out, in points of 1. */
export interface Measured {
  readonly difference: number;
  readonly standardError: number;
  /** People in both arms. */
  readonly n: number;
}

export interface Uplift extends Figure {
  /** False while the interval includes nothing: then it is "no evidence yet", and no claim is made for the act. */
  readonly evidence: boolean;
}

/**
 * Acts of which trials say something of coming or returning; see docs/methods/act-value.md. Thank-you calls and cards
 * changed nothing among half a million people, and no trial of birthday cards was found.
 */
export const actPriors = {
  thanks: { mean: 0.02, sd: 0.1 },
  birthday: { mean: 0, sd: 0.1 },
  recovery: { mean: 0.05, sd: 0.15 },
} satisfies Readonly<Record<string, ActPrior>>;

/** A prior of log-odds as points of 1 at the share who come without the act. @cost O(1) */
export function priorUplift(prior: ActPrior, base: number): Uplift {
  if (!(base > 0 && base < 1)) throw new RangeError(`priorUplift requires a base inside (0, 1), got ${base}`);
  // Small changes of log-odds are p (1 - p) times as many points.
  const slope = base * (1 - base);
  return upliftOf(prior.mean * slope, prior.sd * slope, 0);
}

/**
 * A belief drawn together with the practice's own experiment, each weighing as much as it is precise. Ten people do not
 * overturn what thousands showed elsewhere; two thousand of one's own do.
 * @param belief its interval is taken as 1.96 standard deviations either way
 * @throws RangeError where the belief has no width or the experiment no standard error above zero
 * @source the normal-normal model, Gelman et al. 2013, 2.5  @cost O(1)
 */
export function shrunkUplift(belief: Figure, measured: Measured): Uplift {
  const sd = (belief.high - belief.low) / (2 * 1.96);
  if (!(sd > 0 && measured.standardError > 0 && Number.isFinite(measured.difference))) {
    throw new RangeError('shrunkUplift requires a belief with a width and an experiment with an error');
  }
  const before = 1 / sd ** 2;
  const own = 1 / measured.standardError ** 2;
  const mean = (belief.value * before + measured.difference * own) / (before + own);
  return upliftOf(mean, Math.sqrt(1 / (before + own)), measured.n);
}

function upliftOf(value: number, sd: number, n: number): Uplift {
  const low = value - 1.96 * sd;
  const high = value + 1.96 * sd;
  return { value, low, high, n, evidence: low > 0 || high < 0 };
}
