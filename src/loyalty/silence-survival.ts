import type { Figure } from '../statistics/figure.ts';
import type { CohortMember } from '../statistics/survival/cohort-retention.ts';
import { kaplanMeier, survivalAt, type Watched } from '../statistics/survival/kaplan-meier.ts';

export interface SurvivalPoint {
  readonly days: number;
  readonly share: Figure;
}

const survivalStepDays = 91;
const survivalYears = 6;

/**
 * The share of patients who have never been silent for one and a half recalls, by time since their first visit. Lost at the
 * day on which a silence reaches that; whoever never was, or left before, is watched until the last day.
 * @returns one point a quarter, as far as anybody was watched, at most six years; empty without patients
 * @source Kaplan & Meier 1958; docs/methods/survival.md  @cost O(visits + patients log patients)
 */
export function survivalToSilence(
  patients: readonly CohortMember[],
  recallDays: number,
  asOf: number,
): SurvivalPoint[] {
  const longest = 1.5 * recallDays;
  const watched = patients.flatMap(({ days, observedTo }): Watched[] => {
    const first = days[0];
    const end = Math.min(asOf, observedTo);
    if (first === undefined || first > end) return [];
    for (let i = 0; i < days.length; i += 1) {
      const next = Math.min(days[i + 1] ?? end, end);
      const lostOn = (days[i] ?? first) + longest;
      if (lostOn < next || (next === end && lostOn <= end)) return [{ time: lostOn - first, happened: true }];
    }
    return [{ time: end - first, happened: false }];
  });
  const curve = kaplanMeier(watched);
  if ('kind' in curve) return [];
  const points: SurvivalPoint[] = [];
  for (let days = survivalStepDays; days <= 365.25 * survivalYears; days += survivalStepDays) {
    const share = survivalAt(curve, days);
    if (share === undefined) break;
    points.push({ days, share });
  }
  return points;
}
