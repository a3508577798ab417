/** Visits that belong together: the filling and the look at the filling a fortnight later. */
export interface Episode {
  /** Days since 1970-01-01, first and last visit. */
  readonly firstDay: number;
  readonly lastDay: number;
  readonly visits: number;
}

/**
 * Visits of one patient and service, gathered into episodes. A visit closer than min(60 days, half the recall
 * interval) to the *previous visit* joins its episode; without this, follow-ups look like a rhythm. A flat 60
 * days would swallow services that recur weekly.
 * @param visitDays days of completed visits, any order; several on one day are one visit
 * @param recallDays above 0
 * @throws RangeError on a day that is not a whole number, or a recall interval that is not positive
 * @source the gap rule of docs/methods/episodes.md  @cost O(n log n)
 */
export function episodes(visitDays: ArrayLike<number>, recallDays: number): Episode[] {
  const joins = episodeGapDays(recallDays);
  const days = Array.from(visitDays).sort((a, b) => a - b);
  const gathered: { firstDay: number; lastDay: number; visits: number }[] = [];
  for (const day of days) {
    if (!Number.isInteger(day)) throw new RangeError(`episodes requires whole days, got ${day}`);
    const running = gathered.at(-1);
    if (running === undefined || day - running.lastDay >= joins) {
      gathered.push({ firstDay: day, lastDay: day, visits: 1 });
    } else if (day > running.lastDay) {
      running.lastDay = day;
      running.visits += 1;
    }
  }
  return gathered;
}

/**
 * The first days of a patient's episodes, moved to the front of the same list; nothing is allocated.
 * @param days ascending  @returns how many there are  @throws RangeError on days out of order, else as `episodes`
 * @cost O(n)
 */
export function keepEpisodeStarts(days: Int32Array, recallDays: number): number {
  const joins = episodeGapDays(recallDays);
  let count = 0;
  let before = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < days.length; i += 1) {
    const day = days[i] as number;
    if (day < before) throw new RangeError('keepEpisodeStarts requires ascending days');
    if (day - before >= joins) {
      days[count] = day;
      count += 1;
    }
    before = day;
  }
  return count;
}

/** Visits fewer days apart than this are one episode. @throws RangeError when not positive  @cost O(1) */
export function episodeGapDays(recallDays: number): number {
  if (!(recallDays > 0)) throw new RangeError(`a recall interval is above 0 days, got ${recallDays}`);
  return Math.min(60, recallDays / 2);
}
