import { queryOptions } from '@tanstack/react-query';
import { ask } from '../app/api.ts';
import type { Reply } from '../app/operations.ts';
import type { View } from './outbox-search.ts';

export type Outbox = Reply<'getOutbox'>;
export type Line = Outbox['messages'][number];
export type Message = Reply<'getMessage'>;
export type Letters = Reply<'takeLetters'>;

export function outboxQuery(view: View) {
  return queryOptions({
    queryKey: ['outbox', 'list', view],
    queryFn: ({ signal }) => ask('getOutbox', { query: { view } }, signal),
  });
}

export function messageQuery(messageId: string) {
  return queryOptions({
    queryKey: ['outbox', 'message', messageId],
    queryFn: ({ signal }) => ask('getMessage', { params: { messageId } }, signal),
    // What was said to a patient does not stay longer than it is shown.
    gcTime: 30_000,
  });
}
