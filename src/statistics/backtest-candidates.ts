import { forecastsOn, lossesOf, patientsOf } from './backtest-forecasts.ts';
import { meanModel } from './backtest-mean.ts';
import { matureOrigins, spanOf } from './backtest-origins.ts';
import { sampleOf } from './backtest-sample.ts';
import { bgbbReturn } from './bgbb-return.ts';
import { type Contender, chooseChampion } from './champion.ts';
import { hazardModel } from './hazard.ts';
import type { ReturnInput, ReturnModel } from './return-model.ts';

const rhythmModels: readonly ReturnModel[] = [bgbbReturn((r) => r), bgbbReturn((r) => r / 2, 'mbg-nbd')];

/** Whose log-odds the hazard model looks at; the order is that of its pooled coefficients. */
export const hazardCompanions: readonly ReturnModel[] = [getModel('bg-bb'), getModel('mbg-nbd')];

/** Models from which the champion is taken, the rhythm models first. */
export function candidateModels(horizonDays: number): ReturnModel[] {
  const grid = getModel('bg-bb');
  const hazard = hazardModel(hazardCompanions, horizonDays, 8);
  return [...rhythmModels, hazard, meanModel('mean-bg-bb-hazard', 9, grid, hazard)];
}

function getModel(name: string): ReturnModel {
  const found = rhythmModels.find((model) => model.name === name);
  if (found === undefined) throw new Error(`there is no model ${name}`);
  return found;
}

/** Days between visits that are tried where nobody says what the recall is. */
const usualPeriods = [28, 91, 182, 365];
const periodOrigins = 3;
const periodPatients = 5000;
/** A finer grid than this many periods costs much and tells little. */
const mostPeriods = 400;

/**
 * The period in which these people's visits are best understood: of a few usual ones and their own median gap, the one
 * with which BG/BB would have forecast best on past days; the
 * longest within one standard error of that, because the early days of a record flatter short periods.
 * @returns days; the median gap where no day has a known end yet, and 28 where nobody ever came twice
 * @source docs/methods/backtest.md  @cost some 15 fits of BG/BB on at most 5,000 patients
 */
export function suggestPeriod(input: ReturnInput, horizonDays: number): number {
  const span = spanOf(input);
  const least = (span.lastDay - span.firstDay) / mostPeriods;
  const median = Math.max(1, least, medianGap(input) ?? 28);
  const some = sampleOf(input, periodPatients);
  const origins = matureOrigins(span, horizonDays, periodOrigins);
  if (origins.length === 0) return median;
  const grid = getModel('bg-bb');
  const periods = [...new Set([median, ...usualPeriods.filter((period) => period >= least)])];
  const tried = periods.map((days) =>
    origins.map((origin) => forecastsOn({ ...some, recallDays: days }, origin, horizonDays, [grid])),
  );
  const contenders = tried.flatMap((days, i): Contender[] => {
    const losses = lossesOf(days, 0);
    const period = periods[i] ?? median;
    return losses === undefined ? [] : [{ name: String(period), complexity: -period, losses }];
  });
  const who = patientsOf(tried[0] ?? []);
  return contenders.length === 0 || who.length === 0
    ? median
    : -chooseChampion(contenders, who).champion.complexity;
}

function medianGap({ histories }: ReturnInput): number | undefined {
  const gaps: number[] = [];
  for (const days of histories) {
    for (let i = 1; i < days.length; i += 1) gaps.push((days[i] ?? 0) - (days[i - 1] ?? 0));
  }
  return Float64Array.from(gaps).sort()[gaps.length >> 1];
}
