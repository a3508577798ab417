import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { done, refuse } from '../../kit/outcome.ts';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { serverEnvironment } from './binaries.ts';
import { ownFolder } from './initialise.ts';
import type { Layout } from './layout.ts';
import { judgePostmaster, type Postmaster } from './pidfile.ts';
import { isAlive, type ProcessFacts } from './processes.ts';
import { diskFull, errorCode, type ServerOutcome } from './refusals.ts';

export type LivePostmaster = Extract<Postmaster, { kind: 'live' }>;

const patienceMs = 10 * 60_000;

/** Starts the server and waits until it takes connections: 0.1 s, after a crash as long as recovery takes. */
export async function launch(
  layout: Layout,
  account: Account,
  binaries: Binaries,
  settings: Readonly<Record<string, string>>,
  say: (line: string) => void,
): Promise<ServerOutcome<LivePostmaster>> {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Named on the command line as well, so that the process can be told from others where /proc hides its folder.
  const identity = ['-c', `cluster_name=${layout.id}`];
  const output = openSync(layout.startLog, 'w', 0o600);
  const server = spawn(binaries.postgres, ['-D', ownFolder(layout.data), ...identity, ...options], {
    ...account.ids,
    cwd: layout.data,
    env: serverEnvironment,
    detached: true, // a session of its own: Ctrl-C is for Keepwell, which stops it in good order
    stdio: ['ignore', output, output],
    windowsHide: true,
  });
  closeSync(output);
  let ended: string | undefined;
  server.once('error', (fault) => {
    ended = fault.message;
  });
  server.once('exit', (code, signal) => {
    ended = signal ?? `exit code ${code}`;
  });
  server.unref();
  const since = Date.now();
  let said = false;
  while (ended === undefined && Date.now() - since < patienceMs) {
    const found = judgePostmaster(layout);
    if (found.kind === 'live' && found.process.pid === server.pid && found.status === 'ready')
      return done(found);
    if (!said && Date.now() - since > 2_000) {
      said = true;
      say('The database takes longer to start than usual; after a crash it first reads its journal.');
    }
    await pause(5);
  }
  if (ended === undefined) {
    return refuse('not_answering', `the database did not become ready in ten minutes; see ${layout.log}`);
  }
  return explain(layout, ended);
}

/** Asks the server to stop in good order; after a minute, at once (then it recovers at the next start). */
export async function stopPostmaster(
  postmaster: ProcessFacts,
  layout: Layout,
  binaries: Binaries | undefined,
): Promise<void> {
  if (process.platform === 'win32' && binaries !== undefined) {
    // A signal on Windows ends a process at once; pg_ctl asks through the server's own pipe.
    spawnSync(binaries.pgCtl, ['stop', '-D', layout.data, '-m', 'fast'], { env: serverEnvironment });
    return;
  }
  for (const [signal, seconds] of [
    ['SIGINT', 60],
    ['SIGQUIT', 10],
    ['SIGKILL', 10],
  ] as const) {
    const deadline = Date.now() + seconds * 1000;
    signalTo(postmaster, signal);
    while (Date.now() < deadline) {
      if (!isAlive(postmaster.pid, postmaster.startedAt)) return;
      await pause(5);
    }
  }
}

function signalTo(postmaster: ProcessFacts, signal: NodeJS.Signals): void {
  if (!isAlive(postmaster.pid, postmaster.startedAt)) return;
  try {
    process.kill(postmaster.pid, signal);
  } catch (fault) {
    if (errorCode(fault) !== 'ESRCH') throw fault; // ESRCH: gone meanwhile
  }
}

function explain(layout: Layout, ended: string): ServerOutcome<never> {
  const said = whatItSaid(layout);
  if (/No space left on device|Disk quota exceeded/.test(said)) return diskFull(layout.dataFolder);
  // Of wrong settings the last line only says that there are some; the line before names them.
  const setting = /LOG: +((?:invalid value|unrecognized configuration|syntax error|parameter) .*)/.exec(
    said,
  )?.[1];
  const complaints = [...said.matchAll(/(?:PANIC|FATAL|ERROR): +((?!the database system is).*)/g)];
  const reason = setting ?? complaints.at(-1)?.[1] ?? ended;
  if (
    /could not locate a valid checkpoint|invalid (?:data in|checkpoint)|incorrect checksum|could not (?:open|read) (?:file|control)/.test(
      reason,
    )
  ) {
    return refuse(
      'corrupt',
      `the database files in ${layout.data} are damaged (${reason}); restore the last backup into a new data folder`,
    );
  }
  return refuse('start_failed', `the database did not start: ${reason}; see ${layout.log}`);
}

/** Of this start only: the day's log also holds what earlier servers complained of. */
function whatItSaid(layout: Layout): string {
  const first = readEnd(layout.startLog);
  if (!first.includes('redirecting log output')) return first;
  const later = readEnd(newestLog(layout));
  return first + later.slice(Math.max(0, later.lastIndexOf('starting PostgreSQL')));
}

function newestLog(layout: Layout): string {
  const names = readdirSync(layout.log).filter((name) => name.startsWith('postgresql-'));
  const day = new Date().toLocaleDateString('en', { weekday: 'short', timeZone: 'UTC' });
  return join(layout.log, names.find((name) => name.includes(day)) ?? 'none');
}

function readEnd(path: string): string {
  try {
    const size = readFileSync(path).length;
    const file = openSync(path, 'r');
    const end = Buffer.alloc(Math.min(size, 4_000));
    readSync(file, end, 0, end.length, size - end.length);
    closeSync(file);
    return end.toString('utf8');
  } catch {
    return '';
  }
}
