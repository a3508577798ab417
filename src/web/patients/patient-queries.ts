import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { ask } from '../app/api.ts';
import type { Reply } from '../app/operations.ts';

export type Patient = Reply<'getPatient'>;
export type Authorisation = Reply<'listAuthorisations'>['authorisations'][number];
export type Rhythm = Patient['rhythms'][number];
export type Entry = Reply<'readTimeline'>['entries'][number];
export const filters = ['all', 'visits', 'contact', 'notes', 'wishes'] as const;
export type Filter = (typeof filters)[number];

// A look ahead from a list and the page itself are one reading; news of a change still asks again.
const sameReadingMilliseconds = 10_000;

export function patientQuery(patientId: string) {
  return queryOptions({
    queryKey: ['patients', 'one', patientId],
    queryFn: ({ signal }) => ask('getPatient', { params: { patientId } }, signal),
    staleTime: sameReadingMilliseconds,
  });
}

// What is seen at once first; then as many as a turn of the wheel may need.
const firstLength = 20;
const laterLength = 200;

export function authorisationsQuery(patientId: string) {
  return queryOptions({
    queryKey: ['patients', 'signed', patientId],
    queryFn: ({ signal }) => ask('listAuthorisations', { params: { patientId } }, signal),
  });
}

export function timelineQuery(patientId: string, only: Filter) {
  return infiniteQueryOptions({
    queryKey: ['patients', 'timeline', patientId, only],
    queryFn: ({ pageParam, signal }) =>
      ask(
        'readTimeline',
        {
          params: { patientId },
          query: {
            only,
            ...(pageParam === '' ? { limit: firstLength } : { after: pageParam, limit: laterLength }),
          },
        },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    staleTime: sameReadingMilliseconds,
  });
}

export function originsQuery(patientId: string) {
  return queryOptions({
    queryKey: ['patients', 'origins', patientId],
    queryFn: ({ signal }) => ask('readOrigins', { params: { patientId } }, signal),
    staleTime: 60_000,
  });
}

export function seenByQuery(patientId: string) {
  return queryOptions({
    queryKey: ['patients', 'seen', patientId],
    queryFn: ({ signal }) => ask('readSeenBy', { params: { patientId } }, signal),
    staleTime: 60_000,
  });
}
