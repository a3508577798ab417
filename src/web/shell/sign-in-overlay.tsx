import { Button, PasswordInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, lazy, Suspense, useState } from 'react';
import { callWithoutSession, type Problem, sessionEnded } from '../app/api.ts';
import { type Session, sessionQuery } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { Dialog } from '../parts/dialog.tsx';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { enterByPasskey, passkeysWorkHere } from '../sign-in/passkeys.ts';
import { useSignInWords } from '../sign-in/sign-in-words.ts';

const ProveForm = lazy(async () => ({ default: (await import('../sign-in/prove-form.tsx')).ProveForm }));
const UnlockByPin = lazy(async () => ({
  default: (await import('../sign-in/unlock-by-pin.tsx')).UnlockByPin,
}));

/**
 * The session ended under somebody at work: the same person signs in over the blurred page and goes on, with all that
 * was typed. Anybody else starts from the sign-in page, so that they do not see what was open.
 */
export function SignInOverlay({ session }: { readonly session: Session }) {
  const words = useWords();
  const say = useSignInWords();
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const [pending, setPending] = useState<Session>();

  /** Signed in, perhaps in another practice than the page belongs to, perhaps not yet with both factors. */
  const enter = async (entered: Session): Promise<void> => {
    if (entered.email !== session.email) return window.location.assign('/');
    if (entered.state === 'mfa_pending') {
      // Nothing to prove it with yet: that is set up on a page of its own.
      if (!entered.factors.app && !entered.factors.passkey) return window.location.assign('/second-factor');
      return setPending(entered);
    }
    const slug = session.practice?.slug;
    let now = entered;
    if (slug !== undefined && entered.practice?.slug !== slug) {
      const moved = await callWithoutSession('choosePractice', { body: { slug } });
      if (!moved.ok) return setProblem(moved.problem);
      now = moved.value;
    }
    client.setQueryData(sessionQuery.queryKey, now);
    sessionEnded.set(false);
    await client.invalidateQueries({ predicate: (query) => query.state.status === 'error' });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await callWithoutSession('signIn', { body: { email: session.email, password } });
    setBusy(false);
    if (answer.ok) await enter(answer.value);
    else setProblem(answer.problem);
  };
  const touch = async () => {
    setBusy(true);
    const answer = await enterByPasskey();
    setBusy(false);
    if (answer.ok) await enter(answer.value);
    else if (answer.problem.code === 'no_passkey_used')
      setProblem({ ...answer.problem, detail: say.door.passkeyFailed });
    else setProblem(answer.problem);
  };
  const somebodyElse = <a href="/sign-in">{words.door.somebodyElse}</a>;

  return (
    <Dialog title={words.door.ended} className="blurring">
      <p>{words.door.endedExplained}</p>
      <p>
        <bdi>{session.email}</bdi>
      </p>
      {pending === undefined ? (
        <>
          <Suspense>
            <UnlockByPin session={session} entered={(entered) => void enter(entered)} />
          </Suspense>
          <form onSubmit={(event) => void submit(event)}>
            <input type="hidden" name="username" autoComplete="username" value={session.email} readOnly />
            <PasswordInput
              label={words.door.password}
              autoComplete="current-password"
              data-autofocus
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              visibilityToggleButtonProps={{ 'aria-label': words.door.showPassword }}
            />
            <ProblemMessage problem={problem} />
            <div className="buttons">
              <Button type="submit" loading={busy} disabled={password === ''}>
                {words.door.signIn}
              </Button>
              {session.factors.passkey && passkeysWorkHere() ? (
                <Button variant="default" loading={busy} onClick={() => void touch()}>
                  {say.prove.passkey}
                </Button>
              ) : null}
              {somebodyElse}
            </div>
          </form>
        </>
      ) : (
        <Suspense>
          <ProveForm session={pending} done={(entered) => void enter(entered)} also={somebodyElse} />
          <ProblemMessage problem={problem} />
        </Suspense>
      )}
    </Dialog>
  );
}
