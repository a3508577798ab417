import type { CnbdKind } from '../cnbd/cnbd.ts';
import { countHistories } from '../cnbd/cnbd-cells.ts';
import { chooseK } from '../cnbd/cnbd-choose-k.ts';
import { type CnbdFit, fitCnbd, gapPrior } from '../cnbd/cnbd-fit.ts';
import { countWithGaps } from '../cnbd/cnbd-mixture-cells.ts';
import { fitMixture, type MixtureFit } from '../cnbd/cnbd-mixture-fit.ts';
import { tooFew } from '../figure.ts';
import { bgbbReturn } from './bgbb-return.ts';
import { type Ask, askCnbd, askMixture, chanceCnbd, pointCnbd, pointMixture } from './cnbd-forecast.ts';
import { summariseAll, summaryOf } from './cnbd-summary.ts';
import type { FittedReturn, PointForecast, ReturnForecast, ReturnModel } from './return-model.ts';

/** A model of visits at any time with one k: fixed, or chosen by the histories. */
export function cnbdModel(
  name: string,
  kind: CnbdKind,
  complexity: number,
  k: number | 'chosen',
): ReturnModel {
  return {
    name,
    complexity,
    fit(input) {
      if (input.histories.length === 0) return tooFew(0, 1);
      const cells = countHistories(summariseAll(input));
      const prior = gapPrior(input.recallDays);
      const fit = k === 'chosen' ? chooseK(kind, cells, prior) : fitCnbd(kind, cells, k, prior);
      if ('needed' in fit) return fit;
      return fitted(
        name,
        fit,
        { ...fit.parameters },
        {
          whole: (horizonDays) => askCnbd(fit, horizonDays),
          point: (horizonDays) => pointCnbd(fit, horizonDays),
          chance: (horizonDays) => chanceCnbd(fit, horizonDays),
        },
      );
    },
  };
}

const mixture: ReturnModel = {
  name: 'mixture',
  complexity: 7,
  fit(input) {
    if (input.histories.length === 0) return tooFew(0, 1);
    const cells = countWithGaps(summariseAll(input));
    const fit = fitMixture('mbg', cells, gapPrior(input.recallDays));
    const { ks, ...rest } = fit.parameters;
    return fitted(
      'mixture',
      fit,
      { ...rest, k: ks },
      {
        whole: (horizonDays) => askMixture(fit, horizonDays),
        point: (horizonDays) => pointMixture(fit, horizonDays),
      },
    );
  },
};

function fitted(
  name: string,
  { logLikelihood, n, converged }: CnbdFit | MixtureFit,
  parameters: FittedReturn['parameters'],
  {
    whole,
    point,
    chance,
  }: {
    readonly whole: (horizonDays: number) => Ask<ReturnForecast>;
    readonly point: (horizonDays: number) => Ask<PointForecast>;
    readonly chance?: (horizonDays: number) => Ask<number>;
  },
): FittedReturn {
  return {
    name,
    parameters,
    logLikelihood,
    n,
    converged,
    forecaster: (horizonDays) => onDays(whole(horizonDays)),
    pointForecaster: (horizonDays) => onDays(point(horizonDays)),
    ...(chance && { chanceForecaster: (horizonDays: number) => onDays(chance(horizonDays)) }),
  };
}

function onDays<Forecast>(ask: Ask<Forecast>) {
  return (days: ArrayLike<number>, observedTo: number): Forecast => ask(summaryOf(days, observedTo));
}

/**
 * Every model that tells who comes back from the days of visits alone, the simplest first; all with a prior (MAP), so
 * that each gives an answer for any practice.
 */
export const returnModels: readonly ReturnModel[] = [
  cnbdModel('bg-nbd', 'bg', 2, 1),
  cnbdModel('mbg-nbd', 'mbg', 3, 1),
  bgbbReturn,
  cnbdModel('bg-cnbd-k', 'bg', 5, 'chosen'),
  cnbdModel('mbg-cnbd-k', 'mbg', 6, 'chosen'),
  mixture,
];
