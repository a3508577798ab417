import { spawn, spawnSync } from 'node:child_process';
import { closeSync, constants, lstatSync, openSync, readSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Account } from './account.ts';
import { serverEnvironment } from './binaries.ts';
import type { Layout } from './layout.ts';
import type { ProcessFacts } from './processes.ts';
import { errorCode } from './refusals.ts';

/*
 * Who uses the server? Every process that does holds a named pipe open for writing. The kernel closes it when the
 * process ends, however it ends, so there is nothing to clean up after a SIGKILL and no list that can lie. A
 * sentinel (one shell, 1 MB, asleep) reads the pipe: when the last writer is gone it reads the end of the file and
 * asks the server to shut down. A parent-death signal would not do: it follows the one process that started the
 * server and ends it while others still use it.
 */

export interface Presence {
  readonly pipe: number;
}

export const presenceWorksHere = process.platform !== 'win32';

/** Joins those who use the server, and sets a sentinel if there is none (any more). */
export async function enter(
  layout: Layout,
  account: Account,
  postmaster: ProcessFacts,
): Promise<{ presence: Presence; watched: boolean } | undefined> {
  if (!presenceWorksHere || !makePipe(layout, account)) return undefined;
  const joined = openForWriting(layout);
  if (joined !== undefined) return { presence: { pipe: joined }, watched: true };
  // Opened both ways an idle pipe neither blocks nor fails; the sentinel then finds a writer when it comes.
  const both = openSync(layout.users, constants.O_RDWR | constants.O_NONBLOCK);
  const pipe = openForWriting(layout);
  closeSync(both);
  if (pipe === undefined) return undefined;
  setSentinel(layout, account, postmaster);
  // A sentinel that comes after we have left again would wait for ever; 2-5 ms.
  for (let tries = 0; tries < 500 && !isWatched(layout); tries += 1) await pause(2);
  return { presence: { pipe }, watched: false };
}

/** Whether a sentinel still listens. */
export function isWatched(layout: Layout): boolean {
  const pipe = openForWriting(layout);
  if (pipe === undefined) return false;
  closeSync(pipe);
  return true;
}

/** @returns whether somebody else still uses the server */
export function leave(layout: Layout, presence: Presence): boolean {
  closeSync(presence.pipe);
  return isInUse(layout);
}

export function isInUse(layout: Layout): boolean {
  if (!presenceWorksHere || !isPipe(layout.users)) return false;
  const pipe = openSync(layout.users, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    readSync(pipe, Buffer.alloc(1)); // end of file: nobody holds it for writing
    return false;
  } catch (fault) {
    if (errorCode(fault) === 'EAGAIN') return true;
    throw fault;
  } finally {
    closeSync(pipe);
  }
}

function makePipe(layout: Layout, account: Account): boolean {
  if (isPipe(layout.users)) return true;
  rmSync(layout.users, { force: true, recursive: true });
  const made = spawnSync('mkfifo', ['-m', '600', basename(layout.users)], {
    ...account.ids,
    cwd: layout.postgres,
    env: serverEnvironment,
  });
  return made.status === 0;
}

function isPipe(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFIFO() === true;
}

function openForWriting(layout: Layout): number | undefined {
  try {
    return openSync(layout.users, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (fault) {
    if (errorCode(fault) === 'ENXIO') return undefined; // no reader: no sentinel
    throw fault;
  }
}

/*
 * $1 process id of the server, $2 its start time: a later process with the same id must not be signalled.
 * SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, committed ones are flushed.
 */
const onLinux = `
read -r nothing < ../users
read -r stat < "/proc/$1/stat" || exit 0
set -- "$1" "$2" \${stat##*) }
[ "\${22}" = "$2" ] && kill -INT "$1"`;
const elsewhere = `
read -r nothing < ../users
[ "$(ps -o lstart= -p "$1" | sed 's/ *$//')" = "$2" ] && kill -INT "$1"`;

function setSentinel(layout: Layout, account: Account, postmaster: ProcessFacts): void {
  const script = process.platform === 'linux' ? onLinux : elsewhere;
  const sentinel = spawn(
    '/bin/sh',
    ['-c', script, 'keepwell-sentinel', String(postmaster.pid), postmaster.startedAt],
    // A session of its own: Ctrl-C in the terminal is for Keepwell, which then leaves in good order.
    { ...account.ids, cwd: layout.data, env: serverEnvironment, detached: true, stdio: 'ignore' },
  );
  sentinel.on('error', () => {}); // no shell: the last to leave stops the server all the same
  sentinel.unref();
}
