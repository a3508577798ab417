import type { Figure } from '../figure.ts';
import { wilsonInterval } from '../inference/wilson.ts';

/** One patient's visits, and how long they were watched. */
export interface CohortMember {
  /** Days since 1970-01-01, ascending, at least one. */
  readonly days: ArrayLike<number>;
  /** Last day watched: today, or the day of an exit. */
  readonly observedTo: number;
  /** Left for a reason of their own (died, moved): counted as not kept, and named so. */
  readonly exited: boolean;
}

export interface CohortCell {
  /** 1 for the first window after joining, and so on. */
  readonly window: number;
  /** Share of those who joined with a visit in this window. */
  readonly kept: Figure;
  /** Not kept because they had left before the window ended. */
  readonly exited: number;
}

/** Everybody who first came in one quarter. */
export interface Cohort {
  /** As `2026-Q1`. */
  readonly quarter: string;
  readonly joined: number;
  /** Windows that have passed for all of them; a window that has not is immature and is no number. */
  readonly cells: readonly CohortCell[];
  /** Windows asked about that have not passed yet for all. */
  readonly immature: number;
}

/**
 * Of those who joined in a quarter, how many came in each window after: visit in window w means from
 * first + (w - 1) windowDays + 1 to first + w windowDays. A cell is given only once the window has passed for the
 * last of the quarter *on the calendar*, whoever joined: otherwise early birds would decide what a cohort looks like.
 * @param asOf nothing is known after it; visits after it are not looked at
 * @param windowDays as long as a recall and half of it, at least; 365 for most services
 * @returns one a quarter with patients, the oldest first
 * @throws RangeError for windows that are not positive whole numbers
 * @source docs/methods/cohort-retention.md  @cost O(patients × windows × log visits)
 */
export function cohortRetention(
  members: readonly CohortMember[],
  asOf: number,
  { windowDays, windows }: { readonly windowDays: number; readonly windows: number },
): Cohort[] {
  if (!(Number.isInteger(windowDays) && windowDays > 0 && Number.isInteger(windows) && windows > 0)) {
    throw new RangeError(`windows are positive whole numbers, got ${windows} of ${windowDays} days`);
  }
  const byQuarter = new Map<string, { last: number; members: CohortMember[] }>();
  for (const member of members) {
    const first = member.days[0];
    if (first === undefined || first > asOf) continue;
    const { name, lastDay } = quarterOf(first);
    const known = byQuarter.get(name);
    if (known === undefined) byQuarter.set(name, { last: lastDay, members: [member] });
    else known.members.push(member);
  }
  return [...byQuarter.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([quarter, { last, members: joined }]): Cohort => {
      const mature = Math.max(0, Math.min(windows, Math.floor((asOf - last) / windowDays)));
      const cells = Array.from({ length: mature }, (_, i) => cellOf(joined, i + 1, windowDays));
      return { quarter, joined: joined.length, cells, immature: windows - mature };
    });
}

function cellOf(joined: readonly CohortMember[], window: number, windowDays: number): CohortCell {
  let came = 0;
  let exited = 0;
  for (const { days, observedTo, exited: gone } of joined) {
    const first = days[0] ?? 0;
    const from = first + (window - 1) * windowDays;
    if (cameWithin(days, from, from + windowDays)) came += 1;
    else if (gone && observedTo < from + windowDays) exited += 1;
  }
  return { window, kept: wilsonInterval(came, joined.length), exited };
}

/** A day in (from, to]. */
function cameWithin(days: ArrayLike<number>, from: number, to: number): boolean {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle] ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  return low < days.length && (days[low] ?? 0) <= to;
}

function quarterOf(day: number): { name: string; lastDay: number } {
  const date = new Date(day * 86_400_000);
  const quarter = Math.floor(date.getUTCMonth() / 3);
  const lastDay = Date.UTC(date.getUTCFullYear(), 3 * quarter + 3, 0) / 86_400_000;
  return { name: `${date.getUTCFullYear()}-Q${quarter + 1}`, lastDay };
}
