import { type Uplift, upliftOf } from '../statistics/inference/shrunk-uplift.ts';

/** What trials elsewhere let one believe of an act, as a change of log-odds (normal). */
export interface ActPrior {
  readonly mean: number;
  readonly sd: number;
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
