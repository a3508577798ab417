/** The part of Today that stands in the address: no patient, no words. */
export interface TodaySearch {
  readonly tab?: TodayTab;
  /** Only acts of this kind. */
  readonly kind?: string;
  /** Another day than today: a what-if. */
  readonly asOf?: string;
  /** Other minutes than the plan has: a what-if. */
  readonly minutes?: number;
}

export const todayTabs = ['mine', 'everyone', 'done', 'held'] as const;
export type TodayTab = (typeof todayTabs)[number];

/** What does not fit is left out, as a mistyped address should still show today. */
export function readTodaySearch(search: Record<string, unknown>): TodaySearch {
  const tab = todayTabs.find((one) => one === search.tab);
  const asOf =
    typeof search.asOf === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(search.asOf) ? search.asOf : undefined;
  const minutes = Number(search.minutes);
  const kind =
    typeof search.kind === 'string' && /^[a-z_]{1,30}$/.test(search.kind) ? search.kind : undefined;
  return {
    ...(tab === undefined ? {} : { tab }),
    ...(kind === undefined ? {} : { kind }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(Number.isInteger(minutes) && minutes >= 1 && minutes <= 1440 ? { minutes } : {}),
  };
}
