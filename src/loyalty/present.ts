import type { ReplyOf } from '../kit/contract.ts';
import { dayNumber } from '../kit/local-date.ts';
import type { getPatient } from '../patients/contract.ts';
import type { Figure } from '../statistics/figure.ts';
import type { RhythmEstimate, RhythmFacts, RhythmScore } from './model.ts';
import type { ScoreRow } from './queries/scores.ts';
import {
  dueSentence,
  returnSentence,
  rhythmSentence,
  type Sentence,
  statusSentence,
  windowSentence,
} from './sentences.ts';

type Rhythm = ReplyOf<typeof getPatient>['rhythms'][number];

function figure(value: number | null, low: number | null, high: number | null, n: number): Figure | null {
  return value === null || low === null || high === null ? null : { value, low, high, n };
}

const nothing: Figure = { value: 0, low: 0, high: 0, n: 0 };

function factsOf(row: ScoreRow, daysPastDue: number): RhythmFacts {
  const asOf = dayNumber(row.dueOn) + daysPastDue;
  return {
    episodes: row.episodes,
    firstDay: dayNumber(row.firstDay),
    lastVisitDay: dayNumber(row.lastDay),
    recallDays: row.recallDays,
    dueOn: dayNumber(row.dueOn),
    daysPastDue,
    silentDays: asOf - dayNumber(row.lastDay),
  };
}

function estimateOf(row: ScoreRow): RhythmEstimate {
  return {
    horizonDays: row.horizonDays ?? 365,
    returnChance: figure(row.pVisit, row.pLow, row.pHigh, row.modelN ?? 0) ?? nothing,
    expectedVisits: nothing,
    usualGap: figure(row.usualGap, row.usualGapLow, row.usualGapHigh, row.gaps) ?? nothing,
    dueWindow: { from: dayNumber(row.dueFrom ?? row.dueOn), to: dayNumber(row.dueTo ?? row.dueOn) },
    overduePercentile: figure(row.overdue, row.overdueLow, row.overdueHigh, row.gaps) ?? nothing,
    callValue: figure(row.callValue, row.callValueLow, row.callValueHigh, row.modelN ?? 0) ?? nothing,
  };
}

function scoreOf(row: ScoreRow, facts: RhythmFacts, estimate: RhythmEstimate): RhythmScore {
  switch (row.status) {
    case 'too_few':
      return { status: 'too_few', answer: { kind: 'too-few', n: 0, needed: 1 } };
    case 'exited':
      return { status: 'exited', facts, exitedOn: dayNumber(row.asOf) };
    case 'booked':
      return { status: 'booked', facts, estimate, bookedOn: dayNumber(row.bookedOn ?? row.asOf) };
    default:
      return { status: row.status, facts, estimate };
  }
}

function joined(...sentences: readonly Sentence[]): { en: string; es: string } {
  return {
    en: sentences.map((sentence) => sentence.en).join(' '),
    es: sentences.map((sentence) => sentence.es).join(' '),
  };
}

/** One row as the patient page shows it: figures with n and interval, and the sentences of a colleague. */
export function presentRhythm(row: ScoreRow, daysPastDue: number): Rhythm {
  const facts = factsOf(row, daysPastDue);
  const estimate = estimateOf(row);
  const status = statusSentence(scoreOf(row, facts, estimate));
  const sentence =
    row.pVisit === null || row.status === 'new'
      ? joined(status)
      : joined(
          status,
          rhythmSentence(facts, estimate.usualGap),
          dueSentence(facts),
          windowSentence(estimate),
          returnSentence(estimate, row.status),
        );
  return {
    serviceId: row.serviceId,
    service: { ...row.service },
    status: row.status,
    asOf: row.asOf,
    model:
      row.modelKind === null
        ? null
        : {
            kind: row.modelKind,
            n: row.modelN ?? 0,
            fittedAt: row.modelFittedAt?.toISOString() ?? '',
            horizonDays: row.horizonDays ?? 0,
          },
    lastDay: row.lastDay,
    dueOn: row.dueOn,
    daysPastDue,
    dueFrom: row.dueFrom,
    dueTo: row.dueTo,
    bookedOn: row.bookedOn,
    recallDays: row.recallDays,
    pVisit: figure(row.pVisit, row.pLow, row.pHigh, row.modelN ?? 0),
    usualGapDays: figure(row.usualGap, row.usualGapLow, row.usualGapHigh, row.gaps),
    overduePercentile: figure(row.overdue, row.overdueLow, row.overdueHigh, row.gaps),
    callValue: figure(row.callValue, row.callValueLow, row.callValueHigh, row.modelN ?? 0),
    sentence,
  };
}
