import type { Input } from '../app/operations.ts';

export type View = Input<'getOutbox'>['query']['view'];

export const views: readonly View[] = ['waiting', 'asks', 'sent', 'mailbox', 'dropped'];

export interface OutboxSearch {
  /** Absent: what waits. */
  readonly view?: View;
}

/** The list that is looked at is all that stands in the address; a mistyped one still shows the outbox. */
export function readOutboxSearch(search: Record<string, unknown>): OutboxSearch {
  const view = views.find((one) => one === search.view);
  return view === undefined || view === 'waiting' ? {} : { view };
}
