import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { sessionEnded, stepUpAsked } from '../app/api.ts';
import { openLayer, useLayer } from '../app/layers.ts';
import { followLive } from '../app/live.ts';
import { useVeilKeys } from '../app/privacy.ts';
import { sessionQuery } from '../app/session.ts';
import { useStore } from '../app/store.ts';
import { useWords } from '../app/words.ts';
import { Region } from '../parts/region.tsx';
import { IdleLock } from './idle-lock.tsx';
import { LiveStrip } from './live-strip.tsx';
import { Navigation } from './navigation.tsx';
import { NoPractice } from './no-practice.tsx';
import { Palette } from './palette.tsx';
import { SignInOverlay } from './sign-in-overlay.tsx';
import { TopBar } from './top-bar.tsx';
import { useShellKeys } from './use-shell-keys.ts';

const StepUpDialog = lazy(async () => ({
  default: (await import('../sign-in/step-up-dialog.tsx')).StepUpDialog,
}));
const KeySheet = lazy(() => import('./key-sheet.tsx').then(({ KeySheet }) => ({ default: KeySheet })));

/** What stands around every screen of somebody who is signed in. */
export function Shell() {
  const words = useWords();
  const query = useQuery(sessionQuery);
  const ended = useStore(sessionEnded);
  const asked = useStore(stepUpAsked);
  const [menuOpen, setMenuOpen] = useState(false);
  const content = useRef<HTMLElement>(null);
  const search = useRef<HTMLButtonElement>(null);
  useVeilKeys();
  useShellKeys(query.data);
  const layer = useLayer();
  // It belongs to the screen and the person that it was opened by.
  useEffect(() => () => openLayer(undefined), []);
  const client = useQueryClient();
  const practice = query.data?.practice?.slug;
  // Another practice is another stream.
  useEffect(() => (practice === undefined ? undefined : followLive(client)), [client, practice]);
  return (
    <Region query={query}>
      {(session) =>
        session === null ? null : session.practice === null ? (
          <NoPractice />
        ) : (
          <div className="shell">
            <p className="skips">
              <button type="button" onClick={() => content.current?.focus()}>
                {words.shell.skipToContent}
              </button>
              <button type="button" onClick={() => search.current?.focus()}>
                {words.shell.skipToSearch}
              </button>
            </p>
            <TopBar session={session} search={search} menuOpen={menuOpen} setMenuOpen={setMenuOpen} />
            {session.practice.isSample ? <aside className="strip">{words.shell.sample}</aside> : null}
            <LiveStrip />
            <div className="below">
              <Navigation session={session} open={menuOpen} close={() => setMenuOpen(false)} />
              <main id="content" ref={content} tabIndex={-1}>
                <Outlet />
              </main>
            </div>
            <IdleLock minutes={session.idleMinutes} />
            {asked !== undefined && !ended ? (
              <Suspense>
                <StepUpDialog session={session} answer={asked} />
              </Suspense>
            ) : null}
            {layer === 'palette' && !ended ? <Palette session={session} /> : null}
            {layer === 'keys' && !ended ? (
              <Suspense>
                <KeySheet session={session} />
              </Suspense>
            ) : null}
            {ended ? <SignInOverlay session={session} /> : null}
          </div>
        )
      }
    </Region>
  );
}
