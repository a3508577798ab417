import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { callWithoutSession, Problem } from '../app/api.ts';
import type { Reply } from '../app/operations.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { QrCode } from './qr-code.tsx';
import { useSignInWords } from './sign-in-words.ts';

/** Sets an authenticator app up: a secret to scan, a code to show that it arrived. */
export function EnrolApp({
  call,
  done,
  secondary = false,
}: {
  /** With a step-up on the way, or, before there is anything to step up with, without. */
  readonly call: typeof callWithoutSession;
  readonly done: (recoveryCodes: readonly string[]) => void;
  readonly secondary?: boolean;
}) {
  const say = useSignInWords();
  const [secret, setSecret] = useState<Reply<'beginApp'>>();
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const begin = async () => {
    setBusy(true);
    const begun = await call('beginApp', {});
    setBusy(false);
    if (begun.ok) setSecret(begun.value);
    else setProblem(begun.problem);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const confirmed = await call('confirmApp', { body: { code } });
    setBusy(false);
    if (confirmed.ok) done(confirmed.value.recoveryCodes);
    else setProblem(confirmed.problem);
  };
  if (secret === undefined) {
    return (
      <>
        <ProblemMessage problem={problem} />
        <Button variant={secondary ? 'default' : 'filled'} loading={busy} onClick={() => void begin()}>
          {say.enrol.appBegin}
        </Button>
      </>
    );
  }
  return (
    <form className="enrol-app" onSubmit={(event) => void submit(event)} noValidate>
      <p>{say.enrol.appScan}</p>
      <QrCode text={secret.uri} label={say.enrol.appQr} />
      <p>
        <span className="dim">{say.enrol.appLetters}</span>
        <br />
        <code className="secret">{(secret.letters.match(/.{1,4}/g) ?? []).join(' ')}</code>
      </p>
      <TextInput
        label={say.prove.code}
        description={say.prove.codeExplained}
        autoComplete="one-time-code"
        inputMode="numeric"
        autoFocus
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <ProblemMessage problem={problem} />
      <Button type="submit" loading={busy} disabled={code.trim() === ''}>
        {say.enrol.appConfirm}
      </Button>
    </form>
  );
}
