import type { TooFew } from '../figure.ts';

/** What a model may look at: nothing but the days on which patients (or anybody's customers) came. */
export interface ReturnInput {
  /**
   * One entry a patient: distinct days, ascending, days since 1970-01-01, at least one, none after `observedTo` of the
   * same patient. Whole days; a model that counts in other units converts inside.
   */
  readonly histories: readonly ArrayLike<number>[];
  /** Last day each patient was watched: the day of the fit, or the day of an exit before it. Same order, same length. */
  readonly observedTo: ArrayLike<number>;
  /** Expected days between two visits: the service's recall interval, or what the histories themselves suggest. */
  readonly recallDays: number;
  readonly seed: number;
}

/** What is said of one patient from the days seen so far. Never NaN. */
export interface ReturnForecast {
  /** P(at least one visit within the horizon), with a 95 % interval from the uncertainty of the parameters. */
  readonly pVisit: number;
  readonly pVisitLow: number;
  readonly pVisitHigh: number;
  readonly expectedVisits: number;
  /** P(has not left). Cannot be observed: an aid, never scored against data. */
  readonly pAlive: number;
  /** P(gap <= the silence so far | history, still active). */
  readonly overduePercentile: number;
}

/** A forecast without its interval. */
export type PointForecast = Omit<ReturnForecast, 'pVisitLow' | 'pVisitHigh'>;

export type SayChance = (days: ArrayLike<number>, observedTo: number) => number;

export type SayPoint = (days: ArrayLike<number>, observedTo: number) => PointForecast;

export interface FittedReturn {
  readonly name: string;
  /** The parameters under their names in the literature, and the chosen k or grid where there is one. */
  readonly parameters: Readonly<Record<string, number | readonly number[]>>;
  readonly logLikelihood: number | undefined;
  /** Patients the fit rests on. */
  readonly n: number;
  readonly converged: boolean;
  /** Set up once a horizon; the function it returns is asked once a patient. */
  forecaster(horizonDays: number): (days: ArrayLike<number>, observedTo: number) => ReturnForecast;
  /** The same numbers without the interval, where that is cheaper: an interval asks most models nine times. */
  pointForecaster?(horizonDays: number): SayPoint;
  /** P(visit) of the point alone, where counts cost more than it does. */
  chanceForecaster?(horizonDays: number): SayChance;
}

/** Asks for no more than the point: by the cheaper question where the model has one. @cost O(1) */
export function pointForecasterOf(fitted: FittedReturn, horizonDays: number): SayPoint {
  return fitted.pointForecaster?.(horizonDays) ?? fitted.forecaster(horizonDays);
}

/** Asks for P(visit) alone. @cost as `pointForecasterOf`, or less */
export function chanceForecasterOf(fitted: FittedReturn, horizonDays: number): SayChance {
  const chance = fitted.chanceForecaster?.(horizonDays);
  if (chance !== undefined) return chance;
  const point = pointForecasterOf(fitted, horizonDays);
  return (days, observedTo) => point(days, observedTo).pVisit;
}

/**
 * A way to say who comes back. Models, naive rules and the champion of a practice all stand behind this, so that a
 * backtest compares them on the same patients and the product shows whichever won.
 */
export interface ReturnModel {
  readonly name: string;
  /** Lower is simpler: of models that do equally well, the simplest is taken. */
  readonly complexity: number;
  fit(input: ReturnInput): FittedReturn | TooFew;
}
