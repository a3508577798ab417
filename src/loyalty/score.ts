import type { Figure } from '../statistics/figure.ts';
import { tooFew } from '../statistics/figure.ts';
import { returnCallUplift, returnCallValue } from './act-value.ts';
import {
  overdueGraceDays,
  type ReturnEstimate,
  type RhythmEstimate,
  type RhythmFacts,
  type RhythmScore,
  type ServiceHistory,
  type Standing,
} from './model.ts';
import { type GapPrior, type OwnRhythm, ownRhythmReader } from './own-rhythm.ts';
import { aliveFactor } from './silent-death.ts';

/** Share of booked visits that are missed, until the no-show model says it of this visit: 5 to 20 in 100. */
export const usualNoShow: Figure = { value: 0.1, low: 0.05, high: 0.2, n: 0 };

export interface ScoreInput {
  readonly recallDays: number;
  readonly horizonDays: number;
  readonly gapPrior: GapPrior;
  /** A model's scorer, set up for the same day and horizon. */
  readonly returning: (history: ServiceHistory) => ReturnEstimate;
  readonly noShow?: Figure;
  readonly callUplift?: Figure;
}

/**
 * Everything that is said of one patient and service on one day.
 * @returns a function to be asked once per patient; about 5 µs each
 * @source docs/methods/rhythm-status.md for the status, the pages beside it for the figures
 */
export function rhythmScorer(
  input: ScoreInput,
): (history: ServiceHistory, standing: Standing) => RhythmScore {
  const { recallDays, horizonDays, returning } = input;
  const readOwnRhythm = ownRhythmReader(input.gapPrior);
  return (history, standing) => {
    if (history.episodeStarts.length === 0) return { status: 'too_few', answer: tooFew(0, 1) };
    const { asOf, bookedOn, exitedOn } = standing;
    const facts = factsOf(history, recallDays, asOf);
    if (exitedOn !== undefined && exitedOn <= asOf) return { status: 'exited', facts, exitedOn };
    const own = readOwnRhythm(history, asOf);
    const silent = unlessDead(returning(history), history, standing, horizonDays);
    if (bookedOn !== undefined && bookedOn >= asOf) {
      const counts = bookedOn <= asOf + horizonDays;
      const chance = counts
        ? withBooking(silent.returnChance, standing.noShow ?? input.noShow ?? usualNoShow)
        : silent.returnChance;
      const estimate = estimateOf(history, input, own, { ...silent, returnChance: chance });
      // There is nothing for a return call to win: they are coming.
      return { status: 'booked', facts, bookedOn, estimate: { ...estimate, callValue: nothing } };
    }
    return { status: statusOf(facts, own, asOf), facts, estimate: estimateOf(history, input, own, silent) };
  };
}

/** Of the old, some who are silent have died and nobody told us. */
function unlessDead(
  estimate: ReturnEstimate,
  { lastVisitDay }: ServiceHistory,
  { elder, asOf }: Standing,
  horizonDays: number,
): ReturnEstimate {
  if (elder === undefined) return estimate;
  const factor = aliveFactor(elder, lastVisitDay, asOf, horizonDays);
  return {
    ...estimate,
    returnChance: scaled(estimate.returnChance, factor),
    expectedVisits: scaled(estimate.expectedVisits, factor),
  };
}

function scaled({ value, low, high, n }: Figure, factor: number): Figure {
  return { value: value * factor, low: low * factor, high: high * factor, n };
}

const nothing: Figure = { value: 0, low: 0, high: 0, n: 0 };

function factsOf(history: ServiceHistory, recallDays: number, asOf: number): RhythmFacts {
  const { episodeStarts, lastVisitDay } = history;
  const dueOn = lastVisitDay + recallDays;
  return {
    episodes: episodeStarts.length,
    firstDay: episodeStarts[0] ?? lastVisitDay,
    lastVisitDay,
    recallDays,
    dueOn,
    daysPastDue: asOf - dueOn,
    silentDays: asOf - (episodeStarts[episodeStarts.length - 1] ?? asOf),
  };
}

/**
 * P(visit) of a patient with a visit booked: it is kept, or it is missed and the patient returns as they would
 * have. The silence-based chance stands in for "missed, then rebooked" until that is known.
 * @cost O(1)
 */
export function withBooking(silent: Figure, noShow: Figure): Figure {
  const kept = (missed: number, returned: number) => 1 - missed + missed * returned;
  return {
    value: kept(noShow.value, silent.value),
    low: kept(noShow.high, silent.low),
    high: kept(noShow.low, silent.high),
    n: silent.n,
  };
}

/** A booked visit makes at least that visit expected; a model that only saw silence may have expected less. */
function estimateOf(
  history: ServiceHistory,
  { horizonDays, callUplift }: ScoreInput,
  { usualGap, overduePercentile, windowDays }: OwnRhythm,
  { returnChance, expectedVisits }: ReturnEstimate,
): RhythmEstimate {
  const last = history.episodeStarts[history.episodeStarts.length - 1] ?? history.lastVisitDay;
  return {
    horizonDays,
    returnChance,
    expectedVisits: {
      value: Math.max(expectedVisits.value, returnChance.value),
      low: Math.max(expectedVisits.low, returnChance.low),
      high: Math.max(expectedVisits.high, returnChance.high),
      n: expectedVisits.n,
    },
    usualGap,
    dueWindow: { from: last + Math.round(windowDays.from), to: last + Math.round(windowDays.to) },
    overduePercentile,
    callValue: returnCallValue(returnChance, callUplift ?? returnCallUplift),
  };
}

/** The rules of docs/methods/rhythm-status.md, for a patient who neither left nor has a visit booked. */
export function statusOf(
  { episodes, firstDay, recallDays, daysPastDue, silentDays }: RhythmFacts,
  { overduePercentile, windowDays }: Pick<OwnRhythm, 'overduePercentile' | 'windowDays'>,
  asOf: number,
): 'new' | 'on_rhythm' | 'due' | 'drifting' | 'overdue' {
  if (episodes === 1 && asOf <= firstDay + recallDays + 30) return 'new';
  if (daysPastDue > overdueGraceDays(recallDays) && overduePercentile.value >= 0.9) return 'overdue';
  if (overduePercentile.value >= 0.8) return 'drifting';
  if (daysPastDue >= 0 || silentDays >= windowDays.median) return 'due';
  return 'on_rhythm';
}
