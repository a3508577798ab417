import { tooFew } from '../figure.ts';
import type { Belief } from '../fitting/belief.ts';
import { cholesky, type Matrix } from '../fitting/matrix.ts';
import {
  fitRidgeLogistic,
  type LogisticFit,
  type LogisticRows,
  lineAt,
  logOddsOf,
} from '../fitting/ridge-logistic.ts';
import { logistic } from '../functions/log-add.ts';
import { type Known, knownOn, matureOrigins, quarterDays, spanOf, visitsAfter } from '../returns/known-on.ts';
import { sampleOf } from '../returns/patient-sample.ts';
import {
  type FittedReturn,
  type PointForecast,
  pointForecasterOf,
  type ReturnForecast,
  type ReturnInput,
  type ReturnModel,
  type SayPoint,
} from '../returns/return-model.ts';
import { boundedLogOdds, hazardFeatures, writeFeatures } from './hazard-features.ts';
import { pooledHazard } from './hazard-pooled.ts';

/** Patients of whom it is known how it went: under this many a practice's own past is not asked. */
export const fewestLabels = 50;
/** From here on the practice's own past may also turn single coefficients, and the boldness of all. */
const labelsForSlope = 300;
/** Days in the past that teach: each a quarter before the next. */
const mostOrigins = 6;
/** Patients that teach; more would only cost time. */
const mostTeachers = 6000;
/** How far a practice may lie from the pooled coefficients; the evidence of its own rows decides which. */
const looseness = [0.03, 0.1, 0.3, 1];

/** A row of features, and what followed. */
export interface HazardRows {
  readonly features: readonly (readonly number[])[];
  readonly returned: readonly number[];
}

/**
 * The chance of a visit within a fixed horizon as a logistic regression on the silence, the rhythm, and what two rhythm
 * models make of them. Trained on days in the past whose horizon had passed by the day of the fit, with features as they
 * were known then; drawn toward coefficients pooled over many practices, and then set right on the newest of those days.
 * Under 50 labels it says what the pooled coefficients say.
 * @param companions the rhythm models whose log-odds are features, in the order of the pooled coefficients
 * @param horizonDays for which it is trained; another horizon is trained when it is asked for
 * @source Allison 1982 for the discrete-time hazard; docs/methods/hazard.md  @cost a second or two for 6,000 patients
 */
export function hazardModel(
  companions: readonly ReturnModel[],
  horizonDays: number,
  complexity: number,
  pooled: readonly number[] = pooledHazard,
): ReturnModel {
  if (pooled.length !== 1 + hazardFeatures.length + companions.length) {
    throw new RangeError(`${pooled.length} pooled coefficients do not fit ${companions.length} companions`);
  }
  const lessonOn = keptLessons(companions);
  return {
    name: 'hazard',
    complexity,
    fit(input): FittedReturn | ReturnType<typeof tooFew> {
      if (input.histories.length === 0) return tooFew(0, 1);
      const trained = train(input, lessonOn, horizonDays, pooled);
      const trainedFor = (horizon: number) =>
        horizon === horizonDays ? trained : train(input, lessonOn, horizon, pooled);
      return {
        name: 'hazard',
        parameters: {
          coefficients: trained.line.coefficients,
          labels: trained.labels,
          looseness: trained.looseness,
          intercept: trained.mend.coefficients[0] ?? 0,
          slope: trained.mend.coefficients[1] ?? 1,
        },
        logLikelihood: undefined,
        n: input.histories.length,
        converged: trained.line.converged,
        forecaster: (horizon) => speakerOf(trainedFor(horizon), rowReader(companions, input, horizon)),
        pointForecaster: (horizon) =>
          pointSpeakerOf(trainedFor(horizon), rowReader(companions, input, horizon)),
      };
    },
  };
}

/**
 * What one day in the past teaches. @returns a row for everybody who was still watched then
 * @cost the companions' fits and O(visits)
 */
export function hazardRows(
  input: ReturnInput,
  origin: number,
  horizonDays: number,
  companions: readonly ReturnModel[],
): HazardRows {
  return lessonFrom(input, knownOn(input, origin), horizonDays, companions);
}

function lessonFrom(
  input: ReturnInput,
  known: Known,
  horizonDays: number,
  companions: readonly ReturnModel[],
): HazardRows {
  const read = rowReader(companions, known, horizonDays);
  const features: number[][] = [];
  const returned: number[] = [];
  for (let i = 0; i < known.histories.length; i += 1) {
    const days = known.histories[i];
    const all = input.histories[known.who[i] ?? 0];
    if (days === undefined || all === undefined || (known.observedTo[i] ?? 0) < known.asOf) continue;
    features.push(read(days, known.asOf).row);
    returned.push(visitsAfter(all, known.asOf, horizonDays) > 0 ? 1 : 0);
  }
  return { features, returned };
}

type LessonOn = (input: ReturnInput, origin: number, horizonDays: number) => HazardRows;

/**
 * Lessons by day: a backtest fits on several days, a quarter apart, and most of what one of them learns from, the next
 * learns from too. A day whose horizon has passed teaches the same whenever it is looked back on.
 */
function keptLessons(companions: readonly ReturnModel[]): LessonOn {
  const kept = new WeakMap<Known['histories'], Map<string, HazardRows>>();
  return (input, origin, horizonDays) => {
    const known = knownOn(input, origin);
    const ofDay = kept.get(known.histories) ?? new Map<string, HazardRows>();
    kept.set(known.histories, ofDay);
    const key = `${input.recallDays} ${horizonDays}`;
    const lesson = ofDay.get(key) ?? lessonFrom(input, known, horizonDays, companions);
    ofDay.set(key, lesson);
    return lesson;
  };
}

interface Line {
  readonly coefficients: readonly number[];
  readonly covariance: Matrix;
  readonly converged: boolean;
}

interface Trained {
  readonly line: Line;
  /** Intercept and slope on the log-odds of `line`, learnt on the newest day. */
  readonly mend: Pick<LogisticFit, 'coefficients' | 'covariance'>;
  readonly labels: number;
  /** 0 where the pooled coefficients were taken as they are. */
  readonly looseness: number;
}

const asItIs = {
  coefficients: [0, 1],
  covariance: [
    [0.09, 0],
    [0, 0],
  ],
};

function train(
  input: ReturnInput,
  lessonOn: LessonOn,
  horizonDays: number,
  pooled: readonly number[],
): Trained {
  const teachers = sampleOf(input, mostTeachers);
  const origins = matureOrigins(spanOf(teachers), horizonDays, mostOrigins);
  const lessons = origins.map((origin) => lessonOn(teachers, origin, horizonDays));
  const newest = lessons[lessons.length - 1];
  const labels = newest?.returned.length ?? 0;
  const none = pooled.map(() => pooled.map(() => 0));
  let line: Line = { coefficients: pooled, covariance: none, converged: true };
  let loose = 0;
  if (newest === undefined || labels < fewestLabels) return { line, mend: asItIs, labels, looseness: loose };
  if (labels >= labelsForSlope) {
    // Horizons overlap when they are longer than a quarter: four rows of one year are worth about one.
    const weight = Math.min(1, quarterDays / horizonDays);
    const best = mostPlausible(rowsOf(lessons, weight), pooled);
    if (best !== undefined) {
      line = best.fit;
      loose = best.looseness;
    }
  }
  const odds = Float64Array.from(newest.features, (row) => lineAt(line.coefficients, row));
  const set = fitRidgeLogistic({ columns: [odds], outcomes: newest.returned }, [
    { mean: 0, sd: 0.3 },
    { mean: 1, sd: labels >= labelsForSlope ? 0.1 : 1e-6 },
  ]);
  return { line, mend: 'kind' in set ? asItIs : set, labels, looseness: loose };
}

function rowsOf(lessons: readonly HazardRows[], weight: number): LogisticRows {
  const features = lessons.flatMap((lesson) => lesson.features);
  const width = features[0]?.length ?? 0;
  return {
    columns: Array.from({ length: width }, (_, j) => Float64Array.from(features, (row) => row[j] ?? 0)),
    outcomes: lessons.flatMap((lesson) => lesson.returned),
    weights: new Float64Array(features.length).fill(weight),
  };
}

/**
 * The fit under each looseness, and the one whose rows it makes most likely once the coefficients are averaged over
 * (the evidence, by Laplace): a practice that is like the others stays near them.
 */
function mostPlausible(rows: LogisticRows, pooled: readonly number[]) {
  let best: { fit: LogisticFit; looseness: number; evidence: number } | undefined;
  for (const sd of looseness) {
    const beliefs = pooled.map((mean, j): Belief => ({ mean, sd: j === 0 ? Math.max(0.3, sd) : sd }));
    const fit = fitRidgeLogistic(rows, beliefs);
    if ('kind' in fit) continue;
    const root = cholesky(fit.covariance);
    if (root === undefined) continue;
    let evidence = fit.logLikelihood;
    for (const [j, { mean, sd: width }] of beliefs.entries()) {
      const off = ((fit.coefficients[j] ?? 0) - mean) / width;
      evidence += Math.log(root[j]?.[j] ?? 1) - Math.log(width) - (off * off) / 2;
    }
    if (best === undefined || evidence > best.evidence) best = { fit, looseness: sd, evidence };
  }
  return best;
}

const undecided: PointForecast = {
  pVisit: 0.5,
  expectedVisits: 1,
  pAlive: 0.5,
  overduePercentile: 0.5,
};

/** A patient's row on a day, and what the last companion said. */
type ReadRow = (days: ArrayLike<number>, asOf: number) => { row: number[]; last: PointForecast };

function rowReader(companions: readonly ReturnModel[], input: ReturnInput, horizonDays: number): ReadRow {
  const says = companions.map((companion): SayPoint => {
    const fitted = companion.fit(input);
    // A companion with too little to say says nothing: even odds.
    return 'kind' in fitted ? () => undecided : pointForecasterOf(fitted, horizonDays);
  });
  return (days, asOf) => {
    const row: number[] = [];
    writeFeatures(days, asOf, input.recallDays, horizonDays, row);
    let last = undecided;
    for (const say of says) {
      last = say(days, asOf);
      row.push(boundedLogOdds(last.pVisit));
    }
    return { row, last };
  };
}

function speakerOf({ line, mend }: Trained, read: ReadRow) {
  const [, slope = 1] = mend.coefficients;
  return (days: ArrayLike<number>, observedTo: number): ReturnForecast => {
    const { row, last } = read(days, observedTo);
    const own = logOddsOf(line, row);
    const mended = logOddsOf(mend, [own.logOdds]);
    const half = 1.96 * Math.hypot(slope * own.standardError, mended.standardError);
    return {
      ...pointOf(mended.logOdds, last),
      pVisitLow: logistic(mended.logOdds - half),
      pVisitHigh: logistic(mended.logOdds + half),
    };
  };
}

function pointSpeakerOf({ line, mend }: Trained, read: ReadRow): SayPoint {
  return (days, observedTo) => {
    const { row, last } = read(days, observedTo);
    return pointOf(lineAt(mend.coefficients, [lineAt(line.coefficients, row)]), last);
  };
}

/** Counts, activity and the overdue percentile are the last companion's; counts follow the chance. */
function pointOf(logOdds: number, last: PointForecast): PointForecast {
  const pVisit = logistic(logOdds);
  return {
    pVisit,
    expectedVisits: last.pVisit > 0 ? Math.max(pVisit, pVisit * (last.expectedVisits / last.pVisit)) : pVisit,
    pAlive: last.pAlive,
    overduePercentile: last.overduePercentile,
  };
}
