import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask } from '../app/api.ts';
import { createStore } from '../app/store.ts';

/** What is looked for, in memory: an address would keep it in the history of a shared computer. */
export const searchText = createStore('');

export function searchQuery(text: string) {
  return queryOptions({
    queryKey: ['patients', 'search', text],
    queryFn: ({ signal }) => ask('searchPatients', { body: { text } }, signal),
    placeholderData: keepPreviousData,
    // What was typed is a name: it does not stay longer than it is shown.
    gcTime: 30_000,
  });
}
