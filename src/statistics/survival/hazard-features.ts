import { logit } from '../functions/log-add.ts';
import { keepEpisodeStarts } from '../returns/episodes.ts';

/**
 * What the hazard model looks at, in this order. All of it is free of units: days are counted in recall intervals or in
 * the patient's own gaps, so that one set of pooled coefficients serves a weekly injection and a yearly examination.
 */
export const hazardFeatures = [
  'silence', // ln(1 + days since the last visit / recall)
  'silenceCapped', // days since the last visit / recall, up to 6
  'overRhythm', // ln(days since the last episode / own gap), within ±3
  'overdue', // own gaps beyond 1.25 of them, up to 5
  'episodes', // ln(1 + episodes after the first)
  'new', // 1 with one episode
  'second', // 1 with two
  'tenure', // ln(1 + days since the first visit / recall)
  'pace', // ln(own gap / recall)
  'irregular', // scatter of the own log-gaps, shrunk
  'horizon', // ln(horizon / recall)
] as const;

/** The recall counts as this many gaps of the patient's own. */
const pseudoGaps = 2;
/** A patient of whom nothing is known has gaps that scatter by a third; worth as many gaps. */
const usualScatter = 0.33;
const boldestLogOdds = 6;

/** Room for the episodes of one patient, used again for the next. */
let starts = new Int32Array(64);

/**
 * The features of one patient on a day, without those that the rhythm models add.
 * @param days visits up to `observedTo`, ascending, at least one
 * @param into where they go, one a place in the order above
 * @source docs/methods/hazard.md  @cost O(visits)
 */
export function writeFeatures(
  days: ArrayLike<number>,
  observedTo: number,
  recallDays: number,
  horizonDays: number,
  into: number[],
): void {
  if (starts.length < days.length) starts = new Int32Array(2 * days.length);
  starts.set(days);
  const count = keepEpisodeStarts(starts.subarray(0, days.length), recallDays);
  const first = count === 0 ? observedTo : (starts[0] as number);
  const lastStart = count === 0 ? observedTo : (starts[count - 1] as number);
  const silence = Math.max(0, observedTo - (days[days.length - 1] ?? observedTo)) / recallDays;
  const x = Math.max(0, count - 1);
  let sum = 0;
  let squares = 0;
  for (let i = 1; i <= x; i += 1) {
    const gap = Math.log(((starts[i] as number) - (starts[i - 1] as number)) / recallDays);
    sum += gap;
    squares += gap * gap;
  }
  const pace = sum / (pseudoGaps + x);
  const scatter = x === 0 ? 0 : Math.max(0, squares - (sum * sum) / x);
  const elapsed = Math.max(1, observedTo - lastStart) / recallDays / Math.exp(pace);
  into[0] = Math.log1p(silence);
  into[1] = Math.min(6, silence);
  into[2] = Math.max(-3, Math.min(3, Math.log(elapsed)));
  into[3] = Math.min(5, Math.max(0, elapsed - 1.25));
  into[4] = Math.log1p(x);
  into[5] = x === 0 ? 1 : 0;
  into[6] = x === 1 ? 1 : 0;
  into[7] = Math.log1p(Math.max(0, observedTo - first) / recallDays);
  into[8] = Math.max(-3, Math.min(3, pace));
  into[9] = Math.sqrt((pseudoGaps * usualScatter ** 2 + scatter) / (pseudoGaps + x));
  into[10] = Math.log(horizonDays / recallDays);
}

/** The log-odds of a rhythm model as a feature; beyond 6 it claims more than a practice can check. @cost O(1) */
export function boundedLogOdds(probability: number): number {
  const least = 1e-9;
  const odds = logit(Math.min(1 - least, Math.max(least, probability)));
  return Math.max(-boldestLogOdds, Math.min(boldestLogOdds, odds));
}
