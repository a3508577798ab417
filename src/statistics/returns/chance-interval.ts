import { logistic, logit } from '../functions/log-add.ts';

/**
 * A 95 % interval for a chance, from the chance at the fit and at the two ends of each axis of its uncertainty. The
 * spread is taken in log-odds, where it is close to normal and cannot leave [0, 1].
 * @param chances at the fit first, then in pairs (`cornerThetas`)  @cost a logarithm each
 */
export function intervalFrom(chances: ArrayLike<number>): { pVisitLow: number; pVisitHigh: number } {
  let variance = 0;
  for (let i = 1; i + 1 < chances.length; i += 2) {
    variance += ((oddsOf(chances[i] ?? 0) - oddsOf(chances[i + 1] ?? 0)) / 2) ** 2;
  }
  const chance = chances[0] ?? 0;
  const centre = oddsOf(chance);
  const half = 1.959964 * Math.sqrt(variance);
  return {
    pVisitLow: Math.min(chance, logistic(centre - half)),
    pVisitHigh: Math.max(chance, logistic(centre + half)),
  };
}

function oddsOf(chance: number): number {
  return logit(Math.min(1 - 1e-12, Math.max(1e-12, chance)));
}
