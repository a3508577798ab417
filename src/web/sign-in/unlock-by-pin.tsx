import { useQuery } from '@tanstack/react-query';
import type { Session } from '../app/session.ts';
import { useSignInWords } from './sign-in-words.ts';
import { deskQuery, PinForm } from './switch-person.tsx';

/** At a shared desk the same person goes on with their PIN; elsewhere nothing stands here. */
export function UnlockByPin({
  session,
  entered,
}: {
  readonly session: Session;
  readonly entered: (session: Session) => void;
}) {
  const say = useSignInWords();
  const { data } = useQuery(deskQuery);
  const me = data?.desk?.people.find((one) => one.staffMemberId === session.staffMemberId);
  if (me?.readiness !== 'ready') return null;
  return <PinForm person={me} go={say.lock.unlock} entered={entered} />;
}
