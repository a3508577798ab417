import { createStore, useStore } from './store.ts';

/** A random name of this window; it says nothing of who sits there. */
export const thisDesk: string = crypto.randomUUID();

const silentAfter = 30_000;

interface Seen {
  readonly actId: string;
  readonly staffMemberId: string;
  readonly at: number;
}

// By desk: a window is on one act.
const seen = createStore<ReadonlyMap<string, Seen>>(new Map());

/** Another desk said that somebody is on an act, or no longer. */
export function hearPresence(news: {
  readonly id: string;
  readonly staff: string;
  readonly desk: string;
  readonly here: boolean;
}): void {
  if (news.desk === thisDesk) return;
  seen.set((now) => {
    const next = new Map(now);
    if (news.here) next.set(news.desk, { actId: news.id, staffMemberId: news.staff, at: Date.now() });
    else if (next.get(news.desk)?.actId === news.id) next.delete(news.desk);
    return next;
  });
}

/** Whoever has given no sign of life for half a minute has gone. */
export function forgetSilent(): void {
  const now = Date.now();
  seen.set((all) => {
    const left = [...all].filter(([, one]) => now - one.at < silentAfter);
    return left.length === all.size ? all : new Map(left);
  });
}

/** Staff members at other desks, by the act that they are on. */
export function usePresence(): ReadonlyMap<string, string> {
  return new Map([...useStore(seen).values()].map((one) => [one.actId, one.staffMemberId]));
}
