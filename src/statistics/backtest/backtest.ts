import { brierScore, type Forecast, recalibration } from '../calibration/calibration.ts';
import { delongArea } from '../calibration/delong.ts';
import { type Figure, type TooFew, tooFew } from '../figure.ts';
import { knownOn, matureOrigins, spanOf } from '../returns/known-on.ts';
import type { ReturnInput, ReturnModel } from '../returns/return-model.ts';
import { otherModels } from './backtest-candidates.ts';
import { forecastsOn, type OriginForecasts } from './backtest-forecasts.ts';
import { type ChoosingHow, type ChosenModel, chooseModel } from './champion-choice.ts';
import { naiveRules } from './naive-rules.ts';

/** How one model or rule did. */
export interface BacktestScores {
  readonly brier: Figure | TooFew;
  /** Too few where everybody came, or nobody. */
  readonly auc: Figure | TooFew;
  /** Too few under ten of the rarer outcome. */
  readonly slope: Figure | TooFew;
  readonly intercept: number | TooFew;
  /** Mean forecast minus share that came. */
  readonly bias: number;
  /** Mean absolute error of the count of visits. */
  readonly mae: number;
  readonly n: number;
}

export interface BacktestRow extends BacktestScores {
  readonly model: string;
  readonly naive: boolean;
  readonly byOrigin: readonly (BacktestScores & { readonly origin: number })[];
}

/** One day on which everything was forecast, and what `auto` had chosen by then. */
export interface BacktestOrigin {
  readonly origin: number;
  readonly patients: number;
  readonly came: number;
  readonly chosen: Omit<ChosenModel, 'model' | 'candidates'> & { readonly champion: string };
}

export interface Backtest {
  readonly horizonDays: number;
  readonly origins: readonly BacktestOrigin[];
  readonly rows: readonly BacktestRow[];
  /** What `auto` chose for the last origin, from what was known on that day. */
  readonly champion: string;
}

export interface BacktestHow extends ChoosingHow {
  /** Days to stand on; the newest whose horizon has passed when left out. */
  readonly origins?: readonly number[] | undefined;
}

/**
 * Every model and naive rule on the record's own past: stands on each origin, fits on what was known then, forecasts
 * the horizon, and compares with what followed. Also `auto` is asked on that day: its champion was chosen on earlier
 * days whose horizon had passed *by then*, so its row is what following it would have brought.
 * @returns `too-few` where no origin has a horizon that has passed, or nobody to forecast
 * @throws RangeError for a horizon under one day
 * @source rolling-origin evaluation, Tashman 2000; docs/methods/backtest.md
 * @cost about seven fits of each model an origin
 */
export function backtest(input: ReturnInput, horizonDays: number, how: BacktestHow = {}): Backtest | TooFew {
  if (!(horizonDays >= 1)) throw new RangeError(`a horizon is at least one day, got ${horizonDays}`);
  const span = spanOf(input);
  const wanted = how.origins ?? matureOrigins(span, horizonDays, 1);
  const origins = [...new Set(wanted)]
    .sort((a, b) => a - b)
    .filter((day) => day + horizonDays <= span.lastDay);
  const days = origins.flatMap((origin) => {
    const chosen = chooseModel(knownOn(input, origin), horizonDays, how);
    if ('kind' in chosen) return []; // nobody had come yet
    const models = [...chosen.candidates, ...othersOn(horizonDays, chosen)];
    const forecasts = forecastsOn(input, origin, horizonDays, models);
    const names = models.map(({ name }) => name);
    return forecasts.who.length === 0 ? [] : [{ forecasts, chosen, names }];
  });
  const last = days[days.length - 1];
  if (last === undefined) return tooFew(0, 1);
  const rules = naiveRules(horizonDays).map(({ name }) => name);
  const rows = [...last.names, 'auto'].flatMap((name) => {
    // By name: on one day there are candidates that were not asked on another.
    const said = days.map(({ forecasts, chosen, names }) => ({
      forecasts,
      place: names.indexOf(name === 'auto' ? chosen.model.name : name),
    }));
    return rowOf(name, rules.includes(name), said);
  });
  return {
    horizonDays,
    origins: days.map(({ forecasts, chosen: { model, candidates, ...chosen } }) => ({
      origin: forecasts.origin,
      patients: forecasts.who.length,
      came: forecasts.visits.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0),
      chosen: { ...chosen, champion: model.name },
    })),
    rows,
    champion: last.chosen.model.name,
  };
}

function othersOn(horizonDays: number, { period, candidates }: ChosenModel): ReturnModel[] {
  return [...otherModels(period, candidates), ...naiveRules(horizonDays)];
}

interface SaidOn {
  readonly forecasts: OriginForecasts;
  /** Of the model, among those asked on that day. */
  readonly place: number;
}

/** One row, or none where the model was not asked, or had too little to learn from, on one of the days. */
function rowOf(model: string, naive: boolean, said: readonly SaidOn[]): BacktestRow[] {
  const all = scoresOf(said);
  if (all === undefined) return [];
  const byOrigin = said.flatMap((one) => {
    const scores = scoresOf([one]);
    return scores === undefined ? [] : [{ origin: one.forecasts.origin, ...scores }];
  });
  return [{ model, naive, ...all, byOrigin }];
}

function scoresOf(said: readonly SaidOn[]): BacktestScores | undefined {
  const list: Forecast[] = [];
  let off = 0;
  let bias = 0;
  for (const { forecasts, place } of said) {
    const mine = forecasts.said[place];
    if (mine === undefined) return undefined;
    for (let i = 0; i < forecasts.visits.length; i += 1) {
      const visits = forecasts.visits[i] ?? 0;
      const probability = mine.pVisit[i] ?? 0;
      list.push({ probability, happened: visits > 0 });
      off += Math.abs((mine.expectedVisits[i] ?? 0) - visits);
      bias += probability - (visits > 0 ? 1 : 0);
    }
  }
  const line = recalibration(list);
  return {
    brier: brierScore(list),
    auc: delongArea(list),
    slope: 'kind' in line ? line : line.slope,
    intercept: 'kind' in line ? line : line.intercept,
    bias: bias / list.length,
    mae: off / list.length,
    n: list.length,
  };
}
