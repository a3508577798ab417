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

/** An invitation into a practice: choose a password, or prove the one you have. */
export function InvitationScreen() {
  const words = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const token = useLinkToken();
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const named = displayName.trim() === '' ? {} : { displayName };
    const answer = await callWithoutSession('acceptInvitation', { body: { token, password, ...named } });
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
      <DoorFrame title={words.door.invitation}>
        <p>{words.door.invitationNoLink}</p>
      </DoorFrame>
    );
  }
  return (
    <DoorFrame title={words.door.invitation}>
      <p>{words.door.invitationExplained}</p>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <TextInput
          label={words.door.yourName}
          description={words.door.invitationName}
          autoComplete="name"
          value={displayName}
          onChange={(event) => setDisplayName(event.currentTarget.value)}
        />
        <PasswordInput
          label={words.door.password}
          description={words.door.newPasswordExplained}
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': words.door.showPassword }}
        />
        <ProblemMessage problem={problem} />
        <Button type="submit" loading={busy} disabled={password === ''}>
          {words.door.join}
        </Button>
      </form>
    </DoorFrame>
  );
}
