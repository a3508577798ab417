import { SegmentedControl, Switch } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { call } from '../app/api.ts';
import { prefer, preferences, type Theme } from '../app/preferences.ts';
import { initialsOf } from '../app/privacy.ts';
import { beginSession, type Session } from '../app/session.ts';
import { useStore } from '../app/store.ts';
import { showToast } from '../app/toasts.ts';
import { speak, useWords } from '../app/words.ts';
import { Disclosure } from '../parts/disclosure.tsx';
import { useProblemWords } from '../parts/problem-message.tsx';
import { useSignInWords } from '../sign-in/sign-in-words.ts';
import { lock } from './idle-lock.tsx';

const SwitchPerson = lazy(async () => ({
  default: (await import('../sign-in/switch-person.tsx')).SwitchPerson,
}));

import { useSignOut } from './use-sign-out.ts';

function Practices({ session, close }: { readonly session: Session; readonly close: () => void }) {
  const words = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const say = useProblemWords();
  if (session.practices.length < 2) return null;
  const choose = async (slug: string) => {
    const answer = await call('choosePractice', { body: { slug } });
    if (!answer.ok) {
      showToast(say(answer.problem), { kind: 'problem' });
      return;
    }
    close();
    // First away from what belongs to the other practice, then the new session.
    await navigate({ to: '/settings/$section', params: { section: 'practice' } });
    beginSession(client, answer.value);
    await navigate({ to: '/' });
  };
  return (
    <fieldset>
      <legend>{words.user.practice}</legend>
      {session.practices.map((practice) => (
        <button
          key={practice.slug}
          type="button"
          className="quiet wide"
          aria-pressed={practice.slug === session.practice?.slug}
          onClick={() => void choose(practice.slug)}
        >
          <bdi>{practice.name}</bdi>
          {practice.isSample ? <span className="dim"> {words.user.sample}</span> : null}
        </button>
      ))}
    </fieldset>
  );
}

/** The person at this screen: how it looks to them, which practice, and the way out. */
export function UserMenu({ session }: { readonly session: Session }) {
  const words = useWords();
  const say = useSignInWords();
  const { theme, language, singleKeys } = useStore(preferences);
  // What is seen begins what is heard: somebody who speaks to the screen says what they see.
  const initials = initialsOf(session.displayName).replaceAll(/[. ]/g, '');
  const leave = useSignOut();
  return (
    <Disclosure
      className="user-menu"
      label={`${initials}, ${words.user.menu(session.displayName)}`}
      face={initials}
    >
      {(close) => (
        <>
          <p>
            <strong>
              <bdi>{session.displayName}</bdi>
            </strong>
            <br />
            <span className="dim">{session.email}</span>
            {session.state === 'pin' ? (
              <>
                <br />
                <span className="dim">{say.desk.marked}</span>
              </>
            ) : null}
          </p>
          <Suspense>
            <SwitchPerson session={session} />
          </Suspense>
          <Practices session={session} close={close} />
          <fieldset>
            <legend>{words.user.appearance}</legend>
            <SegmentedControl
              fullWidth
              aria-label={words.user.appearance}
              value={theme}
              onChange={(value) => prefer({ theme: value as Theme })}
              data={[
                { value: 'light', label: words.user.light },
                { value: 'dark', label: words.user.dark },
                { value: 'auto', label: words.user.auto },
              ]}
            />
          </fieldset>
          <fieldset>
            <legend>{words.user.language}</legend>
            <SegmentedControl
              fullWidth
              aria-label={words.user.language}
              value={language}
              onChange={(value) => void speak(value === 'es' ? 'es' : 'en')}
              data={[
                { value: 'en', label: <span lang="en">English</span> },
                { value: 'es', label: <span lang="es">Español</span> },
              ]}
            />
          </fieldset>
          <Switch
            label={words.user.singleKeys}
            checked={singleKeys}
            onChange={(event) => prefer({ singleKeys: event.currentTarget.checked })}
          />
          <hr />
          <Link className="quiet wide" to="/settings/$section" params={{ section: 'me' }} onClick={close}>
            {say.mine}
          </Link>
          <button type="button" className="quiet wide" onClick={lock}>
            {say.lock.lockNow}
          </button>
          <button type="button" className="quiet wide" onClick={() => void leave(false)}>
            {words.user.signOut}
          </button>
          <button type="button" className="quiet wide" onClick={() => void leave(true)}>
            {words.user.signOutEverywhere}
          </button>
        </>
      )}
    </Disclosure>
  );
}
