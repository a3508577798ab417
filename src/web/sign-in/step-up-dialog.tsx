import { useQueryClient } from '@tanstack/react-query';
import { type Session, sessionQuery } from '../app/session.ts';
import { Dialog } from '../parts/dialog.tsx';
import { ProveForm } from './prove-form.tsx';
import { useSignInWords } from './sign-in-words.ts';

/** Asks in place for a fresh proof; what was pressed then goes on by itself. */
export function StepUpDialog({
  session,
  answer,
}: {
  readonly session: Session;
  readonly answer: (proved: boolean) => void;
}) {
  const say = useSignInWords();
  const client = useQueryClient();
  return (
    <Dialog title={say.stepUp.title} onClose={() => answer(false)}>
      <p>{say.stepUp.explained}</p>
      <ProveForm
        session={session}
        done={(proved) => {
          client.setQueryData(sessionQuery.queryKey, proved);
          answer(true);
        }}
        also={
          <button type="button" className="quiet" onClick={() => answer(false)}>
            {say.stepUp.cancel}
          </button>
        }
      />
    </Dialog>
  );
}
