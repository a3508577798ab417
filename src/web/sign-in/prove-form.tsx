import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type Answer, callWithoutSession, type Problem } from '../app/api.ts';
import type { Session } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { passkeysWorkHere, proveByPasskey } from './passkeys.ts';
import { useSignInWords } from './sign-in-words.ts';
import './sign-in.css';

type Way = 'code' | 'recovery' | 'password';

/** The fields that prove who it is: by app, passkey or recovery code; by password for whoever has none of these. */
export function ProveForm({
  session,
  done,
  also,
}: {
  readonly session: Session;
  readonly done: (session: Session) => void;
  /** A way out beside the button. */
  readonly also?: React.ReactNode;
}) {
  const words = useWords();
  const say = useSignInWords();
  const { app, passkey } = session.factors;
  const first: Way = app ? 'code' : passkey ? 'recovery' : 'password';
  const [way, setWay] = useState<Way>(first);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const byPasskey = passkey && passkeysWorkHere();
  // With a passkey alone the field for a recovery code waits until it is asked for.
  const [field, setField] = useState(!byPasskey || app);

  const finish = (answer: Answer<Session>) => {
    setBusy(false);
    setText('');
    if (answer.ok) done(answer.value);
    else
      setProblem(
        answer.problem.code === 'no_passkey_used'
          ? { ...answer.problem, detail: say.door.passkeyFailed }
          : answer.problem,
      );
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const body = way === 'password' ? { kind: way, password: text } : { kind: way, code: text };
    finish(await callWithoutSession('proveSecondFactor', { body }));
  };
  const touch = async () => {
    setBusy(true);
    finish(await proveByPasskey());
  };
  const turn = (next: Way) => {
    setWay(next);
    setField(true);
    setText('');
    setProblem(undefined);
  };

  return (
    <form className="prove" onSubmit={(event) => void submit(event)} noValidate>
      {byPasskey ? (
        <Button data-autofocus={!field || undefined} loading={busy} onClick={() => void touch()}>
          {say.prove.passkey}
        </Button>
      ) : null}
      {!field ? null : way === 'password' ? (
        <PasswordInput
          label={say.prove.password}
          autoComplete="current-password"
          data-autofocus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': words.door.showPassword }}
        />
      ) : (
        <TextInput
          key={way}
          label={way === 'code' ? say.prove.code : say.prove.recovery}
          description={way === 'code' ? say.prove.codeExplained : say.prove.recoveryExplained}
          autoComplete={way === 'code' ? 'one-time-code' : 'off'}
          inputMode={way === 'code' ? 'numeric' : 'text'}
          autoCapitalize="off"
          spellCheck={false}
          data-autofocus
          autoFocus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <ProblemMessage problem={problem} />
      <div className="buttons">
        {field ? (
          <Button
            type="submit"
            variant={byPasskey ? 'default' : 'filled'}
            loading={busy}
            disabled={text.trim() === ''}
          >
            {say.prove.confirm}
          </Button>
        ) : null}
        {way === 'recovery' && field && app ? (
          <button type="button" className="quiet" onClick={() => turn('code')}>
            {say.prove.useCode}
          </button>
        ) : null}
        {(app || passkey) && !(way === 'recovery' && field) ? (
          <button type="button" className="quiet" onClick={() => turn('recovery')}>
            {say.prove.useRecovery}
          </button>
        ) : null}
        {also}
      </div>
    </form>
  );
}
