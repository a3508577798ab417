import { logistic, logit } from './log-add.ts';

/**
 * A 95 % interval for a chance, from the chance at the fit and at the two ends of each axis of its uncertainty. The
 * spread is taken in log-odds, where it is close to normal and cannot leave [0, 1].
 * @param chances at the fit first, then in pairs (`cornerThetas`)  @cost a logarithm each
 */
export function intervalFrom(chances: readonly number[]): { pVisitLow: number; pVisitHigh: number } {
  const odds = chances.map((chance) => logit(Math.min(1 - 1e-12, Math.max(1e-12, chance))));
  let variance = 0;
  for (let i = 1; i + 1 < odds.length; i += 2) variance += (((odds[i] ?? 0) - (odds[i + 1] ?? 0)) / 2) ** 2;
  const [centre = 0] = odds;
  const half = 1.959964 * Math.sqrt(variance);
  const [chance = 0] = chances;
  return {
    pVisitLow: Math.min(chance, logistic(centre - half)),
    pVisitHigh: Math.max(chance, logistic(centre + half)),
  };
}
