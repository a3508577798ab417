import type { TooFew } from '../statistics/figure.ts';
import type { FittedReturn, ReturnInput } from '../statistics/return-model.ts';
import { bgbbRhythm } from './bgbb-rhythm.ts';

/** Fits BG/BB on the recall grid to plain histories. */
export function fitChampion({ histories, observedTo, recallDays, seed }: ReturnInput): FittedReturn | TooFew {
  const asOf = histories.reduce((latest, _, i) => Math.max(latest, observedTo[i] ?? 0), 0);
  const fitted = bgbbRhythm.fit({
    recallDays,
    asOf,
    histories: histories.map((days, i) => ({
      episodeStarts: days,
      lastVisitDay: days[days.length - 1] ?? 0,
      exitedOn: observedTo[i],
    })),
    prior: undefined,
    seed,
  });
  return {
    name: 'bg-bb',
    parameters: { ...fitted.parameters.model },
    logLikelihood: fitted.parameters.logLikelihood,
    n: fitted.n,
    converged: fitted.parameters.converged,
    forecaster: (horizonDays) => {
      const scorers = new Map<number, ReturnType<typeof bgbbRhythm.scorer>>();
      return (days, until) => {
        let score = scorers.get(until);
        if (score === undefined) {
          score = bgbbRhythm.scorer(fitted, until, horizonDays);
          scorers.set(until, score);
        }
        const { returnChance, expectedVisits, activeChance } = score({
          episodeStarts: days,
          lastVisitDay: days[days.length - 1] ?? 0,
        });
        return {
          pVisit: returnChance.value,
          pVisitLow: returnChance.low,
          pVisitHigh: returnChance.high,
          expectedVisits: expectedVisits.value,
          pAlive: activeChance,
          overduePercentile: 0,
        };
      };
    },
  };
}
