import type { CnbdHistory } from '../cnbd/cnbd.ts';
import { type CnbdFit, cnbdParametersOf, cornerThetas } from '../cnbd/cnbd-fit.ts';
import { type MixtureFit, mixtureParametersOf } from '../cnbd/cnbd-mixture-fit.ts';
import { mixtureScorer } from '../cnbd/cnbd-mixture-predict.ts';
import { type CnbdScore, cnbdScorer } from '../cnbd/cnbd-predict.ts';
import { intervalFrom } from './chance-interval.ts';
import type { PointForecast, ReturnForecast } from './return-model.ts';

/** What a fit says of a history. */
export type Ask<Forecast> = (history: CnbdHistory) => Forecast;

/** Histories whose forecasts are kept, so that a long run does not fill the memory. */
const mostKept = 300_000;
/** Below this, x, tx and t make one key of a number's 53 bits. */
const keyed = 2 ** 17;

/**
 * Asks a fit with one k. Whole times are kept: a million patients have far fewer histories.
 * @param unit what one step of the histories is worth in the unit of the fit: 1/7 for days and a fit in weeks
 * @param horizon in the steps of the histories
 * @cost nine scores, one with the visits, the first time a history is met, then a look into a table
 */
export function askCnbd(fit: CnbdFit, horizon: number, unit = 1): Ask<ReturnForecast> {
  const scorers = [fit.theta, ...cornerThetas(fit)].map((theta, i) =>
    scorerAt(fit, theta, horizon, unit, i === 0),
  );
  const score = emptyScore();
  const chances = scorers.map(() => 0);
  return keptByDays(({ x, tx, t }) => {
    // The fit itself comes last, so that what it says is still there.
    for (let i = scorers.length - 1; i >= 0; i -= 1) chances[i] = scorers[i]?.(x, tx, t, score).pVisit ?? 0;
    return { ...score, ...intervalFrom(chances) };
  });
}

/** The same without the interval. @cost one score the first time a history is met */
export function pointCnbd(fit: CnbdFit, horizon: number, unit = 1): Ask<PointForecast> {
  const scorer = scorerAt(fit, fit.theta, horizon, unit);
  return keptByDays(({ x, tx, t }) => scorer(x, tx, t, emptyScore()));
}

/** The chance of a visit alone: counts are what a clock of many stages takes its time over. @cost a tenth of a point, or less */
export function chanceCnbd(fit: CnbdFit, horizon: number): Ask<number> {
  const scorer = scorerAt(fit, fit.theta, horizon, 1, false);
  const score = emptyScore();
  return keptByDays(({ x, tx, t }) => scorer(x, tx, t, score).pVisit);
}

function scorerAt(fit: CnbdFit, theta: readonly number[], horizon: number, unit: number, visits = true) {
  const parameters = cnbdParametersOf(theta, fit.parameters.k);
  return cnbdScorer(fit.kind, { ...parameters, alpha: parameters.alpha / unit }, horizon, visits);
}

function keptByDays<Forecast>(ask: Ask<Forecast>): Ask<Forecast> {
  const known = new Map<number, Forecast>();
  return (history) => {
    const key = keyOf(history.x, history.tx, history.t);
    const whole = key >= 0;
    const found = whole ? known.get(key) : undefined;
    if (found !== undefined) return found;
    const forecast = ask(history);
    if (whole && known.size < mostKept) known.set(key, forecast);
    return forecast;
  };
}

/**
 * Asks a mixture.
 * @param unit and `horizon` as for `askCnbd`
 * @cost with five k up to 85 scores, 10 to 50 µs, the first time a history is met; kept as by `askCnbd`, with the gaps that
 *   were met first: those who came back once at most, most of any shop, have no others
 */
export function askMixture(fit: MixtureFit, horizon: number, unit = 1): Ask<ReturnForecast> {
  const scorers = [fit.theta, ...cornerThetas(fit)].map((theta, i) =>
    mixtureAt(fit, theta, horizon, unit, i === 0),
  );
  const score = emptyScore();
  const chances = scorers.map(() => 0);
  const known = new Map<number, { readonly litt: number; readonly forecast: ReturnForecast }>();
  return (history) => {
    const { x, tx, t, litt } = history;
    const key = keyOf(x, tx, t);
    const found = known.get(key);
    if (found !== undefined && found.litt === litt) return found.forecast;
    for (let i = scorers.length - 1; i >= 0; i -= 1) chances[i] = scorers[i]?.(history, score).pVisit ?? 0;
    const forecast = { ...score, ...intervalFrom(chances) };
    if (key >= 0 && known.size < mostKept && found === undefined) known.set(key, { litt, forecast });
    return forecast;
  };
}

/** The same without the interval. @cost with five k about 8 scores, 10 to 50 µs */
export function pointMixture(fit: MixtureFit, horizon: number, unit = 1): Ask<PointForecast> {
  const scorer = mixtureAt(fit, fit.theta, horizon, unit);
  return (history) => scorer(history, emptyScore());
}

function mixtureAt(fit: MixtureFit, theta: readonly number[], horizon: number, unit: number, visits = true) {
  const parameters = mixtureParametersOf(theta, fit.parameters.ks);
  return mixtureScorer(fit.kind, { ...parameters, alpha: parameters.alpha / unit }, horizon, visits);
}

/** One number for three whole ones that are not too large; -1 for others. */
function keyOf(x: number, tx: number, t: number): number {
  if (!(t < keyed && x < keyed && Number.isInteger(tx) && Number.isInteger(t))) return -1;
  const key = (x * keyed + t) * keyed + tx;
  return Number.isSafeInteger(key) ? key : -1;
}

function emptyScore(): CnbdScore {
  return { pVisit: 0, expectedVisits: 0, pAlive: 0, overduePercentile: 0 };
}
