import { queryOptions } from '@tanstack/react-query';
import { ask } from '../app/api.ts';
import type { Reply } from '../app/operations.ts';

export type Inbound = Reply<'listInbound'>['inbound'][number];
export type InboundState = 'waiting' | 'answered';

// The first part of the key is the kind of news that makes it stale.
export function inboundQuery(state: InboundState) {
  return queryOptions({
    queryKey: ['inbound', 'list', state],
    queryFn: ({ signal }) => ask('listInbound', { query: { state } }, signal),
  });
}

export const ratesQuery = queryOptions({
  queryKey: ['inbound', 'rates'],
  queryFn: ({ signal }) => ask('readEnquiryRates', {}, signal),
});
