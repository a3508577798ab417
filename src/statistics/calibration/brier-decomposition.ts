import { type Figure, type TooFew, tooFew } from '../figure.ts';
import { wilsonInterval } from '../inference/wilson.ts';
import type { Forecast } from './calibration.ts';

/** Forecasts that were alike, and how many of them came true. */
export interface ReliabilityBin {
  /** Smallest and largest forecast in it, and their mean. */
  readonly from: number;
  readonly to: number;
  readonly meanForecast: number;
  readonly happened: number;
  readonly n: number;
  /** Share that happened, with Wilson's interval. */
  readonly share: Figure;
  /** "Of 100 such patients": what was said, and what came, in whole patients. */
  readonly ofHundred: {
    readonly said: number;
    readonly came: number;
    readonly low: number;
    readonly high: number;
  };
}

/** Brier = uncertainty - resolution + reliability + within; each at least 0 but the last, which is small. */
export interface BrierDecomposition {
  readonly brier: number;
  /** p (1 - p): what the base rate alone scores. */
  readonly uncertainty: number;
  /** How far the bins' shares lie from the base rate: larger is better. */
  readonly resolution: number;
  /** How far forecasts lie from what happened in their bins: smaller is better. */
  readonly reliability: number;
  /** What binning leaves: forecasts within a bin differ. 0 where each bin holds one forecast value. */
  readonly within: number;
  /** 1 - Brier / uncertainty; 0 where everybody or nobody came. */
  readonly skill: number;
  readonly bins: readonly ReliabilityBin[];
}

/** Expected calibration error beside the error that honest forecasts would show by chance alone. */
export interface CalibrationError {
  readonly error: number;
  readonly noiseFloor: number;
}

/**
 * Forecasts in bins of (nearly) equal size, by rank; equal forecasts never part.
 * @returns at most `bins` of them, ascending; `too-few` without forecasts
 * @source Wilson 1927 for the intervals; natural frequencies, Gigerenzer & Hoffrage 1995  @cost O(n log n)
 */
export function reliabilityBins(forecasts: readonly Forecast[], bins = 10): ReliabilityBin[] | TooFew {
  return forecasts.length === 0 ? tooFew(0, 1) : gatherBins(forecasts, bins).map(described);
}

/**
 * Brier's score taken apart: how hard the question is, how well the forecasts tell people apart, how honest they are.
 * @returns `too-few` without forecasts
 * @source Murphy 1973; the within-bin term of Stephenson et al. 2008  @cost O(n log n)
 */
export function brierDecomposition(forecasts: readonly Forecast[], bins = 10): BrierDecomposition | TooFew {
  const n = forecasts.length;
  if (n === 0) return tooFew(0, 1);
  const gathered = gatherBins(forecasts, bins);
  const base = forecasts.filter(({ happened }) => happened).length / n;
  const uncertainty = base * (1 - base);
  let brier = 0;
  for (const { probability, happened } of forecasts) brier += (probability - (happened ? 1 : 0)) ** 2 / n;
  let resolution = 0;
  let reliability = 0;
  for (const bin of gathered) {
    const { mean, share } = middleOf(bin);
    resolution += (bin.length / n) * (share - base) ** 2;
    reliability += (bin.length / n) * (mean - share) ** 2;
  }
  return {
    brier,
    uncertainty,
    resolution,
    reliability,
    within: brier - (uncertainty - resolution + reliability),
    skill: uncertainty > 0 ? 1 - brier / uncertainty : 0,
    bins: gathered.map(described),
  };
}

/**
 * The mean distance between what was said and what came, by bins. Never 0 for a finite practice: honest forecasts in a
 * bin of m miss by √(2 p (1 - p) / (π m)) on average, and that floor is given beside it.
 * @returns `too-few` without forecasts
 * @source Naeini et al. 2015; the floor is the mean of a half-normal  @cost O(n log n)
 */
export function calibrationError(forecasts: readonly Forecast[], bins = 10): CalibrationError | TooFew {
  const n = forecasts.length;
  if (n === 0) return tooFew(0, 1);
  let error = 0;
  let noiseFloor = 0;
  for (const bin of gatherBins(forecasts, bins)) {
    const { mean, share, variance } = middleOf(bin);
    error += (bin.length / n) * Math.abs(mean - share);
    noiseFloor += (bin.length / n) * Math.sqrt((2 * variance) / (Math.PI * bin.length));
  }
  return { error, noiseFloor };
}

type Gathered = readonly Forecast[];

function gatherBins(forecasts: readonly Forecast[], bins: number): Gathered[] {
  if (!(Number.isInteger(bins) && bins >= 1)) throw new RangeError(`bins are counted from 1, got ${bins}`);
  for (const { probability } of forecasts) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new RangeError(`a forecast requires a probability in [0, 1], got ${probability}`);
    }
  }
  const sorted = forecasts.toSorted((a, b) => a.probability - b.probability);
  const gathered: Gathered[] = [];
  let from = 0;
  for (let bin = 1; bin <= bins && from < sorted.length; bin += 1) {
    let to = Math.max(from + 1, Math.round((bin * sorted.length) / bins));
    while (to < sorted.length && sorted[to]?.probability === sorted[to - 1]?.probability) to += 1;
    gathered.push(sorted.slice(from, to));
    from = to;
  }
  return gathered;
}

function middleOf(bin: Gathered): { mean: number; share: number; variance: number; happened: number } {
  let sum = 0;
  let variance = 0;
  let happened = 0;
  for (const forecast of bin) {
    sum += forecast.probability;
    variance += forecast.probability * (1 - forecast.probability);
    happened += forecast.happened ? 1 : 0;
  }
  return { mean: sum / bin.length, variance: variance / bin.length, share: happened / bin.length, happened };
}

function described(bin: Gathered): ReliabilityBin {
  const { mean, happened } = middleOf(bin);
  const share = wilsonInterval(happened, bin.length);
  const ofHundred = (value: number) => Math.round(100 * value);
  return {
    from: bin[0]?.probability ?? 0,
    to: bin[bin.length - 1]?.probability ?? 0,
    meanForecast: mean,
    happened,
    n: bin.length,
    share,
    ofHundred: {
      said: ofHundred(mean),
      came: ofHundred(share.value),
      low: ofHundred(share.low),
      high: ofHundred(share.high),
    },
  };
}
