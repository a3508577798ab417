import { dayFromNumber } from '../kit/local-date.ts';
import type { RhythmScore } from './model.ts';

export const scoreColumns = [
  'patient_id',
  'service_id',
  'model_id',
  'as_of',
  'status',
  'episodes',
  'first_day',
  'last_day',
  'recall_days',
  'usual_gap_days',
  'usual_gap_low',
  'usual_gap_high',
  'gaps',
  'p_visit',
  'p_low',
  'p_high',
  'expected_visits',
  'due_on',
  'days_past_due',
  'due_from',
  'due_to',
  'overdue_percentile',
  'overdue_low',
  'overdue_high',
  'booked_on',
  'call_value',
  'call_value_low',
  'call_value_high',
].join(', ');

// Six places of a probability or a day are far below what any interval is wide, and a third of the bytes.
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

// Ids, days, states and numbers hold nothing that COPY would have to escape; looking was a sixth of the scoring.
function plainLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map((cell) => cell ?? '\\N').join('\t')}\n`;
}

/** Writes days; remembered, because the six of a score are a tenth of its cost, and a practice has some thousands. */
export function dayWriter(): (day: number) => string {
  const written = new Map<number, string>();
  return (day) => {
    let text = written.get(day);
    if (text === undefined) {
      text = dayFromNumber(day);
      written.set(day, text);
    }
    return text;
  };
}

/** One line of COPY text for rhythm_score without practice_id, in `scoreColumns`; undefined where nothing can be said. */
export function scoreLine(
  day: (number: number) => string,
  patient: string,
  model: { readonly serviceId: string; readonly modelId: string },
  asOf: number,
  score: RhythmScore,
): string | undefined {
  if (score.status === 'too_few') return undefined;
  const { facts } = score;
  const head = [
    patient,
    model.serviceId,
    model.modelId,
    day(asOf),
    score.status,
    facts.episodes,
    day(facts.firstDay),
    day(facts.lastVisitDay),
    facts.recallDays,
  ];
  if (score.status === 'exited') {
    const nothing = new Array<null>(3).fill(null);
    return plainLine([
      ...head,
      ...nothing,
      facts.episodes - 1,
      ...nothing,
      null,
      day(facts.dueOn),
      facts.daysPastDue,
      null,
      null,
      ...nothing,
      null,
      ...nothing,
    ]);
  }
  const { usualGap, returnChance, expectedVisits, dueWindow, overduePercentile, callValue } = score.estimate;
  return plainLine([
    ...head,
    round(usualGap.value),
    round(usualGap.low),
    round(usualGap.high),
    usualGap.n,
    round(returnChance.value),
    round(returnChance.low),
    round(returnChance.high),
    round(expectedVisits.value),
    day(facts.dueOn),
    facts.daysPastDue,
    day(dueWindow.from),
    day(dueWindow.to),
    round(overduePercentile.value),
    round(overduePercentile.low),
    round(overduePercentile.high),
    score.status === 'booked' ? day(score.bookedOn) : null,
    round(callValue.value),
    round(callValue.low),
    round(callValue.high),
  ]);
}
