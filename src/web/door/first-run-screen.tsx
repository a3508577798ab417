import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { callWithoutSession, type Problem } from '../app/api.ts';
import { beginSession } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { DoorFrame } from './door-frame.tsx';
import { useLinkToken } from './use-link-token.ts';

/** The link that the console printed, turned into the first account. */
export function FirstRunScreen() {
  const words = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const token = useLinkToken();
  const [displayName, setDisplayName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await callWithoutSession('firstRun', { body: { token, displayName, email, password } });
    setBusy(false);
    if (!answer.ok) {
      setProblem(answer.problem);
      return;
    }
    beginSession(client, answer.value);
    await navigate({ to: '/' });
  };

  if (token === '') {
    return (
      <DoorFrame title={words.door.firstRun}>
        <p>{words.door.firstRunNoLink}</p>
      </DoorFrame>
    );
  }
  return (
    <DoorFrame title={words.door.firstRun}>
      <p>{words.door.firstRunExplained}</p>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <TextInput
          label={words.door.yourName}
          description={words.door.yourNameExplained}
          autoComplete="name"
          autoFocus
          value={displayName}
          onChange={(event) => setDisplayName(event.currentTarget.value)}
        />
        <TextInput
          label={words.door.email}
          type="email"
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={words.door.newPassword}
          description={words.door.newPasswordExplained}
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': words.door.showPassword }}
        />
        <ProblemMessage problem={problem} />
        <Button type="submit" loading={busy} disabled={displayName === '' || email === '' || password === ''}>
          {words.door.begin}
        </Button>
      </form>
    </DoorFrame>
  );
}
