import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call, type Problem } from '../app/api.ts';
import { useWords } from '../app/words.ts';
import { copyWords } from '../parts/copy-words.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { staffQuery } from '../today/today-queries.ts';
import { type Role, RoleChoice } from './role-choice.tsx';
import '../parts/inline-form.css';

/** An invitation whose link is handed over by whoever made it; it is shown this once and kept nowhere. */
export function InviteForm() {
  const words = useWords();
  const client = useQueryClient();
  const [displayName, setDisplayName] = useState('');
  const [email, setEmail] = useState('');
  const [roles, setRoles] = useState<readonly Role[]>(['front_desk']);
  const [link, setLink] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setLink('');
    const answer = await call('inviteStaff', { body: { email, displayName, roles: [...roles] } });
    setBusy(false);
    setProblem(answer.ok ? undefined : answer.problem);
    if (!answer.ok) return;
    setLink(answer.value.link);
    setDisplayName('');
    setEmail('');
    await client.invalidateQueries({ queryKey: staffQuery.queryKey });
  };
  return (
    <form
      className="inline-form invite"
      aria-label={words.practice.invite}
      onSubmit={(event) => void submit(event)}
    >
      <h3 className="wide">{words.practice.invite}</h3>
      <TextInput
        label={words.practice.name}
        autoComplete="off"
        value={displayName}
        onChange={(event) => setDisplayName(event.currentTarget.value)}
      />
      <TextInput
        label={words.practice.email}
        type="email"
        autoComplete="off"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <div className="wide">
        <RoleChoice label={words.practice.roles} chosen={roles} choose={setRoles} />
      </div>
      <div className="wide">
        <ProblemMessage problem={problem} />
        <Button
          type="submit"
          variant="default"
          loading={busy}
          disabled={displayName.trim() === '' || email === '' || roles.length === 0}
        >
          {words.practice.inviteSave}
        </Button>
      </div>
      {link === '' ? null : (
        <div className="wide" role="status">
          <strong>{words.practice.link}</strong>
          <p className="dim">{words.practice.linkExplained}</p>
          <p>
            <code className="link-shown">{link}</code>
          </p>
          <Button variant="default" onClick={() => void copyWords(link, words.today.copied)}>
            {words.practice.copyLink}
          </Button>
        </div>
      )}
    </form>
  );
}
