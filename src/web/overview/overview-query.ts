import { queryOptions } from '@tanstack/react-query';
import { ask } from '../app/api.ts';
import type { Reply } from '../app/operations.ts';

export type Overview = Reply<'getOverview'>;

export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => ask('getOverview', {}, signal),
});
