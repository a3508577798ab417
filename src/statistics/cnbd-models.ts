import { bgbbReturn } from './bgbb-return.ts';
import type { CnbdKind } from './cnbd.ts';
import { countHistories } from './cnbd-cells.ts';
import { chooseK } from './cnbd-choose-k.ts';
import { type CnbdFit, cnbdParametersOf, cornerThetas, fitCnbd, gapPrior } from './cnbd-fit.ts';
import { intervalFrom } from './cnbd-interval.ts';
import { countWithGaps } from './cnbd-mixture-cells.ts';
import { fitMixture, type MixtureFit, mixtureParametersOf } from './cnbd-mixture-fit.ts';
import { mixtureScorer } from './cnbd-mixture-predict.ts';
import { type CnbdScore, cnbdScorer } from './cnbd-predict.ts';
import { tooFew } from './figure.ts';
import type { FittedReturn, ReturnForecast, ReturnInput, ReturnModel } from './return-model.ts';

/** x, tx, t and the sum of ln gap of every history of an input. */
export interface Summaries {
  readonly x: Int32Array;
  readonly tx: Int32Array;
  readonly t: Int32Array;
  readonly litt: Float64Array;
}

/**
 * Summarises histories into what the models of visits at any time need.
 * @cost one logarithm a visit
 */
export function summarise({
  histories,
  observedTo,
}: Pick<ReturnInput, 'histories' | 'observedTo'>): Summaries {
  const size = histories.length;
  const [x, tx, t] = [new Int32Array(size), new Int32Array(size), new Int32Array(size)];
  const litt = new Float64Array(size);
  for (let i = 0; i < size; i += 1) {
    const days = histories[i] ?? [];
    const first = days[0] ?? 0;
    x[i] = Math.max(0, days.length - 1);
    tx[i] = (days[days.length - 1] ?? 0) - first;
    t[i] = (observedTo[i] ?? 0) - first;
    litt[i] = sumOfLogGaps(days);
  }
  return { x, tx, t, litt };
}

/** @cost one logarithm a gap */
export function sumOfLogGaps(days: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 1; i < days.length; i += 1) sum += Math.log((days[i] as number) - (days[i - 1] as number));
  return sum;
}

/** A model of visits at any time with one k: fixed, or chosen by the histories. */
function cnbdModel(name: string, kind: CnbdKind, complexity: number, k: 1 | 'chosen'): ReturnModel {
  return {
    name,
    complexity,
    fit(input) {
      if (input.histories.length === 0) return tooFew(0, 1);
      const cells = countHistories(summarise(input));
      const prior = gapPrior(input.recallDays);
      const fit = k === 1 ? fitCnbd(kind, cells, 1, prior) : chooseK(kind, cells, prior);
      return 'needed' in fit ? fit : fittedCnbd(name, fit);
    },
  };
}

/**
 * A fit as it is asked by a backtest, by the command line and by a practice.
 * @param unitDays days in the unit of the fit: 7 for weeks
 * @cost a forecast costs nine scores the first time a history is met, then a look into a table
 */
export function fittedCnbd(name: string, fit: CnbdFit, unitDays = 1): FittedReturn {
  const { kind, n, logLikelihood, converged } = fit;
  return {
    name,
    parameters: { ...fit.parameters },
    logLikelihood,
    n,
    converged,
    forecaster(horizonDays) {
      const scorers = [fit.theta, ...cornerThetas(fit)].map((theta) => {
        const parameters = cnbdParametersOf(theta, fit.parameters.k);
        return cnbdScorer(kind, { ...parameters, alpha: parameters.alpha * unitDays }, horizonDays);
      });
      const score: CnbdScore = { pVisit: 0, expectedVisits: 0, pAlive: 0, overduePercentile: 0 };
      const ask = (x: number, tx: number, t: number): ReturnForecast => {
        const chances = scorers.map((scorer) => scorer(x, tx, t, score).pVisit);
        scorers[0]?.(x, tx, t, score);
        return { ...score, ...intervalFrom(chances) };
      };
      const known = new Map<number, ReturnForecast>();
      return (days, observedTo) => {
        const first = days[0] ?? observedTo;
        const [x, tx, t] = [days.length - 1, (days[days.length - 1] ?? first) - first, observedTo - first];
        const key = (x * 65_536 + tx) * 65_536 + t;
        let forecast = known.get(key);
        if (forecast === undefined) {
          forecast = ask(x, tx, t);
          if (known.size < mostKept) known.set(key, forecast);
        }
        return forecast;
      };
    },
  };
}

/** A mixture as it is asked by a backtest, by the command line and by a practice. @cost as many scores as there are k, and for the interval of 95 % 16 times as many */
export function fittedMixture(fit: MixtureFit, unitDays = 1): FittedReturn {
  const { kind, n, logLikelihood, converged, parameters } = fit;
  const { ks, shares, ...rest } = parameters;
  return {
    name: 'mixture',
    parameters: { ...rest, k: ks, shares },
    logLikelihood,
    n,
    converged,
    forecaster(horizonDays) {
      const scorers = [fit.theta, ...cornerThetas(fit)].map((theta) => {
        const one = mixtureParametersOf(theta, ks);
        return mixtureScorer(kind, { ...one, alpha: one.alpha * unitDays }, horizonDays);
      });
      const score: CnbdScore = { pVisit: 0, expectedVisits: 0, pAlive: 0, overduePercentile: 0 };
      return (days, observedTo) => {
        const first = days[0] ?? observedTo;
        const history = {
          x: Math.max(0, days.length - 1),
          tx: (days[days.length - 1] ?? first) - first,
          t: observedTo - first,
          litt: sumOfLogGaps(days),
        };
        const chances = scorers.map((scorer) => scorer(history, score).pVisit);
        scorers[0]?.(history, score);
        return { ...score, ...intervalFrom(chances) };
      };
    },
  };
}

const mixture: ReturnModel = {
  name: 'mixture',
  complexity: 7,
  fit(input) {
    if (input.histories.length === 0) return tooFew(0, 1);
    return fittedMixture(fitMixture('mbg', countWithGaps(summarise(input)), gapPrior(input.recallDays)));
  },
};

/** Histories whose forecasts are kept, so that a long run does not fill the memory. */
export const mostKept = 300_000;

/** Every model that tells who comes back from the days of visits alone, the simplest first; all with a prior (MAP). */
export const returnModels: readonly ReturnModel[] = [
  cnbdModel('bg-nbd', 'bg', 2, 1),
  cnbdModel('mbg-nbd', 'mbg', 3, 1),
  bgbbReturn,
  cnbdModel('bg-cnbd-k', 'bg', 5, 'chosen'),
  cnbdModel('mbg-cnbd-k', 'mbg', 6, 'chosen'),
  mixture,
];
