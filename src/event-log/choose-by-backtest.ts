import { done, type Outcome } from '../kit/outcome.ts';
import { type ChosenModel, chooseModel } from '../statistics/backtest/champion-choice.ts';
import type { ReturnForecast } from '../statistics/returns/return-model.ts';
import { refuseTooFew } from './fit-rhythm.ts';
import type { CustomerLog } from './log.ts';
import { returnInputOf } from './return-input.ts';

export interface ChosenForecaster {
  /** What it says of the customer at a place in the log. */
  readonly forecast: (place: number) => ReturnForecast;
  /** Which model was taken, and why, in words. */
  readonly why: string;
}

/**
 * The model that forecast best on the log's own past, fitted to all of it (docs/methods/backtest.md). Where the horizon
 * is known this is what `auto` means; a fit without a horizon can only compare likelihoods.
 * @cost a backtest on at most 6,000 customers and one fit
 */
export function chooseByBacktest(
  log: CustomerLog,
  horizonDays: number,
  periodDays: number | undefined,
): Outcome<ChosenForecaster> {
  const read = returnInputOf(log);
  if (!read.ok) return read;
  const chosen = chooseModel(read.value, horizonDays, { periodDays });
  if ('kind' in chosen) return refuseTooFew(chosen);
  const fitted = chosen.model.fit(read.value);
  if ('kind' in fitted) return refuseTooFew(fitted);
  const say = fitted.forecaster(horizonDays);
  return done({ forecast: (place) => say(log.histories[place] ?? [], log.until), why: inWords(chosen) });
}

function inWords({ model, because, origins, labels, periodDays }: ChosenModel): string {
  const period = `a period of ${Math.round(periodDays)} days`;
  switch (because) {
    case 'one-standard-error':
      return `${model.name} is the simplest within one standard error of the best on ${origins.length} past days (${labels} customers on the newest, ${period})`;
    case 'rule-is-better':
      return `no model was as good as the rule ${model.name} on ${origins.length} past days (${labels} customers on the newest)`;
    case 'short-record':
      return `${model.name}, the middle of two models: the log is too short to compare on (${period})`;
    case 'too-few-labels':
      return `${model.name} with pooled coefficients: the end is known of ${labels} customers only (${period})`;
  }
}
