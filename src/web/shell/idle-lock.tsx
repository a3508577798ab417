import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { callWithoutSession, sessionEnded } from '../app/api.ts';
import { useStore } from '../app/store.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useSignInWords } from '../sign-in/sign-in-words.ts';
import { touched, untouchedFor, watchActivity } from './activity.ts';

const warningMilliseconds = 60_000;
const lookEveryMilliseconds = 1000;
const sayHereEveryMilliseconds = 60_000;

/** The session ends at the server; what is typed stays in the page, under the lock. */
export function lock(): void {
  if (sessionEnded.get()) return;
  sessionEnded.set(true);
  void callWithoutSession('signOut', {});
}

/** Locks a page that nobody touches, a minute after asking; and keeps the session of somebody who only types. */
export function IdleLock({ minutes }: { readonly minutes: number }) {
  const say = useSignInWords();
  const ended = useStore(sessionEnded);
  const [warning, setWarning] = useState(false);
  useEffect(() => {
    if (ended) return;
    const stop = watchActivity();
    let saidAt = Date.now();
    const look = () => {
      const idle = untouchedFor();
      if (idle >= minutes * 60_000) return lock();
      setWarning(idle >= minutes * 60_000 - warningMilliseconds);
      if (idle < sayHereEveryMilliseconds / 2 && Date.now() - saidAt >= sayHereEveryMilliseconds) {
        saidAt = Date.now();
        void callWithoutSession('getSession', {}).then((answer) => {
          if (!answer.ok && answer.problem.code === 'not_signed_in') sessionEnded.set(true);
        });
      }
    };
    const timer = setInterval(look, lookEveryMilliseconds);
    // Timers rest with the machine: a lid that is opened finds the lock before the page.
    document.addEventListener('visibilitychange', look);
    return () => {
      stop();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      setWarning(false);
    };
  }, [minutes, ended]);
  if (!warning || ended) return null;
  const stay = () => {
    touched();
    setWarning(false);
    void callWithoutSession('getSession', {});
  };
  return (
    <Dialog title={say.lock.still} onClose={stay}>
      <p>{say.lock.stillExplained}</p>
      <div className="buttons">
        <Button data-autofocus onClick={stay}>
          {say.lock.stay}
        </Button>
      </div>
    </Dialog>
  );
}
