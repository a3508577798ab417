import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { ask, callWithoutSession, Refused } from '../app/api.ts';
import type { Reply } from '../app/operations.ts';
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

/** Asks for the list while the session is still being asked for: one round trip less before the first act stands. */
export function beginToday(client: QueryClient, search: TodaySearch): void {
  const query = todayQuery(search);
  if (client.getQueryData(query.queryKey) !== undefined) return;
  void client.prefetchQuery({
    queryKey: query.queryKey,
    queryFn: async (): Promise<TodayList> => {
      const answer = await callWithoutSession('listToday', { query: listInput(search) });
      if (!answer.ok) throw new Refused(answer.problem);
      return answer.value;
    },
    retry: false,
  });
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

/** Opening reads the premise again, so what an earlier look found is never enough. */
export function actQuery(actId: string) {
  return queryOptions({
    queryKey: ['today', 'act', actId],
    queryFn: ({ signal }) => ask('openAct', { params: { actId }, query: {} }, signal),
    staleTime: 0,
    refetchInterval: everyMinute,
  });
}
