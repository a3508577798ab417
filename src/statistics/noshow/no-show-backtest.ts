import { areaUnderCurve, brierScore, type Forecast, recalibration } from '../calibration/calibration.ts';
import { type Figure, type TooFew, tooFew } from '../figure.ts';
import { fewestOutcomes, fitNoShow, type NoShowModel, noShowChance } from './no-show.ts';
import { type Booking, leadOf } from './no-show-design.ts';
import { historiesOf } from './no-show-history.ts';

export interface NoShowBacktest {
  readonly kind: 'measured';
  readonly auc: Figure;
  /** Of visits booked at least a day ahead, the only ones anybody can call about; undefined where leads are not told. */
  readonly aucExcludingSameDay: Figure | undefined;
  readonly brier: number;
  /** Of giving everybody the share that was missed in training. */
  readonly brierBase: number;
  /** 1 where forecasts are as bold as they should be; undefined where too little happened to say. */
  readonly slope: number | undefined;
  /** Visits forecast. */
  readonly n: number;
  readonly trainedOn: number;
  /** Whether the forecasts are worth more than the practice's rate. */
  readonly skill: boolean;
  readonly leftOut: NoShowModel['design']['leftOut'];
}

/** More than honest bookings ever gave: something in the columns knows the outcome. */
export interface Leakage {
  readonly kind: 'leakage';
  readonly auc: number;
  readonly n: number;
}

/** Published models on bookings reach .70 to .79, with much that front desks do not have. */
export const mostBelievable = 0.8;

// A hundredth of the Brier score: below that the ranking may be real, but nobody's day gets better by it.
const leastSkill = 0.01;

/**
 * Fits on visits before a day and forecasts those from that day on, each with what was known when it was booked.
 * @returns `too-few` under 50 missed or kept visits on either side; `leakage` where it is too good to be true
 * @source temporal validation, Steyerberg 2009, 19.3  @cost as `fitNoShow`
 */
export function backtestNoShow(
  bookings: readonly Booking[],
  splitDay: number,
): NoShowBacktest | Leakage | TooFew {
  const { known, missed } = historiesOf(bookings);
  const train = bookings.map((booking) =>
    booking.day < splitDay ? booking : { ...booking, missed: undefined },
  );
  const model = fitNoShow(train, { known, missed });
  if ('kind' in model) return model;
  const tested: { readonly forecast: Forecast; readonly ahead: boolean }[] = [];
  for (const [i, booking] of bookings.entries()) {
    if (booking.missed === undefined || booking.day < splitDay) continue;
    const { value } = noShowChance(model, booking, known[i] ?? 0, missed[i] ?? 0);
    const lead = leadOf(booking);
    tested.push({
      forecast: { probability: value, happened: booking.missed },
      ahead: lead !== undefined && lead >= 1,
    });
  }
  const forecasts = tested.map(({ forecast }) => forecast);
  const happened = forecasts.filter((forecast) => forecast.happened).length;
  const fewest = Math.min(happened, forecasts.length - happened);
  if (fewest < fewestOutcomes) return tooFew(fewest, fewestOutcomes);
  const auc = areaUnderCurve(forecasts);
  const brier = brierScore(forecasts);
  const base = brierScore(forecasts.map((one) => ({ ...one, probability: model.design.rate })));
  if ('kind' in auc) return auc;
  if ('kind' in brier) return brier;
  if ('kind' in base) return base;
  if (auc.value > mostBelievable) return { kind: 'leakage', auc: auc.value, n: auc.n };
  const ahead = areaUnderCurve(tested.filter((one) => one.ahead).map(({ forecast }) => forecast));
  const line = recalibration(forecasts);
  return {
    kind: 'measured',
    auc,
    aucExcludingSameDay: 'kind' in ahead ? undefined : ahead,
    brier: brier.value,
    brierBase: base.value,
    slope: 'kind' in line ? undefined : line.slope.value,
    n: forecasts.length,
    trainedOn: model.fit.n,
    skill: auc.low > 0.5 && brier.value < (1 - leastSkill) * base.value,
    leftOut: model.design.leftOut,
  };
}
