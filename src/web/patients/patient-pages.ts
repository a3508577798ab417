import { keepPreviousData, queryOptions, useQueries, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ask } from '../app/api.ts';
import type { Reply } from '../app/operations.ts';

export type ListedPatient = Reply<'listPatients'>['patients'][number];
export type ListedStatus = 'active' | 'prospective' | 'exited' | 'all';

export const pageLength = 100;
// While somebody drags the bar through thousands of rows nothing is read: every reading is on the record.
const settleMilliseconds = 80;

function statusQuery(status: ListedStatus) {
  return status === 'all' ? {} : { status };
}

function pageQuery(status: ListedStatus, page: number) {
  return queryOptions({
    queryKey: ['patients', 'list', status, page],
    queryFn: ({ signal }) =>
      ask(
        'listPatients',
        { query: { from: page * pageLength, limit: pageLength, ...statusQuery(status) } },
        signal,
      ),
    staleTime: 60_000,
    gcTime: 120_000,
  });
}

/** Where the names begin that begin with a letter. */
export function letterQuery(status: ListedStatus, letter: string) {
  return queryOptions({
    queryKey: ['patients', 'letter', status, letter],
    queryFn: ({ signal }) =>
      ask('listPatients', { query: { letter, limit: 1, ...statusQuery(status) } }, signal),
    staleTime: 60_000,
  });
}

/** The whole list as a row at an index, of which only what is in sight is read. */
export function usePatientPages(status: ListedStatus) {
  const client = useQueryClient();
  const [range, setRange] = useState({ first: 0, last: 0 });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onRange = useCallback((first: number, last: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setRange({ first, last }), settleMilliseconds);
  }, []);
  const firstPage = Math.floor(range.first / pageLength);
  const lastPage = Math.floor(range.last / pageLength);
  const pages = Array.from({ length: lastPage - firstPage + 1 }, (_, i) => firstPage + i);
  // The first page says how many there are; it is asked for even when the rows in sight are others.
  const wanted = [...new Set([0, ...pages])];
  const queries = useQueries({
    queries: wanted.map((page) => ({
      ...pageQuery(status, page),
      ...(page === 0 ? { placeholderData: keepPreviousData } : {}),
    })),
  });
  const rowAt = useCallback(
    (index: number): ListedPatient | undefined =>
      client.getQueryData(pageQuery(status, Math.floor(index / pageLength)).queryKey)?.patients[
        index % pageLength
      ],
    [client, status],
  );
  const read = useCallback(
    async (index: number): Promise<string | undefined> => {
      const page = await client.fetchQuery(pageQuery(status, Math.floor(index / pageLength)));
      return page.patients[index % pageLength]?.id;
    },
    [client, status],
  );
  return { first: queries[0], rowAt, onRange, read };
}
