import { done } from '../../kit/outcome.ts';
import type { ServerAccess } from './access.ts';
import type { Account } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { forgetShortName } from './endpoint.ts';
import type { Layout } from './layout.ts';
import { takeLock } from './lock.ts';
import { leave, type Presence } from './presence.ts';
import type { ProcessFacts } from './processes.ts';
import type { ServerOutcome } from './refusals.ts';
import { stopPostmaster } from './run.ts';

export interface RunningServer {
  readonly access: ServerAccess;
  /** False: it was running already, and we joined it. */
  readonly started: boolean;
  /** What was found and done, in plain sentences. */
  readonly notes: readonly string[];
  /** Leaves the server; the last one to leave stops it. */
  stop(): Promise<void>;
  /** Stops it even though others may use it. */
  stopAnyway(): Promise<void>;
}

/** What the steps of one start share. */
export interface Start {
  readonly layout: Layout;
  readonly account: Account;
  readonly settings: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
  readonly notes: string[];
}

/** A server that is up, in the hands of one user of it. */
export function running(
  start: Start,
  postmaster: ProcessFacts,
  access: ServerAccess,
  presence: Presence | undefined,
  started: boolean,
): RunningServer {
  const { layout, say, notes } = start;
  let held = presence;
  const end = async (anyway: boolean): Promise<void> => {
    await withLock(layout, say, async () => {
      // Without the pipe (Windows) the one who started it stops it.
      let used = !started;
      if (held !== undefined) used = leave(layout, held);
      held = undefined;
      if (!anyway && used) return done(undefined);
      await stopPostmaster(postmaster, layout, binariesOf(layout));
      forgetShortName(layout);
      return done(undefined);
    });
  };
  let leaving: Promise<void> | undefined;
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    leaving ??= end(false);
    return leaving;
  };
  const stopAnyway = (): Promise<void> => {
    stopping ??= end(true);
    return stopping;
  };
  for (const note of notes) say(note);
  return { access, started, notes, stop, stopAnyway };
}

export async function withLock<T>(
  layout: Layout,
  say: (line: string) => void,
  act: () => Promise<ServerOutcome<T>>,
): Promise<ServerOutcome<T>> {
  const lock = await takeLock(layout.lock, say);
  if (!lock.ok) return lock;
  try {
    return await act();
  } finally {
    lock.value();
  }
}

/** Only Windows needs a program to stop a server; elsewhere a signal is enough. */
export function binariesOf(layout: Layout): Binaries | undefined {
  if (process.platform !== 'win32') return undefined;
  const found = findBinaries(layout, { name: 'this account', ids: {} });
  return found.ok ? found.value : undefined;
}
