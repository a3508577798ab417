import { forecastsOn } from '../statistics/backtest/backtest-forecasts.ts';
import { type ChosenModel, chooseModel } from '../statistics/backtest/champion-choice.ts';
import { naiveRules } from '../statistics/backtest/naive-rules.ts';
import {
  calibrationError,
  type ReliabilityBin,
  reliabilityBins,
} from '../statistics/calibration/brier-decomposition.ts';
import { brierScore, type Forecast, recalibration } from '../statistics/calibration/calibration.ts';
import { delongArea } from '../statistics/calibration/delong.ts';
import { spiegelhalterTest } from '../statistics/calibration/spiegelhalter.ts';
import { type Figure, type TooFew, tooFew } from '../statistics/figure.ts';
import { knownOn, matureOrigins, spanOf } from '../statistics/returns/known-on.ts';
import type { ReturnInput } from '../statistics/returns/return-model.ts';
import { type Cohort, type CohortMember, cohortRetention } from '../statistics/survival/cohort-retention.ts';
import { horizonDays } from './model.ts';
import { type SurvivalPoint, survivalToSilence } from './silence-survival.ts';

/** How one model, or one rule, did on the newest day of which the end is known. */
export interface CheckRow {
  readonly name: string;
  readonly brier: Figure | TooFew;
  readonly auc: Figure | TooFew;
  readonly slope: Figure | TooFew;
  /** Mean forecast minus the share that came. */
  readonly bias: number;
  /** Mean absolute error of the number of visits. */
  readonly mae: number;
}

export interface Missed {
  /** Given 70 in 100 or more, and stayed away. */
  readonly stayedAway: { readonly n: number; readonly of: number };
  /** Given 30 in 100 or less, and came. */
  readonly came: { readonly n: number; readonly of: number };
}

/** The newest day with a known end: what was said then, and what came of it. */
export interface CheckTest {
  /** Days since 1970-01-01. */
  readonly origin: number;
  readonly patients: number;
  readonly came: number;
  /** The champion as it would have been chosen on that day, then the naive rules. */
  readonly rows: readonly CheckRow[];
  readonly bins: readonly ReliabilityBin[];
  readonly missed: Missed;
  /** Spiegelhalter's z: beyond 1.96 either way the forecasts are not honest. */
  readonly z: number | undefined;
  readonly calibrationError: { readonly error: number; readonly noiseFloor: number } | undefined;
}

/** How good the models are on one service's own past. */
export interface ServiceCheck {
  readonly champion: string;
  readonly because: ChosenModel['because'];
  /** Patients of whom it is known how it went. */
  readonly labels: number;
  readonly patients: number;
  readonly recallDays: number;
  readonly horizonDays: number;
  /** Undefined: no day lies far enough back, or nobody had come by then. */
  readonly test: CheckTest | undefined;
  readonly windowDays: number;
  readonly cohorts: readonly Cohort[];
  /** From the first visit until a silence of one and a half recalls. */
  readonly survival: readonly SurvivalPoint[];
}

export interface CheckInput {
  readonly patients: readonly CohortMember[];
  readonly recallDays: number;
  readonly asOf: number;
  readonly seed: number;
}

const windows = 5;
const mostCohorts = 12;

/**
 * Chooses the champion of a service by its own past, tests it on the newest day with a known end as it would have been
 * chosen *then*, and follows cohorts and survival.
 * @returns `too-few` without patients
 * @source docs/methods/backtest.md, cohort-retention.md, survival.md
 * @cost two choices of a model: seconds for 20,000 patients
 */
export function checkService({ patients, recallDays, asOf, seed }: CheckInput): ServiceCheck | TooFew {
  const horizon = horizonDays(recallDays);
  const input: ReturnInput = {
    histories: patients.map(({ days }) => days),
    observedTo: patients.map(({ observedTo }) => observedTo),
    recallDays,
    seed,
  };
  const chosen = chooseModel(input, horizon, { periodDays: recallDays });
  if ('kind' in chosen) return chosen;
  const windowDays = horizon;
  return {
    champion: chosen.model.name,
    because: chosen.because,
    labels: chosen.labels,
    patients: patients.length,
    recallDays,
    horizonDays: horizon,
    test: testOn(input, horizon),
    windowDays,
    cohorts: cohortRetention(patients, asOf, { windowDays, windows }).slice(-mostCohorts),
    survival: survivalToSilence(patients, recallDays, asOf),
  };
}

function testOn(input: ReturnInput, horizon: number): CheckTest | undefined {
  const [origin] = matureOrigins(spanOf(input), horizon, 1);
  if (origin === undefined) return undefined;
  const chosen = chooseModel(knownOn(input, origin), horizon, { periodDays: input.recallDays });
  if ('kind' in chosen) return undefined;
  const rules = naiveRules(horizon).filter(({ name }) => name !== chosen.model.name);
  const models = [chosen.model, ...rules];
  const { visits, said } = forecastsOn(input, origin, horizon, models);
  const rows: CheckRow[] = [];
  let champion: Forecast[] = [];
  for (const [i, { name }] of models.entries()) {
    const mine = said[i];
    if (mine === undefined) continue;
    const forecasts = Array.from(visits, (count, patient) => ({
      probability: mine.pVisit[patient] ?? 0,
      happened: count > 0,
    }));
    if (i === 0) champion = forecasts;
    rows.push(rowOf(name, forecasts, visits, mine.expectedVisits));
  }
  const bins = reliabilityBins(champion);
  if (champion.length === 0 || 'kind' in bins) return undefined;
  const honest = spiegelhalterTest(champion);
  const error = calibrationError(champion);
  return {
    origin,
    patients: visits.length,
    came: visits.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0),
    rows,
    bins,
    missed: missedBy(champion),
    z: 'kind' in honest ? undefined : honest.z,
    calibrationError: 'kind' in error ? undefined : error,
  };
}

function rowOf(
  name: string,
  forecasts: readonly Forecast[],
  visits: Float64Array,
  expected: Float64Array,
): CheckRow {
  const n = Math.max(1, forecasts.length);
  const line = recalibration(forecasts);
  const isYesOrNo = forecasts.every(({ probability }) => probability === 0 || probability === 1);
  let bias = 0;
  let off = 0;
  for (const [i, { probability, happened }] of forecasts.entries()) {
    bias += probability - (happened ? 1 : 0);
    off += Math.abs((expected[i] ?? 0) - (visits[i] ?? 0));
  }
  return {
    name,
    brier: brierScore(forecasts),
    auc: delongArea(forecasts),
    // A yes or no has no boldness to measure.
    slope: 'kind' in line ? line : isYesOrNo ? tooFew(0, 1) : line.slope,
    bias: bias / n,
    mae: off / n,
  };
}

function missedBy(forecasts: readonly Forecast[]): Missed {
  const high = forecasts.filter(({ probability }) => probability >= 0.7);
  const low = forecasts.filter(({ probability }) => probability <= 0.3);
  return {
    stayedAway: { n: high.filter(({ happened }) => !happened).length, of: high.length },
    came: { n: low.filter(({ happened }) => happened).length, of: low.length },
  };
}
