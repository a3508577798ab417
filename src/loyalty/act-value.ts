import type { Figure } from '../statistics/figure.ts';

/**
 * What one call adds to the chance of a visit, for a patient who might go either way: 4 points, somewhere between
 * nothing and 9. A belief, shrunk from trials of recall by phone, until the practice's own experiments speak; n is
 * 0 for that reason. Sources and arithmetic: docs/methods/act-value.md.
 */
export const returnCallUplift: Figure = { value: 0.04, low: 0, high: 0.09, n: 0 };

/**
 * Expected extra visits kept by one call: the uplift, scaled by 4 p (1 - p). The scale is 1 for a patient who is
 * as likely to come as not, and falls to 0 for those who come anyway and those who are long gone. Ranking by risk
 * would call the long gone first.
 * @cost O(1)
 */
export function returnCallValue(chance: Figure, uplift: Figure = returnCallUplift): Figure {
  const swing = (p: number) => 4 * p * (1 - p);
  const ends = [swing(chance.low), swing(chance.high), swing(chance.value)];
  const most = chance.low <= 0.5 && chance.high >= 0.5 ? 1 : Math.max(...ends);
  const least = Math.min(...ends);
  return {
    value: uplift.value * swing(chance.value),
    low: uplift.low * (uplift.low < 0 ? most : least),
    high: uplift.high * most,
    n: uplift.n,
  };
}
