import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { ask, callWithoutSession, Refused } from '../app/api.ts';
import type { Reply } from '../app/operations.ts';
import { sessionQuery } from '../app/session.ts';
import { rowsOf } from './rows.ts';
import { shownActs } from './shown-acts.ts';
import type { TodaySearch } from './today-search.ts';

export type TodayList = Reply<'listToday'>;
export type Act = TodayList['acts'][number];
export type OpenedAct = Reply<'openAct'>;
export type DoneList = Reply<'listDone'>;

const everyMinute = 60_000;

function listInput({ asOf, minutes }: TodaySearch) {
  return { ...(asOf ? { asOf } : {}), ...(minutes ? { minutes } : {}) };
}

export function todayQuery(search: TodaySearch) {
  return queryOptions({
    queryKey: ['today', 'list', listInput(search)],
    queryFn: ({ signal }) => ask('listToday', { query: listInput(search) }, signal),
    refetchInterval: everyMinute,
    refetchOnWindowFocus: true,
  });
}

export function heldQuery(search: TodaySearch) {
  return queryOptions({
    queryKey: ['today', 'held', listInput(search)],
    queryFn: ({ signal }) => ask('listHeld', { query: listInput(search) }, signal),
  });
}

/** Asks for the list while the session is still being asked for: one round trip less before the first act stands. */
export function beginToday(client: QueryClient, search: TodaySearch): void {
  const query = todayQuery(search);
  if (client.getQueryData(query.queryKey) !== undefined) return;
  const asked = client.prefetchQuery({
    queryKey: query.queryKey,
    queryFn: async (): Promise<TodayList> => {
      const answer = await callWithoutSession('listToday', { query: listInput(search) });
      if (!answer.ok) throw new Refused(answer.problem);
      return answer.value;
    },
    retry: false,
  });
  // Whatever fails here is asked for again, and told, by the screen.
  void asked.then(() => beginFirstAct(client, search)).catch(() => {});
}

/**
 * Opens the act that the list will begin with while the list is still being drawn. It is the one that the pane opens
 * anyway, so the record has one opening.
 */
async function beginFirstAct(client: QueryClient, search: TodaySearch): Promise<void> {
  const list = client.getQueryData(todayQuery(search).queryKey);
  const session = await client.ensureQueryData(sessionQuery);
  if (list === undefined || list.whatIf || search.minutes !== undefined) return;
  const { tab, acts } = shownActs(list.acts, session, search);
  const [first] = rowsOf(acts, new Set());
  if ((tab === 'mine' || tab === 'everyone') && first?.kind === 'act') {
    await client.prefetchQuery(actQuery(first.id));
  }
}

export const staffQuery = queryOptions({
  queryKey: ['staff'],
  queryFn: ({ signal }) => ask('listStaff', {}, signal),
});

export const doneQuery = queryOptions({
  queryKey: ['today', 'done'],
  queryFn: ({ signal }) => ask('listDone', {}, signal),
  refetchInterval: everyMinute,
});

// Between the beginning of a page and its pane; what was found longer ago is looked at again.
const freshMilliseconds = 2000;

/** Opening reads the premise again, so what an earlier look found is never enough. */
export function actQuery(actId: string) {
  return queryOptions({
    queryKey: ['today', 'act', actId],
    queryFn: ({ signal }) => ask('openAct', { params: { actId }, query: {} }, signal),
    staleTime: freshMilliseconds,
    refetchInterval: everyMinute,
  });
}
