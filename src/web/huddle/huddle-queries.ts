import { queryOptions } from '@tanstack/react-query';
import { ask } from '../app/api.ts';
import type { Reply } from '../app/operations.ts';

export type Huddle = Reply<'getHuddle'>;
export type HuddleVisit = Huddle['visits'][number];

const everyMinute = 60_000;

/** @param day undefined: today, also after midnight */
export function huddleQuery(day: string | undefined) {
  return queryOptions({
    queryKey: ['huddle', day ?? ''],
    queryFn: ({ signal }) => ask('getHuddle', { query: day === undefined ? {} : { asOf: day } }, signal),
    refetchInterval: everyMinute,
  });
}
