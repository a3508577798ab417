import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { callWithoutSession, sessionEnded } from '../app/api.ts';
import { forgetPatients } from '../app/recents.ts';
import { sessionQuery } from '../app/session.ts';
import { forgetDone } from '../app/undo-stack.ts';

/** The way out: here, or wherever the person is signed in. Nothing stays in memory. */
export function useSignOut(): (everywhere: boolean) => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async (everywhere) => {
    await callWithoutSession(everywhere ? 'signOutEverywhere' : 'signOut', {});
    client.clear();
    forgetDone();
    forgetPatients();
    client.setQueryData(sessionQuery.queryKey, null);
    await navigate({ to: '/sign-in' });
    // Its stream ended with it; that is no session that ran out.
    sessionEnded.set(false);
  };
}
