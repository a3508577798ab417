import { type Figure, type TooFew, tooFew } from '../figure.ts';
import { normalQuantile } from '../functions/normal.ts';
import type { Forecast } from './calibration.ts';

/**
 * AUC with DeLong's interval: the variance comes from how often each forecast alone is in the right order, so nothing is
 * assumed about the shape of the scores. The interval is made on the log-odds of the area, where it cannot leave [0, 1].
 * @returns `too-few` under two of either outcome
 * @source DeLong, DeLong & Clarke-Pearson 1988 (Biometrics 44:837); midranks after Sun & Xu 2014  @cost O(n log n)
 */
export function delongArea(forecasts: readonly Forecast[], confidence = 0.95): Figure | TooFew {
  const came = ascending(forecasts, true);
  const stayed = ascending(forecasts, false);
  const rarer = Math.min(came.length, stayed.length);
  if (rarer < 2) return tooFew(rarer, 2);
  // For each forecast, the share of the other kind that it is rightly above (or below); ties count half.
  const above = placements(came, stayed);
  const below = placements(stayed, came).map((share) => 1 - share);
  const area = meanOf(above);
  const error = Math.sqrt(varianceOf(above) / came.length + varianceOf(below) / stayed.length);
  const n = forecasts.length;
  if (!(area > 0 && area < 1)) {
    // All pairs in one order: the shares do not vary. Of m pairs without one wrong, three in m may be (rule of three).
    const unseen = Math.min(1, 3 / rarer);
    return area >= 1 ? { value: 1, low: 1 - unseen, high: 1, n } : { value: 0, low: 0, high: unseen, n };
  }
  const half = (normalQuantile(0.5 + confidence / 2) * error) / (area * (1 - area));
  const odds = Math.log(area / (1 - area));
  const back = (logOdds: number) => 1 / (1 + Math.exp(-logOdds));
  return { value: area, low: back(odds - half), high: back(odds + half), n };
}

function ascending(forecasts: readonly Forecast[], happened: boolean): Float64Array {
  return Float64Array.from(
    forecasts.filter((one) => one.happened === happened),
    ({ probability }) => probability,
  ).sort();
}

/** Share of `others` below each of `ones`, ties by half. Both ascending. */
function placements(ones: Float64Array, others: Float64Array): Float64Array {
  let under = 0;
  let upTo = 0;
  return ones.map((value) => {
    while (under < others.length && (others[under] ?? 0) < value) under += 1;
    upTo = Math.max(upTo, under);
    while (upTo < others.length && (others[upTo] ?? 0) <= value) upTo += 1;
    return (under + upTo) / 2 / others.length;
  });
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOf(values: Float64Array): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
