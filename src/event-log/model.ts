import type { ReturnForecast } from '../statistics/returns/return-model.ts';

/** The models that can be asked for by name; `auto` leaves the choice to `choose-model.ts`. */
export const modelNames = [
  'bg-nbd',
  'mbg-nbd',
  'bg-cnbd-k',
  'mbg-cnbd-k',
  'mixture',
  'bg-bb',
  'gamma-gamma',
] as const;

export type ModelName = (typeof modelNames)[number];

/** Parameters and their standard errors, under their names in the literature. */
export type Numbers = Readonly<Record<string, number | readonly number[]>>;

/** A model fitted to a log. */
export interface LogFit {
  readonly model: ModelName;
  readonly params: Numbers;
  /** Of the parameters that are estimated; k is chosen and has none. */
  readonly se: Numbers;
  readonly logLik: number;
  /** Customers it rests on. */
  readonly n: number;
  /** Distinct histories among them. */
  readonly uniqueRows: number;
  readonly converged: boolean;
  /** Set when the histories alone had no answer and a prior was added. */
  readonly withPrior: boolean;
  /** How many numbers were free, for comparing models. */
  readonly free: number;
  /** What it says of the customer at a place in the log; set up once a horizon. Gamma-Gamma says nothing of visits. */
  readonly forecaster: ((horizonDays: number) => (place: number) => ReturnForecast) | undefined;
}
