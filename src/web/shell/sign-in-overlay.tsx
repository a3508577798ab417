import { Button, PasswordInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call, callWithoutSession, type Problem, sessionEnded } from '../app/api.ts';
import { type Session, sessionQuery } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { Dialog } from '../parts/dialog.tsx';
import { ProblemMessage } from '../parts/problem-message.tsx';

/**
 * The session ended under somebody at work: the same person signs in over the blurred page and goes on, with all that
 * was typed. Anybody else starts from the sign-in page, so that they do not see what was open.
 */
export function SignInOverlay({ session }: { readonly session: Session }) {
  const words = useWords();
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    let answer = await callWithoutSession('signIn', { body: { email: session.email, password } });
    const slug = session.practice?.slug;
    if (answer.ok && slug !== undefined && answer.value.practice?.slug !== slug) {
      answer = await call('choosePractice', { body: { slug } });
    }
    setBusy(false);
    if (!answer.ok) {
      setProblem(answer.problem);
      return;
    }
    client.setQueryData(sessionQuery.queryKey, answer.value);
    sessionEnded.set(false);
    await client.invalidateQueries({ predicate: (query) => query.state.status === 'error' });
  };

  return (
    <Dialog title={words.door.ended} className="blurring">
      <form onSubmit={(event) => void submit(event)}>
        <p>{words.door.endedExplained}</p>
        <p>
          <bdi>{session.email}</bdi>
        </p>
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
          <a href="/sign-in">{words.door.somebodyElse}</a>
        </div>
      </form>
    </Dialog>
  );
}
