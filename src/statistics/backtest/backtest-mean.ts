import { logistic } from '../functions/log-add.ts';
import {
  chanceForecasterOf,
  type PointForecast,
  pointForecasterOf,
  type ReturnForecast,
  type ReturnModel,
} from '../returns/return-model.ts';
import { boundedLogOdds } from '../survival/hazard-features.ts';

/**
 * Two models that err differently, halfway between their log-odds. The interval is as wide as the mean of the two on
 * that scale; counts are the plain mean.
 * @source logarithmic opinion pool, Genest & Zidek 1986  @cost both models
 */
export function meanModel(
  name: string,
  complexity: number,
  one: ReturnModel,
  other: ReturnModel,
): ReturnModel {
  return {
    name,
    complexity,
    fit(input) {
      const first = one.fit(input);
      const second = other.fit(input);
      if ('kind' in first) return first;
      if ('kind' in second) return second;
      return {
        name,
        parameters: {
          ...prefixed(first.name, first.parameters),
          ...prefixed(second.name, second.parameters),
        },
        logLikelihood: undefined,
        n: Math.min(first.n, second.n),
        converged: first.converged && second.converged,
        forecaster(horizonDays) {
          const says = [first.forecaster(horizonDays), second.forecaster(horizonDays)] as const;
          return (days, observedTo) => between(says[0](days, observedTo), says[1](days, observedTo));
        },
        pointForecaster(horizonDays) {
          const says = [
            pointForecasterOf(first, horizonDays),
            pointForecasterOf(second, horizonDays),
          ] as const;
          return (days, observedTo) => pointBetween(says[0](days, observedTo), says[1](days, observedTo));
        },
        chanceForecaster(horizonDays) {
          const says = [
            chanceForecasterOf(first, horizonDays),
            chanceForecasterOf(second, horizonDays),
          ] as const;
          return (days, observedTo) => pooled(says[0](days, observedTo), says[1](days, observedTo));
        },
      };
    },
  };
}

function pooled(p: number, q: number): number {
  return logistic((boundedLogOdds(p) + boundedLogOdds(q)) / 2);
}

function between(a: ReturnForecast, b: ReturnForecast): ReturnForecast {
  return {
    ...pointBetween(a, b),
    pVisitLow: pooled(a.pVisitLow, b.pVisitLow),
    pVisitHigh: pooled(a.pVisitHigh, b.pVisitHigh),
  };
}

function pointBetween(a: PointForecast, b: PointForecast): PointForecast {
  const pVisit = pooled(a.pVisit, b.pVisit);
  return {
    pVisit,
    // The mean of log-odds may lie above the mean of counts, which a count of visits cannot.
    expectedVisits: Math.max(pVisit, (a.expectedVisits + b.expectedVisits) / 2),
    pAlive: (a.pAlive + b.pAlive) / 2,
    overduePercentile: (a.overduePercentile + b.overduePercentile) / 2,
  };
}

function prefixed(name: string, parameters: Readonly<Record<string, number | readonly number[]>>) {
  return Object.fromEntries(Object.entries(parameters).map(([key, value]) => [`${name}.${key}`, value]));
}
