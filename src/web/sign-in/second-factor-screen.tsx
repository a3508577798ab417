import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { callWithoutSession } from '../app/api.ts';
import { beginSession, type Session, sessionQuery, useSession } from '../app/session.ts';
import { DoorFrame } from '../door/door-frame.tsx';
import { EnrolApp } from './enrol-app.tsx';
import { EnrolPasskey } from './enrol-passkey.tsx';
import { ProveForm } from './prove-form.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { useSignInWords } from './sign-in-words.ts';

/** Between the password and everything else: the second factor, or, where there is none yet, its first set-up. */
export function SecondFactorScreen() {
  const say = useSignInWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { to } = useSearch({ from: '/second-factor' });
  const session = useSession();
  const [codes, setCodes] = useState<readonly string[]>();

  const enter = async (entered: Session) => {
    beginSession(client, entered);
    await navigate({ to: to ?? '/' });
  };
  const goOn = async () => {
    const answer = await callWithoutSession('getSession', {});
    if (answer.ok) await enter(answer.value);
  };
  const enrolled = (recovery: readonly string[]) =>
    recovery.length === 0 ? void goOn() : setCodes(recovery);
  const leave = async () => {
    await callWithoutSession('signOut', {});
    client.clear();
    client.setQueryData(sessionQuery.queryKey, null);
    await navigate({ to: '/sign-in' });
  };

  if (!session) return null;
  const out = (
    <button type="button" className="quiet" onClick={() => void leave()}>
      {say.prove.signOut}
    </button>
  );
  if (codes !== undefined) {
    return (
      <DoorFrame title={say.enrol.title}>
        <RecoveryCodes codes={codes} done={() => void goOn()} />
      </DoorFrame>
    );
  }
  if (session.factors.app || session.factors.passkey) {
    return (
      <DoorFrame title={say.prove.title}>
        <ProveForm session={session} done={(entered) => void enter(entered)} also={out} />
        <p className="dim">{say.prove.lost}</p>
      </DoorFrame>
    );
  }
  return (
    <DoorFrame title={say.enrol.title}>
      <p>{say.enrol.why}</p>
      <section className="way" aria-labelledby="way-passkey">
        <h2 id="way-passkey">{say.enrol.passkey}</h2>
        <p>{say.enrol.passkeyExplained}</p>
        <EnrolPasskey call={callWithoutSession} done={enrolled} work={session.factors.passkeysWork} />
      </section>
      <section className="way" aria-labelledby="way-app">
        <h2 id="way-app">{say.enrol.app}</h2>
        <p>{say.enrol.appExplained}</p>
        <EnrolApp call={callWithoutSession} done={enrolled} secondary />
      </section>
      <p>{out}</p>
    </DoorFrame>
  );
}
