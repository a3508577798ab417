import { keepEpisodeStarts } from '../statistics/returns/episodes.ts';
import { fallbackRecallDays } from './model.ts';

/** Fewer gaps than this say more about a few patients than about the service. */
const fewestGaps = 30;
const shortestDays = 7;
const longestDays = 3 * 365;

/**
 * The recall interval to use where the practice has set none: the median gap between episodes of the service.
 * Episodes need an interval, and the interval needs episodes, so both are found in turn from the median gap
 * between visits; three rounds settle it. Under 30 gaps: a year.
 * @param visitDaysByPatient completed visits of one service, any order; gone through several times
 * @returns whole days from a week to three years
 * @cost O(visits)
 */
export function recallFromVisits(visitDaysByPatient: Iterable<ArrayLike<number>>): number {
  let recall = 2; // gap rule of one day: every visit day its own episode
  for (let round = 0; round < 4; round += 1) {
    const { counts, gaps } = countGaps(visitDaysByPatient, recall);
    if (gaps < fewestGaps) return fallbackRecallDays;
    let median = 0;
    for (let passed = counts[0] ?? 0; passed <= Math.floor(gaps / 2); passed += counts[median] ?? 0)
      median += 1;
    recall = Math.min(longestDays, Math.max(shortestDays, median));
  }
  return recall;
}

/** How many gaps there are of each length in days; longer than any interval we would use they count as one longer. */
function countGaps(visitDaysByPatient: Iterable<ArrayLike<number>>, recallDays: number) {
  const counts = new Int32Array(longestDays + 2);
  let gaps = 0;
  for (const days of visitDaysByPatient) {
    const sorted = Int32Array.from(days).sort();
    const starts = keepEpisodeStarts(sorted, recallDays);
    for (let i = 1; i < starts; i += 1) {
      const gap = Math.min(longestDays + 1, (sorted[i] ?? 0) - (sorted[i - 1] ?? 0));
      counts[gap] = (counts[gap] ?? 0) + 1;
      gaps += 1;
    }
  }
  return { counts, gaps };
}
