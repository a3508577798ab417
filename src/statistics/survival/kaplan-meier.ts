import { type Figure, type TooFew, tooFew } from '../figure.ts';
import { normalQuantile } from '../functions/normal.ts';

/** One patient watched from a start: either it happened after so long, or watching ended before it did. */
export interface Watched {
  /** Above or equal to 0, in any unit. */
  readonly time: number;
  readonly happened: boolean;
}

/** The curve from this time on, until the next step. */
export interface SurvivalStep {
  readonly time: number;
  /** Share to whom it has not happened yet; n is the number at risk just before. */
  readonly survival: Figure;
  readonly happened: number;
  /** Greenwood's standard error of the share. */
  readonly standardError: number;
}

export interface SurvivalCurve {
  /** One a time at which it happened, ascending; before the first everybody is left. */
  readonly steps: readonly SurvivalStep[];
  /** Longest time anybody was watched: beyond it nothing is known. */
  readonly watchedTo: number;
  readonly n: number;
  /** First time at which half or fewer are left; undefined when the curve stays above one half. */
  readonly median: number | undefined;
}

/**
 * The share still there by time, from patients of whom some are not finished: each counts for as long as they were
 * watched. Someone whose watching ends on a day on which it happens to others was still at risk on it. The interval is made on the
 * scale ln(-ln S), where it stays within [0, 1]; at S = 0 it is [0, 1] as far as anyone can tell.
 * @returns `too-few` without patients
 * @throws RangeError for a time that is negative or no number
 * @source Kaplan & Meier 1958; Greenwood 1926; Kalbfleisch & Prentice 1980, 1.3 for the limits  @cost O(n log n)
 */
export function kaplanMeier(watched: readonly Watched[], confidence = 0.95): SurvivalCurve | TooFew {
  const n = watched.length;
  if (n === 0) return tooFew(0, 1);
  for (const { time } of watched) {
    if (!(time >= 0 && time < Number.POSITIVE_INFINITY)) throw new RangeError(`a time from 0, got ${time}`);
  }
  const z = normalQuantile(0.5 + confidence / 2);
  const sorted = watched.toSorted((a, b) => a.time - b.time);
  const steps: SurvivalStep[] = [];
  let survival = 1;
  let greenwood = 0;
  let median: number | undefined;
  for (let from = 0; from < n; ) {
    const time = sorted[from]?.time ?? 0;
    let to = from;
    let happened = 0;
    while (to < n && sorted[to]?.time === time) {
      happened += sorted[to]?.happened ? 1 : 0;
      to += 1;
    }
    const atRisk = n - from;
    if (happened > 0) {
      survival *= 1 - happened / atRisk;
      greenwood += happened / (atRisk * (atRisk - happened));
      const limits = limitsOf(survival, greenwood, z);
      steps.push({
        time,
        survival: { value: survival, ...limits, n: atRisk },
        happened,
        standardError: survival > 0 ? survival * Math.sqrt(greenwood) : 0,
      });
      if (median === undefined && survival <= 0.5 + 1e-12) median = time;
    }
    from = to;
  }
  return { steps, watchedTo: sorted[n - 1]?.time ?? 0, n, median };
}

/** The share left at a time; undefined beyond the longest time watched. @cost O(log steps) */
export function survivalAt({ steps, watchedTo, n }: SurvivalCurve, time: number): Figure | undefined {
  if (time > watchedTo) return undefined;
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((steps[middle]?.time ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return steps[low - 1]?.survival ?? { value: 1, low: 1, high: 1, n };
}

function limitsOf(survival: number, greenwood: number, z: number): { low: number; high: number } {
  if (!(survival > 0)) return { low: 0, high: 1 };
  const width = (z * Math.sqrt(greenwood)) / Math.abs(Math.log(survival));
  return { low: survival ** Math.exp(width), high: survival ** Math.exp(-width) };
}
