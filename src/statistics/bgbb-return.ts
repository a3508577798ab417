import { type BgbbHistory, type BgbbParameters, countCells } from './bgbb.ts';
import { type BgbbFit, fitBgbb, parametersOf } from './bgbb-fit.ts';
import { opportunitiesAhead, placeOnPeriods } from './bgbb-grid.ts';
import { type BgbbMoment, bgbbOutlook, type Outlook } from './bgbb-predict.ts';
import { cornerThetas } from './cnbd-fit.ts';
import { intervalFrom } from './cnbd-interval.ts';
import { tooFew } from './figure.ts';
import type { FittedReturn, ReturnForecast, ReturnInput, ReturnModel } from './return-model.ts';

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
 * @cost nine outlooks a distinct history, nine interpolations a patient
 */
export function fittedBgbb(fit: BgbbFit, period: number): FittedReturn {
  const { parameters, logLikelihood, n, converged } = fit;
  return {
    name: 'bg-bb',
    parameters: { ...parameters, period },
    logLikelihood,
    n,
    converged,
    forecaster(horizonDays) {
      const longest = Math.ceil(horizonDays / period) + 2;
      const all = [parameters, ...cornerThetas(fit).map(parametersOf)];
      const known = new Map<number, readonly Outlook[]>();
      const outlooksOf = (moment: BgbbMoment) => {
        const { x, tx, n: passed } = moment;
        const key = (x * 65_536 + tx) * 65_536 + passed;
        let found = known.get(key);
        if (found === undefined) {
          found = all.map((one) => bgbbOutlook(one, { x, tx, n: passed }, longest));
          known.set(key, found);
        }
        return found;
      };
      return (days, observedTo): ReturnForecast => {
        const { moment } = placeOnPeriods(days, period, observedTo);
        const ahead = opportunitiesAhead(moment, days[0] ?? 0, period, observedTo + horizonDays);
        const outlooks = outlooksOf(moment);
        const chances = outlooks.map((outlook) => outlook.chance(moment.running, ahead));
        return {
          pVisit: chances[0] ?? 0,
          ...intervalFrom(chances),
          expectedVisits: outlooks[0]?.visits(moment.running, ahead) ?? 0,
          pAlive: Math.min(1, outlooks[0]?.active(moment.running) ?? 0),
          overduePercentile: 1 - skippedChance(parameters, moment),
        };
      };
    },
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
