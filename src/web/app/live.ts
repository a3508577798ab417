import type { QueryClient } from '@tanstack/react-query';
import { callWithoutSession, sessionEnded, signedInAgain } from './api.ts';
import { tryAgainNow } from './outbox.ts';
import { forgetSilent, hearPresence } from './presence.ts';
import { createStore, useStore } from './store.ts';

// The server gives a sign of life every ten seconds; two that are missed mean that there is nobody.
const quietMilliseconds = 25_000;
const lookEvery = 1000;
const firstWait = 1000;
const longestWait = 20_000;
// Several changes in a row are one look; not every desk looks in the same moment.
const gatherMilliseconds = 60;

// An answer may have been read so long before it arrived: on a poor line, and by two clocks that run a little apart.
const underWayMilliseconds = 15_000;
// Older answers are read again in any case: some of what they say goes by the clock alone.
const justRead = 60_000;

const shared = 'keepwell-live';

interface News {
  readonly kind: string;
  readonly id?: string;
}
type Message =
  | { readonly event: 'beat' | 'ended' }
  | { readonly event: 'ready'; readonly quiet: number }
  | { readonly event: 'news'; readonly data: News };

const paused = createStore(false);

/** True while what is shown may not be what is: no sign of life for half a minute. */
export function useLivePaused(): boolean {
  return useStore(paused);
}

function keysOf({ kind, id }: News): readonly (readonly unknown[])[] {
  switch (kind) {
    case 'today':
      return [['today']];
    case 'act':
      return [
        ['today', 'list'],
        ['today', 'done'],
        ['today', 'act', id],
      ];
    case 'patient':
      // An open act of the patient says what may be done now.
      return [['patients'], ['today', 'act']];
    case 'imports':
      return [['imports'], ['today', 'list']];
    default:
      return [[kind]];
  }
}

function makeReader(client: QueryClient): (message: Message) => void {
  const keys = new Map<string, readonly unknown[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    timer = undefined;
    const all = [...keys.values()];
    keys.clear();
    for (const queryKey of all) void client.invalidateQueries({ queryKey });
  };
  return (message) => {
    if (message.event === 'news') {
      if (message.data.kind === 'presence') return hearPresence(message.data as never);
      for (const key of keysOf(message.data)) keys.set(JSON.stringify(key), key);
      if (timer === undefined) timer = setTimeout(look, gatherMilliseconds * (0.5 + Math.random()));
    } else if (message.event === 'ready') {
      tryAgainNow();
      // What changed before the stream stood was not told; what was read since the last news stands, and is not opened
      // on the record twice.
      const readSince = Date.now() - Math.min(message.quiet - underWayMilliseconds, justRead);
      void client.invalidateQueries({
        predicate: ({ queryKey, state }) =>
          queryKey[0] !== 'session' && (state.dataUpdatedAt || Date.now()) < readSince,
      });
    } else if (message.event === 'ended') void askForSession();
  };
}

// The stream ends with its session, but also when somebody's roles or practice changed.
async function askForSession(): Promise<void> {
  const answer = await callWithoutSession('getSession', {});
  if (!answer.ok && answer.problem.status === 401) sessionEnded.set(true);
}

/** Holds the one stream of this browser, and comes back when it is lost, later each time. */
function holdStream(tell: (message: Message) => void): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = firstWait;
  let stopped = false;
  const again = async () => {
    source?.close();
    source = undefined;
    if (sessionEnded.get()) await signedInAgain();
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(open, wait / 2 + (Math.random() * wait) / 2);
    wait = Math.min(longestWait, 2 * wait);
  };
  const open = () => {
    source = new EventSource('/api/events');
    source.addEventListener('ready', ({ data }) => {
      wait = firstWait;
      const { quietMilliseconds = 0 } = JSON.parse(data) as { readonly quietMilliseconds?: number };
      tell({ event: 'ready', quiet: quietMilliseconds });
    });
    source.addEventListener('beat', () => tell({ event: 'beat' }));
    source.addEventListener('news', ({ data }) => tell({ event: 'news', data: JSON.parse(data) as News }));
    source.addEventListener('ended', () => {
      tell({ event: 'ended' });
      void again();
    });
    source.addEventListener('error', () => void again());
  };
  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    source?.close();
  };
}

/**
 * Follows what changes, as long as somebody is signed in. The tabs of a browser share one stream: whoever holds the
 * lock has it and passes on what it says, as a browser allows six connections to one server.
 */
export function followLive(client: QueryClient): () => void {
  if (typeof EventSource === 'undefined') return () => {};
  const channel = new BroadcastChannel(shared);
  const leave = new AbortController();
  const read = makeReader(client);
  let heardAt = Date.now();
  const hear = (message: Message) => {
    heardAt = Date.now();
    paused.set(false);
    read(message);
  };
  channel.onmessage = ({ data }) => hear(data as Message);
  const hold = (): Promise<void> =>
    new Promise((resolve) => {
      const drop = holdStream((message) => {
        hear(message);
        channel.postMessage(message);
      });
      leave.signal.addEventListener('abort', () => {
        drop();
        resolve();
      });
    });
  // Without locks (a page that is not of a safe origin) each tab has its own.
  const locks: LockManager | null | undefined = navigator.locks;
  if (!locks) void hold();
  else locks.request(shared, { signal: leave.signal }, hold).catch(() => {});
  const look = setInterval(() => {
    forgetSilent();
    paused.set(Date.now() - heardAt > quietMilliseconds);
  }, lookEvery);
  return () => {
    leave.abort();
    clearInterval(look);
    channel.close();
    paused.set(false);
  };
}
