import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { callWithoutSession, Refused, sessionEnded } from './api.ts';
import { forgetEarly } from './asked-early.ts';
import type { Reply, Verb } from './operations.ts';
import { forgetPatients } from './recents.ts';
import { forgetDone } from './undo-stack.ts';

export type Session = Reply<'getSession'>;

/** Null: nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: 5 * 60_000,
  queryFn: async (): Promise<Session | null> => {
    const answer = await callWithoutSession('getSession', {});
    if (answer.ok) return answer.value;
    if (answer.problem.status === 401) return null;
    throw new Refused(answer.problem);
  },
});

export function useSession(): Session | null | undefined {
  return useQuery(sessionQuery).data;
}

/** `notes.clinical` is asked by no operation of its own: it decides what a patient's page shows. */
export function useMay(verb: Verb | 'notes.clinical'): boolean {
  return useSession()?.verbs.includes(verb) ?? false;
}

/** Somebody signed in, or works in another practice now: nothing of the one before stays in memory. */
export function beginSession(client: QueryClient, session: Session): void {
  client.clear();
  forgetEarly();
  forgetDone();
  forgetPatients();
  sessionEnded.set(false);
  client.setQueryData(sessionQuery.queryKey, session);
}
