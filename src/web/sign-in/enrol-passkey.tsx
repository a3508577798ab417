import { Button } from '@mantine/core';
import { useState } from 'react';
import type { callWithoutSession, Problem } from '../app/api.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { addPasskey, passkeysWorkHere } from './passkeys.ts';
import { useSignInWords } from './sign-in-words.ts';

// Enough to tell one's own devices apart in a list; the person can see it there, nobody else.
function deviceName(): string | undefined {
  return /iPhone|iPad|Android|Macintosh|Windows|CrOS|Linux/.exec(navigator.userAgent)?.[0];
}

/** Makes a passkey on this device. */
export function EnrolPasskey({
  call,
  done,
  work,
}: {
  readonly call: typeof callWithoutSession;
  readonly done: (recoveryCodes: readonly string[]) => void;
  /** Whether the server's own address lets them work. */
  readonly work: boolean;
}) {
  const say = useSignInWords();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  if (!work || !passkeysWorkHere()) return <p className="note">{say.enrol.passkeyNot}</p>;
  const make = async () => {
    setBusy(true);
    setProblem(undefined);
    const name = say.enrol.passkeyName(deviceName() ?? say.enrol.thisDevice);
    const added = await addPasskey(name, call);
    setBusy(false);
    if (added.ok) done(added.value.recoveryCodes);
    else if (added.problem.code === 'no_passkey_used')
      setProblem({ ...added.problem, detail: say.enrol.passkeyFailed });
    else setProblem(added.problem);
  };
  return (
    <>
      <ProblemMessage problem={problem} />
      <Button loading={busy} onClick={() => void make()}>
        {say.enrol.passkeyMake}
      </Button>
    </>
  );
}
