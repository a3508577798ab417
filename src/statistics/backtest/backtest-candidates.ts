import type { TooFew } from '../figure.ts';
import { cnbdModel, returnModels } from '../returns/cnbd-models.ts';
import { matureOrigins, spanOf } from '../returns/known-on.ts';
import { sampleOf } from '../returns/patient-sample.ts';
import type { FittedReturn, ReturnInput, ReturnModel } from '../returns/return-model.ts';
import { hazardModel } from '../survival/hazard.ts';
import { forecastsOn, lossesOf, patientsOf } from './backtest-forecasts.ts';
import { meanModel } from './backtest-mean.ts';
import { type Contender, chooseChampion } from './champion.ts';

/** Days that stand for a recall, or the median gap of whatever is known on the day of a fit. */
export type Period = number | 'median-gap';

/** Whose log-odds the hazard model looks at; the order is that of its pooled coefficients. */
export const hazardCompanions: readonly ReturnModel[] = [getModel('bg-bb'), getModel('mbg-nbd')];

/** Halfway between the two that differ most: what is taken where nothing can be compared. */
export const middleModel = 'mean-bg-bb-hazard';
/** The same where gaps are even. */
export const evenMiddleModel = 'mean-mbg-cnbd-k-hazard';

/**
 * Models from which the champion is taken, the simplest first. BG/BB counts as the simplest: it is the model of a practice
 * from its first import on, and what it says can be explained by counting recalls. A clock of several stages is only among
 * them where gaps are even: elsewhere sharp timing and leaving for good together make whoever is late look lost, which
 * costs in probabilities (slope .6 to .7) what it wins in counts.
 * @param stages of that clock; undefined: no clock
 */
export function candidateModels(horizonDays: number, period: Period, stages?: number): ReturnModel[] {
  const told = onPeriod(period);
  const grid = told(getModel('bg-bb'));
  const mbg = told(getModel('mbg-nbd'));
  const hazard = told(hazardModel([grid, mbg], horizonDays, 0));
  const rhythms = meanModel('mean-bg-bb-mbg-nbd', 0, grid, mbg);
  const middle = meanModel(middleModel, 0, grid, hazard);
  const simple = [grid, told(getModel('bg-nbd')), mbg, rhythms, hazard, middle];
  return [...simple, ...(stages === undefined ? [] : stagedModels(stages, told, hazard))].map((model, i) => ({
    ...model,
    complexity: 3 + i,
  }));
}

/** MBG/CNBD-k, and halfway to the hazard model for those who skip a gap and come later. */
function stagedModels(stages: number, told: (model: ReturnModel) => ReturnModel, hazard: ReturnModel) {
  const mbg = told(cnbdModel('mbg-cnbd-k', 'mbg', 0, stages));
  return [mbg, meanModel(evenMiddleModel, 0, mbg, hazard)];
}

/** The others of the suite: shown beside the candidates, not chosen. Those that stand for election are not repeated. */
export function otherModels(period: Period, candidates: readonly ReturnModel[]): ReturnModel[] {
  return returnModels
    .filter(({ name }) => !candidates.some((candidate) => candidate.name === name))
    .map((model, i) => ({ ...onPeriod(period)(model), complexity: 9 + i }));
}

/**
 * Tells models of this period whatever the record says, and fits each once a record, the same histories watched as
 * long: a model alone, in a mean and beside the hazard model, on a day to forecast from and on one to learn from.
 */
function onPeriod(period: Period): (model: ReturnModel) => ReturnModel {
  const days = new WeakMap<
    ReturnInput['histories'],
    { readonly observedTo: object; readonly period: number }
  >();
  const periodOf = (input: ReturnInput) => {
    let known = days.get(input.histories);
    if (known === undefined || known.observedTo !== input.observedTo) {
      known = { observedTo: input.observedTo, period: periodDaysOf(period, input) };
      days.set(input.histories, known);
    }
    return known.period;
  };
  return (model) => {
    const fits = new WeakMap<ReturnInput['histories'], Kept>();
    return {
      ...model,
      fit(input) {
        const { histories, observedTo, seed } = input;
        let kept = fits.get(histories);
        if (kept === undefined || kept.observedTo !== observedTo || kept.seed !== seed) {
          kept = { observedTo, seed, fitted: model.fit({ ...input, recallDays: periodOf(input) }) };
          fits.set(histories, kept);
        }
        return kept.fitted;
      },
    };
  };
}

interface Kept extends Pick<ReturnInput, 'observedTo' | 'seed'> {
  readonly fitted: FittedReturn | TooFew;
}

/** @returns days, at least 1 and at least a 400th of the record: finer grids cost much and tell little  @cost O(visits) */
export function periodDaysOf(period: Period, input: ReturnInput): number {
  if (period !== 'median-gap') return period;
  const { firstDay, lastDay } = spanOf(input);
  return Math.max(1, (lastDay - firstDay) / mostPeriods, medianGap(input) ?? usualPeriods[0]);
}

function getModel(name: string): ReturnModel {
  const found = returnModels.find((model) => model.name === name);
  if (found === undefined) throw new Error(`there is no model ${name}`);
  return found;
}

/** Days between visits that are tried where nobody says what the recall is. */
const usualPeriods = [28, 91, 182, 365] as const;
const periodOrigins = 3;
const periodPatients = 5000;
const mostPeriods = 400;

/**
 * The period in which these people's visits are best understood: of a few usual ones and their own median gap, the one
 * with which BG/BB would have forecast best on past days; the longest within one standard error of that.
 * @returns the median gap where no day has a horizon behind it and one that is known ahead
 * @source docs/methods/backtest.md  @cost some 15 fits of BG/BB on at most 5,000 patients
 */
export function suggestPeriod(input: ReturnInput, horizonDays: number): Period {
  const span = spanOf(input);
  const least = (span.lastDay - span.firstDay) / mostPeriods;
  const origins = matureOrigins(span, horizonDays, periodOrigins, horizonDays);
  const some = sampleOf(input, periodPatients);
  const median = periodDaysOf('median-gap', some);
  const periods: readonly Period[] = ['median-gap', ...usualPeriods.filter((period) => period >= least)];
  const models = periods.map((period) => onPeriod(period)(getModel('bg-bb')));
  const days = origins.map((origin) => forecastsOn(some, origin, horizonDays, models));
  const who = patientsOf(days);
  const contenders = periods.flatMap((period, i): Contender[] => {
    const losses = lossesOf(days, i);
    const complexity = period === 'median-gap' ? -median : -period;
    return losses === undefined ? [] : [{ name: String(period), complexity, losses }];
  });
  if (contenders.length === 0 || who.length === 0) return 'median-gap';
  const { name } = chooseChampion(contenders, who).champion;
  return periods.find((period) => String(period) === name) ?? 'median-gap';
}

function medianGap({ histories }: ReturnInput): number | undefined {
  const gaps: number[] = [];
  for (const days of histories) {
    for (let i = 1; i < days.length; i += 1) gaps.push((days[i] ?? 0) - (days[i - 1] ?? 0));
  }
  return Float64Array.from(gaps).sort()[gaps.length >> 1];
}
