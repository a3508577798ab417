import { logOddsRatio } from '../statistics/inference/odds-ratio.ts';
import { splitCheck } from '../statistics/inference/sample-ratio.ts';
import { type ArmSizes, sampleSizeOfExperiment } from '../statistics/inference/sample-size.ts';
import { shrunkUplift, upliftOf } from '../statistics/inference/shrunk-uplift.ts';

/** Families drawn by lot; one by itself counts as a family. */
export interface ArmCount {
  readonly treated: number;
  readonly held: number;
}

/** A comparison of this practice: a share of the families was held out by lot. */
export interface Comparison {
  /** Share held out, in (0, 0.5]. */
  readonly heldShare: number;
  readonly drawn: ArmCount;
  /** Of those drawn, who had a visit that is over, and how many missed it. Absent: no outcome of this is counted. */
  readonly missed?: {
    readonly treated: readonly [missed: number, n: number];
    readonly held: readonly [missed: number, n: number];
  };
}

export interface TouchpointRecord {
  readonly enabled: boolean;
  /** Somebody is held out now. */
  readonly comparing: boolean;
  /** Patients for whom it was done. */
  readonly made: number;
  /** The newest there was, running or over. */
  readonly comparison: Comparison | undefined;
}

export type Standing = 'proven' | 'testing' | 'untested' | 'stopped';

/** What a comparison tells so far. */
export type Finding =
  /** Nothing that it should change is counted yet. */
  | 'not_counted'
  /** The planned number is not reached: nothing is said, so that nobody stops at a lucky week. */
  | 'too_few'
  /** The arms are not as large as they were to be: something other than the lot decided, and nothing is read. */
  | 'split'
  /** Reached, and the interval includes nothing. */
  | 'open'
  | 'helps'
  | 'harms';

export interface Evidence {
  readonly standing: Standing;
  readonly finding: Finding | null;
  /** Counted towards `needed`: with a known outcome, where one is counted. */
  readonly counted: ArmCount | null;
  readonly needed: ArmCount | null;
  /** Shares of 1 who missed the visit: without the act, and with it. Only from the planned number on. */
  readonly shares: {
    readonly without: number;
    readonly with: number;
    readonly low: number;
    readonly high: number;
  } | null;
}

/**
 * What elsewhere lets one believe of a reminder: log-odds of missing a visit, normal. Youssef 2014: 39.8 to 26.3 of 100,
 * n = 502; widened, because it is one clinic.
 */
export const reminderBelief = upliftOf(-0.45, 0.25, 0);

// What would be worth knowing, and the usual share without: Dantas 2018, 105 studies, 23 of 100 visits missed. Of coming
// back the share that takes most people.
const worthKnowing = { missed: { base: 0.23, difference: -0.05 }, other: { base: 0.5, difference: 0.05 } };

/**
 * How many families a comparison takes before anything is said: set by the share alone, so by nothing that was seen.
 * @param heldShare in (0, 1)
 */
export function neededFor(heldShare: number, outcome: 'missed' | 'other'): ArmSizes {
  return sampleSizeOfExperiment({ ...worthKnowing[outcome], treated: 1 - heldShare });
}

/**
 * What stands behind a touchpoint. *Proven* only by the practice's own lot: at the planned number, split as planned, and,
 * drawn together with what trials elsewhere showed, with an interval that leaves nothing out. A comparison that is over
 * still counts; one that found nothing leaves the touchpoint untested.
 * @cost O(1)
 */
export function evidenceOf(record: TouchpointRecord): Evidence {
  const read = record.comparison === undefined ? nothing : readComparison(record.comparison);
  return { ...read, standing: standingOf(record, read.finding) };
}

const nothing = { finding: null, counted: null, needed: null, shares: null } as const;

function standingOf(
  { enabled, comparing, made, comparison }: TouchpointRecord,
  finding: Finding | null,
): Standing {
  if (!enabled) return made > 0 || isStarted(comparison) ? 'stopped' : 'untested';
  if (finding === 'helps') return 'proven';
  return comparing ? 'testing' : 'untested';
}

const isStarted = (comparison: Comparison | undefined): boolean =>
  comparison !== undefined && comparison.drawn.treated + comparison.drawn.held > 0;

function readComparison({ heldShare, drawn, missed }: Comparison): Omit<Evidence, 'standing'> {
  if (missed === undefined) {
    return { ...nothing, finding: 'not_counted', counted: drawn, needed: neededFor(heldShare, 'other') };
  }
  const counted = { treated: missed.treated[1], held: missed.held[1] };
  const needed = neededFor(heldShare, 'missed');
  const soFar = { counted, needed, shares: null };
  if (counted.treated < needed.treated || counted.held < needed.held) return { ...soFar, finding: 'too_few' };
  const split = splitCheck([counted.treated, counted.held], [1 - heldShare, heldShare]);
  if (!split.asPlanned) return { ...soFar, finding: 'split' };
  const own = logOddsRatio(missed.treated, missed.held);
  const drawnTogether = shrunkUplift(reminderBelief, { ...own, difference: own.value });
  const without = missed.held[0] / missed.held[1];
  const withIt = (change: number): number => shifted(without, change);
  return {
    ...soFar,
    finding: drawnTogether.high < 0 ? 'helps' : drawnTogether.low > 0 ? 'harms' : 'open',
    shares: {
      without,
      with: withIt(drawnTogether.value),
      low: withIt(drawnTogether.low),
      high: withIt(drawnTogether.high),
    },
  };
}

/** A share whose log-odds change by so much; nobody stays nobody, and everybody everybody. */
function shifted(share: number, change: number): number {
  const odds = share * Math.exp(change);
  return odds / (odds + (1 - share));
}
