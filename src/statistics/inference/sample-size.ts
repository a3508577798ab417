import { normalQuantile } from '../functions/normal.ts';

/** How many are needed in either arm. */
export interface ArmSizes {
  readonly treated: number;
  readonly held: number;
}

/**
 * How many it takes to tell two shares apart: two-sided, normal approximation, without continuity correction.
 * @param held the share among those who are held out, in (0, 1)
 * @param treated the share that would be worth knowing of, in (0, 1), another than `held`
 * @param ratio those treated for one held out
 * @returns whole people, rounded up
 * @throws RangeError where the shares are no different shares, or the ratio is none
 * @source Fleiss, Levin & Paik 2003, 4.14 and 4.19; R: power.prop.test(p1 = .50, p2 = .75, power = .90) gives 76.7
 * @cost O(1)
 */
export function sampleSizeOfShares(
  held: number,
  treated: number,
  ratio = 1,
  how: { readonly confidence?: number; readonly power?: number } = {},
): ArmSizes {
  const isShare = (share: number): boolean => share > 0 && share < 1;
  if (!isShare(held) || !isShare(treated) || held === treated) {
    throw new RangeError(`sampleSizeOfShares requires two different shares, got ${held} and ${treated}`);
  }
  if (!(ratio > 0 && ratio < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`sampleSizeOfShares requires a ratio above zero, got ${ratio}`);
  }
  const { confidence = 0.95, power = 0.8 } = how;
  const level = normalQuantile(0.5 + confidence / 2);
  const sure = normalQuantile(power);
  const middle = (held + ratio * treated) / (1 + ratio);
  const nothing = level * Math.sqrt((1 + 1 / ratio) * middle * (1 - middle));
  const something = sure * Math.sqrt(held * (1 - held) + (treated * (1 - treated)) / ratio);
  const exact = (nothing + something) ** 2 / (held - treated) ** 2;
  return { held: Math.ceil(exact), treated: Math.ceil(exact * ratio) };
}

export interface ExperimentPlan {
  /** The share that returns when nothing is done, in (0, 1). */
  readonly base: number;
  /** What would be worth knowing of, in points of 1; may be negative. */
  readonly difference: number;
  /** Share of all who are treated, in (0, 1); one half when left out. */
  readonly treated?: number;
  /** Share of the variance that is known before, as by CUPED with a forecast; 0 when left out. */
  readonly explained?: number;
  /** Share of people whose outcome will be known, as of those asked by a survey; 1 when left out. */
  readonly answering?: number;
  readonly confidence?: number;
  readonly power?: number;
}

/**
 * How many people an experiment takes: two-sided, each arm with its own variance, lessened by what is known before and
 * raised by those who will not answer.
 * @returns whole people to assign, rounded up in each arm
 * @throws RangeError where a share is none or the difference is nothing
 * @source Fleiss, Levin & Paik 2003, 4.14 with unpooled variance; Deng et al. 2013 for what is explained: base .55 and
 *   5 points more take 1,531 an arm, 995 where a forecast explains .35  @cost O(1)
 */
export function sampleSizeOfExperiment(plan: ExperimentPlan): ArmSizes {
  const { base, difference, treated = 0.5, explained = 0, answering = 1 } = plan;
  const { confidence = 0.95, power = 0.8 } = plan;
  const other = base + difference;
  const inside = (share: number): boolean => share > 0 && share < 1;
  if (!inside(base) || !inside(other) || difference === 0) {
    throw new RangeError(`sampleSizeOfExperiment requires two different shares, got ${base} and ${other}`);
  }
  if (!inside(treated) || !(explained >= 0 && explained < 1) || !(answering > 0 && answering <= 1)) {
    throw new RangeError('sampleSizeOfExperiment requires shares of those treated, explained and answering');
  }
  const sure = normalQuantile(0.5 + confidence / 2) + normalQuantile(power);
  const spread = (other * (1 - other)) / treated + (base * (1 - base)) / (1 - treated);
  const all = (sure ** 2 * spread * (1 - explained)) / difference ** 2 / answering;
  return { treated: Math.ceil(all * treated), held: Math.ceil(all * (1 - treated)) };
}
