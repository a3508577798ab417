import { type BgbbHistory, type BgbbParameters, countCells } from '../bgbb/bgbb.ts';
import { type BgbbFit, fitBgbb, parametersOf } from '../bgbb/bgbb-fit.ts';
import { opportunitiesAhead, placeOnPeriods } from '../bgbb/bgbb-grid.ts';
import { type BgbbMoment, bgbbOutlook, type Outlook } from '../bgbb/bgbb-predict.ts';
import { cornerThetas, errorAlong } from '../cnbd/cnbd-fit.ts';
import { tooFew } from '../figure.ts';
import { intervalFrom } from './chance-interval.ts';
import type {
  FittedReturn,
  PointForecast,
  ReturnForecast,
  ReturnInput,
  ReturnModel,
} from './return-model.ts';

/** BG/BB with one opportunity a recall interval. Method: docs/methods/rhythm-bgbb.md. */
export const bgbbReturn: ReturnModel = {
  name: 'bg-bb',
  complexity: 4,
  fit(input) {
    if (input.histories.length === 0) return tooFew(0, 1);
    return fittedBgbb(fitBgbb(countCells(completePlaces(input, input.recallDays))), input.recallDays);
  },
};

/** What a fit may count of each history. @cost O(visits) */
export function completePlaces(
  { histories, observedTo }: Pick<ReturnInput, 'histories' | 'observedTo'>,
  period: number,
): BgbbHistory[] {
  return histories.map((days, i) => placeOnPeriods(days, period, observedTo[i] ?? 0).complete);
}

/**
 * A BG/BB fit as it is asked by a backtest, by the command line and by a practice.
 * @param period days between two opportunities
 * @cost O(1); a forecast as `askBgbb`
 */
export function fittedBgbb(fit: BgbbFit, period: number): FittedReturn {
  const { parameters, logLikelihood, n, converged } = fit;
  return {
    name: 'bg-bb',
    parameters: { ...parameters, period },
    logLikelihood,
    n,
    converged,
    forecaster: (horizonDays) => onDays(askBgbb(fit, horizonDays / period), horizonDays, period),
    pointForecaster: (horizonDays) => onDays(pointBgbb(fit, horizonDays / period), horizonDays, period),
  };
}

type AskMoment<Forecast> = (moment: BgbbMoment, ahead: number) => Forecast;

function onDays<Forecast>(ask: AskMoment<Forecast>, horizonDays: number, period: number) {
  return (days: ArrayLike<number>, observedTo: number): Forecast => {
    const { moment } = placeOnPeriods(days, period, observedTo);
    const end = observedTo + horizonDays;
    return ask(moment, opportunitiesAhead(moment, days[0] ?? 0, period, end));
  };
}

/**
 * Asks a BG/BB fit of one moment on the grid.
 * @param horizon opportunities ahead that are asked for at most
 * @cost nine outlooks a distinct history, nine interpolations a patient
 */
export function askBgbb(fit: BgbbFit, horizon: number): AskMoment<ReturnForecast> {
  const ask = pointBgbb(fit, horizon);
  const corners = cornerThetas(fit).map(parametersOf);
  const outlooksOf = outlooks(corners, horizon);
  const chances = new Float64Array(corners.length + 1); // one list for all: a practice asks a million times
  return (moment, ahead) => {
    const point = ask(moment, ahead);
    const all = outlooksOf(moment);
    chances[0] = point.pVisit;
    for (let i = 0; i < all.length; i += 1) chances[i + 1] = all[i]?.chance(moment.running, ahead) ?? 0;
    const { pVisitLow, pVisitHigh } = intervalFrom(chances);
    return { ...point, pVisitLow, pVisitHigh };
  };
}

/** The same without the interval. @cost an outlook a distinct history, an interpolation a patient */
export function pointBgbb({ parameters }: Pick<BgbbFit, 'parameters'>, horizon: number) {
  const outlooksOf = outlooks([parameters], horizon);
  return (moment: BgbbMoment, ahead: number): PointForecast => {
    const [outlook] = outlooksOf(moment);
    return {
      pVisit: outlook?.chance(moment.running, ahead) ?? 0,
      expectedVisits: outlook?.visits(moment.running, ahead) ?? 0,
      pAlive: Math.min(1, outlook?.active(moment.running) ?? 0),
      overduePercentile: 1 - skippedChance(parameters, moment),
    };
  };
}

/** What each of these parameters say of a history; kept, because few histories cover many patients. */
function outlooks(all: readonly BgbbParameters[], horizon: number) {
  const longest = Math.ceil(horizon) + 2;
  const known = new Map<number, readonly Outlook[]>();
  return ({ x, tx, n }: BgbbMoment): readonly Outlook[] => {
    const key = (x * 65_536 + tx) * 65_536 + n;
    let found = known.get(key);
    if (found === undefined) {
      found = all.map((one) => bgbbOutlook(one, { x, tx, n }, longest));
      known.set(key, found);
    }
    return found;
  };
}

/** Standard errors of the four parameters. @source delta method from the scale of the prior  @cost O(1) */
export function bgbbErrors({ parameters, covariance }: Pick<BgbbFit, 'parameters' | 'covariance'>) {
  const { alpha, beta, gamma, delta } = parameters;
  const visit = (alpha * beta) / (alpha + beta);
  const leave = (gamma * delta) / (gamma + delta);
  return {
    alpha: errorAlong([visit, alpha], covariance),
    beta: errorAlong([-visit, beta], covariance),
    gamma: errorAlong([0, 0, leave, gamma], covariance),
    delta: errorAlong([0, 0, -leave, delta], covariance),
  };
}

/**
 * P(an active patient skips all opportunities since the last one taken | what was taken until then); the running one
 * by the share that has passed.
 * @source the beta-binomial part of Fader, Hardie & Shang 2010, eq. 7  @cost O(n - tx)
 */
export function skippedChance(
  { alpha, beta }: Pick<BgbbParameters, 'alpha' | 'beta'>,
  { x, tx, n, running }: BgbbMoment,
): number {
  let silent = 1;
  for (let t = tx; t < n; t += 1) silent *= (beta + t - x) / (alpha + beta + t);
  return silent * (1 - (running * (alpha + x)) / (alpha + beta + n));
}
