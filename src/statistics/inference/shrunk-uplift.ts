import type { Figure } from '../figure.ts';

/** What an experiment of one's own showed: treated minus held out, in the unit of the belief it is drawn together with. */
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
 * A belief drawn together with one's own experiment, each weighing as much as it is precise. Ten people do not
 * overturn what thousands showed elsewhere; two thousand of one's own do.
 * @param belief points of 1 or log-odds, as the experiment; its interval is taken as 1.96 standard deviations either way
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

/** A normal belief as a figure. @param sd above zero, in the unit of the value  @cost O(1) */
export function upliftOf(value: number, sd: number, n: number): Uplift {
  const low = value - 1.96 * sd;
  const high = value + 1.96 * sd;
  return { value, low, high, n, evidence: low > 0 || high < 0 };
}
