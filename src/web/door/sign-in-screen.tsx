import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { callWithoutSession, type Problem } from '../app/api.ts';
import { beginSession } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { enterByPasskey, passkeysWorkHere } from '../sign-in/passkeys.ts';
import { useSignInWords } from '../sign-in/sign-in-words.ts';
import { DoorFrame } from './door-frame.tsx';

export function SignInScreen() {
  const words = useWords();
  const say = useSignInWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { to } = useSearch({ from: '/sign-in' });
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await callWithoutSession('signIn', { body: { email, password } });
    setBusy(false);
    if (!answer.ok) {
      setProblem(answer.problem);
      return;
    }
    beginSession(client, answer.value);
    await navigate({ to: to ?? '/' });
  };

  const touch = async () => {
    setBusy(true);
    const answer = await enterByPasskey();
    setBusy(false);
    if (!answer.ok) {
      const { problem: why } = answer;
      setProblem(why.code === 'no_passkey_used' ? { ...why, detail: say.door.passkeyFailed } : why);
      return;
    }
    beginSession(client, answer.value);
    await navigate({ to: to ?? '/' });
  };

  return (
    <DoorFrame title={words.door.signIn}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <TextInput
          label={words.door.email}
          type="email"
          autoComplete="username"
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={words.door.password}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': words.door.showPassword }}
        />
        <ProblemMessage problem={problem} />
        <Button type="submit" loading={busy} disabled={email === '' || password === ''}>
          {words.door.signIn}
        </Button>
      </form>
      {passkeysWorkHere() ? (
        <p>
          <Button variant="default" loading={busy} onClick={() => void touch()}>
            {say.door.passkey}
          </Button>
        </p>
      ) : null}
    </DoorFrame>
  );
}
