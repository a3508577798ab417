import { episodes } from '../statistics/episodes.ts';
import { fallbackRecallDays } from './model.ts';

/** Fewer gaps than this say more about a few patients than about the service. */
const fewestGaps = 30;
const shortestDays = 7;
const longestDays = 3 * 365;

/**
 * The recall interval to use where the practice has set none: the median gap between episodes of the service.
 * Episodes need an interval, and the interval needs episodes, so both are found in turn from the median gap
 * between visits; three rounds settle it. Under 30 gaps: a year.
 * @param visitDaysByPatient completed visits of one service, any order
 * @returns whole days from a week to three years
 * @cost O(visits log visits)
 */
export function recallFromVisits(visitDaysByPatient: Iterable<ArrayLike<number>>): number {
  const patients = [...visitDaysByPatient];
  let recall = 2; // gap rule of one day: every visit day its own episode
  for (let round = 0; round < 4; round += 1) {
    const gaps: number[] = [];
    for (const days of patients) {
      const starts = episodes(days, recall);
      for (let i = 1; i < starts.length; i += 1) {
        gaps.push((starts[i]?.firstDay ?? 0) - (starts[i - 1]?.firstDay ?? 0));
      }
    }
    if (gaps.length < fewestGaps) return fallbackRecallDays;
    gaps.sort((a, b) => a - b);
    const median = gaps[Math.floor(gaps.length / 2)] ?? fallbackRecallDays;
    recall = Math.min(longestDays, Math.max(shortestDays, median));
  }
  return recall;
}
