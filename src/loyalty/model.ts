import type { Figure, TooFew } from '../statistics/figure.ts';

/** Where a patient stands with one service. One word each on every screen; the words are in sentences.ts. */
export const rhythmStatuses = [
  'new',
  'on_rhythm',
  'due',
  'drifting',
  'overdue',
  'booked',
  'exited',
  'too_few',
] as const;
export type RhythmStatus = (typeof rhythmStatuses)[number];

/** What is known of one patient and service as of a day: completed episodes only. Days count from 1970-01-01. */
export interface ServiceHistory {
  /** First day of each episode, ascending. */
  readonly episodeStarts: ArrayLike<number>;
  /** Last completed visit of the last episode; the clinical due date counts from here. */
  readonly lastVisitDay: number;
}

/** Whoever is old: when they were born (days since 1970-01-01) and their sex, which enter silent-death.ts and nothing else. */
export interface Elder {
  readonly bornOn: number;
  readonly sex: 'female' | 'male' | 'other';
}

/** What is true of the patient on the day that is asked about. */
export interface Standing {
  readonly asOf: number;
  /** Day of a visit that is booked; one before `asOf` no longer counts. */
  readonly bookedOn: number | undefined;
  /** That the booked visit is missed; undefined: nobody can tell. */
  readonly noShow?: Figure | undefined;
  /** Of whoever is old: silence may be death. */
  readonly elder?: Elder | undefined;
  /** Day the patient left: moved, transferred, died, opted out. */
  readonly exitedOn: number | undefined;
}

/** What the record says, without any model. */
export interface RhythmFacts {
  readonly episodes: number;
  readonly firstDay: number;
  readonly lastVisitDay: number;
  readonly recallDays: number;
  /** Clinical: last completed visit + recall interval. Administrative, never adjusted by a model. */
  readonly dueOn: number;
  /** Negative before the due date. */
  readonly daysPastDue: number;
  /** Days since the last episode began. */
  readonly silentDays: number;
}

/** What is estimated. Every figure carries its 95 % interval and its n. */
export interface RhythmEstimate {
  readonly horizonDays: number;
  /** P(at least one visit within the horizon); n: patients the model was fitted on. */
  readonly returnChance: Figure;
  readonly expectedVisits: Figure;
  /** Days; n: the patient's own gaps. */
  readonly usualGap: Figure;
  /** Middle half of the next gap, as days since 1970-01-01. */
  readonly dueWindow: { readonly from: number; readonly to: number };
  /** Share of the patient's gaps expected to be shorter than the silence so far. */
  readonly overduePercentile: Figure;
  /** Expected extra visits kept by one call. */
  readonly callValue: Figure;
}

export type RhythmScore =
  | { readonly status: 'too_few'; readonly answer: TooFew }
  | { readonly status: 'exited'; readonly facts: RhythmFacts; readonly exitedOn: number }
  | {
      readonly status: 'booked';
      readonly facts: RhythmFacts;
      readonly estimate: RhythmEstimate;
      readonly bookedOn: number;
    }
  | {
      readonly status: 'new' | 'on_rhythm' | 'due' | 'drifting' | 'overdue';
      readonly facts: RhythmFacts;
      readonly estimate: RhythmEstimate;
    };

/** What a model of return says of one patient. */
export interface ReturnEstimate {
  readonly returnChance: Figure;
  readonly expectedVisits: Figure;
  /** P(has not left). Cannot be observed, so it is shown as an aid and never scored against data. */
  readonly activeChance: number;
}

export interface FitInput<Prior> {
  readonly recallDays: number;
  readonly asOf: number;
  /** Exited patients too, each known until their exit: leaving them out would flatter the practice. */
  readonly histories: Iterable<ServiceHistory & { readonly exitedOn: number | undefined }>;
  /** Undefined: the model's own. */
  readonly prior: Prior | undefined;
  readonly seed: number;
}

/** A fitted model as it is stored: plain JSON, with what is needed to score again and to ask how it came about. */
export interface FittedRhythm<Kind extends string, Parameters, Prior> {
  readonly kind: Kind;
  /** Raised when the meaning of the parameters changes; another version is refitted, never read. */
  readonly version: number;
  readonly recallDays: number;
  readonly asOf: number;
  readonly seed: number;
  /** Patients for whom the fit learnt something. */
  readonly n: number;
  readonly parameters: Parameters;
  readonly prior: Prior;
}

/**
 * A way to answer "will this patient visit within the horizon?". Further kinds (mixtures of BG/NBD, the hazard
 * model) stand behind the same three members; everything that is written or shown comes through them.
 */
export interface RhythmModel<Kind extends string, Parameters, Prior> {
  readonly kind: Kind;
  fit(input: FitInput<Prior>): FittedRhythm<Kind, Parameters, Prior>;
  /** Set up once per service, day and horizon; the function it returns is asked once per patient. */
  scorer(
    fitted: FittedRhythm<Kind, Parameters, Prior>,
    asOf: number,
    horizonDays: number,
  ): (history: ServiceHistory) => ReturnEstimate;
}

/** Where a service has no recall interval and too few gaps to learn one. */
export const fallbackRecallDays = 365;

/** The horizon of "will they visit": a year, or one and a half recalls where that is longer. */
export function horizonDays(recallDays: number): number {
  return Math.max(365, Math.round(1.5 * recallDays));
}

/** How far past due a patient must be before anyone calls it overdue. */
export function overdueGraceDays(recallDays: number): number {
  return Math.max(30, 0.2 * recallDays);
}
