import { normalQuantile } from './normal.ts';

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
