import { type Figure, type TooFew, tooFew } from '../figure.ts';
import { fitRidgeLogistic, type LogisticFit, logOddsOf } from '../fitting/ridge-logistic.ts';
import { logistic } from '../functions/log-add.ts';
import { type Booking, type Design, designOf, type Feature } from './no-show-design.ts';
import type { Histories } from './no-show-history.ts';

export interface NoShowModel {
  readonly design: Design;
  readonly fit: LogisticFit;
}

export interface NoShowChance extends Figure {
  /** What raises it most, in log-odds above the practice's usual booking; the largest first. */
  readonly raisedBy: readonly { readonly feature: Feature; readonly logOdds: number }[];
}

/** Below as many missed and as many kept visits a practice's own history says nothing. */
export const fewestOutcomes = 50;

/**
 * How likely a booked visit is missed: a ridge logistic regression on what was known when it was booked. Every number
 * is measured in standard deviations of the training bookings, and one of them is believed to move the log-odds by
 * about a half either way, so that a rare kind of visit does not get a coefficient of its own chance.
 * @param bookings for training; those without an outcome are passed over
 * @param histories of the same bookings, by `historiesOf`
 * @returns `too-few` under 50 missed or 50 kept visits
 * @source Hoerl & Kennard 1970; le Cessie & van Houwelingen 1992  @cost 20,000 bookings take about a third of a second
 */
export function fitNoShow(bookings: readonly Booking[], histories: Histories): NoShowModel | TooFew {
  const which = bookings.flatMap(({ missed }, i) => (missed === undefined ? [] : [i]));
  const train = which.map((i) => bookings[i] as Booking);
  const missed = train.filter((one) => one.missed === true).length;
  const fewest = Math.min(missed, train.length - missed);
  if (fewest < fewestOutcomes) return tooFew(fewest, fewestOutcomes);
  const known = Int32Array.from(which, (i) => histories.known[i] ?? 0);
  const misses = Int32Array.from(which, (i) => histories.missed[i] ?? 0);
  const design = designOf(train, { known, missed: misses });
  const columns = design.columns.map(() => new Float64Array(train.length));
  for (const [i, booking] of train.entries()) {
    for (const [j, value] of design.row(booking, known[i] ?? 0, misses[i] ?? 0).entries()) {
      const column = columns[j];
      if (column !== undefined) column[i] = value;
    }
  }
  const outcomes = Float64Array.from(train, (one) => Number(one.missed));
  const beliefs = [undefined, ...columns.map(() => ({ mean: 0, sd: 0.5 }))];
  const fit = fitRidgeLogistic({ columns, outcomes }, beliefs);
  return 'kind' in fit ? fit : { design, fit };
}

/**
 * The chance that a booking is missed. @param known visits with an outcome when it was booked  @param missed of those
 * @returns with the interval of the fit, and n the bookings it rests on  @cost O(columns²)
 */
export function noShowChance(
  model: NoShowModel,
  booking: Booking,
  known: number,
  missed: number,
): NoShowChance {
  const row = model.design.row(booking, known, missed);
  const { logOdds, standardError } = logOddsOf(model.fit, row);
  const parts = new Map<Feature, number>();
  for (const [j, feature] of model.design.columns.entries()) {
    const part = (model.fit.coefficients[j + 1] ?? 0) * (row[j] ?? 0);
    parts.set(feature, (parts.get(feature) ?? 0) + part);
  }
  return {
    value: logistic(logOdds),
    low: logistic(logOdds - 1.96 * standardError),
    high: logistic(logOdds + 1.96 * standardError),
    n: model.fit.n,
    raisedBy: [...parts]
      .filter(([, part]) => part > 0)
      .map(([feature, part]) => ({ feature, logOdds: part }))
      .sort((a, b) => b.logOdds - a.logOdds),
  };
}
