import { queryOptions } from '@tanstack/react-query';
import { ask } from '../app/api.ts';
import type { Reply } from '../app/operations.ts';

export type PromiseLine = Reply<'listPromises'>['promises'][number];
export type Which = 'everyone' | 'mine' | 'settled';

export function promisesQuery(which: Which) {
  const query = which === 'settled' ? ({ state: 'settled' } as const) : { whose: which };
  return queryOptions({
    queryKey: ['promises', 'list', which],
    queryFn: ({ signal }) => ask('listPromises', { query }, signal),
  });
}

export const promiseRatesQuery = queryOptions({
  queryKey: ['promises', 'rates'],
  queryFn: ({ signal }) => ask('readPromiseRates', {}, signal),
});
