import { candidateModels } from '../statistics/backtest/backtest-candidates.ts';
import { naiveRules } from '../statistics/backtest/naive-rules.ts';
import { stagesFrom, unevennessOf } from '../statistics/returns/regular-gaps.ts';
import type { FittedReturn, ReturnInput, ReturnModel } from '../statistics/returns/return-model.ts';
import type { ReturnEstimate, ServiceHistory } from './model.ts';

/** Of all, BG/BB is fitted to every service anyway: it counts visits, and it is what a service begins with. */
export const baseModel = 'bg-bb';

/**
 * Fits the model that a service's own past chose.
 * @returns undefined where it is the base model, where it is known no longer, or where it now has too little to learn
 *   from: the base model then says everything
 */
export function fitNamed(name: string, input: ReturnInput, horizonDays: number): FittedReturn | undefined {
  if (name === baseModel) return undefined;
  const models: readonly ReturnModel[] = [
    ...candidateModels(horizonDays, input.recallDays, stagesNow(input)),
    ...naiveRules(horizonDays),
  ];
  const fitted = models.find((model) => model.name === name)?.fit(input);
  return fitted === undefined || 'kind' in fitted ? undefined : fitted;
}

/** Of a clock for all that is known by now, however even: whether one is asked was decided at the choice. */
function stagesNow(input: ReturnInput): number | undefined {
  const unevenness = unevennessOf(input);
  return unevenness === undefined ? undefined : stagesFrom(unevenness);
}

/**
 * A scorer whose chance of a visit is the champion's, and whose count of visits is the base model's: the champion was
 * chosen for the chance alone.
 */
export function championScorer(
  champion: FittedReturn,
  base: (history: ServiceHistory) => ReturnEstimate,
  asOf: number,
  horizonDays: number,
): (history: ServiceHistory) => ReturnEstimate {
  const say = champion.forecaster(horizonDays);
  return (history) => {
    const { pVisit, pVisitLow, pVisitHigh } = say(history.episodeStarts, asOf);
    return {
      ...base(history),
      returnChance: {
        value: pVisit,
        low: Math.min(pVisit, pVisitLow),
        high: Math.max(pVisit, pVisitHigh),
        n: champion.n,
      },
    };
  };
}
