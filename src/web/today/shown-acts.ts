import type { Session } from '../app/session.ts';
import type { Act } from './today-queries.ts';
import type { TodaySearch } from './today-search.ts';

export interface ShownActs {
  readonly tab: NonNullable<TodaySearch['tab']>;
  readonly mine: readonly Act[];
  /** Of the tab and the kind that are looked at. */
  readonly acts: readonly Act[];
}

/** Which of the open acts the list shows: one's own where there are any, or what the address asks for. */
export function shownActs(
  open: readonly Act[],
  session: Session | null | undefined,
  search: TodaySearch,
): ShownActs {
  const mine = open.filter((act) =>
    act.assignedTo === null
      ? session?.roles.includes(act.ownerRole)
      : act.assignedTo.id === session?.staffMemberId,
  );
  const tab = search.tab ?? (mine.length > 0 ? 'mine' : 'everyone');
  const ofTab = tab === 'mine' ? mine : open;
  const acts = search.kind === undefined ? ofTab : ofTab.filter((act) => act.kind === search.kind);
  return { tab, mine, acts };
}
