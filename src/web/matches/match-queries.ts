import { queryOptions } from '@tanstack/react-query';
import { ask } from '../app/api.ts';
import type { Reply } from '../app/operations.ts';

export type PossibleMatch = Reply<'listPossibleMatches'>['matches'][number];
export type MatchSide = PossibleMatch['one'];

export const matchesQuery = queryOptions({
  queryKey: ['matches', 'open'],
  queryFn: ({ signal }) => ask('listPossibleMatches', {}, signal),
});

export const mergesQuery = queryOptions({
  queryKey: ['matches', 'merges'],
  queryFn: ({ signal }) => ask('listMerges', {}, signal),
});
