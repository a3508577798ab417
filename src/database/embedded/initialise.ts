import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { done, refuse } from '../../kit/outcome.ts';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { serverEnvironment } from './binaries.ts';
import { writeConfiguration } from './configuration.ts';
import { makeFolder } from './folders.ts';
import type { Layout } from './layout.ts';
import { diskFull, type ServerOutcome } from './refusals.ts';
import { type Passwords, scramVerifier } from './secrets.ts';

/**
 * The data directory as seen by a process that stands in it. The kernel follows this name without asking the
 * folders above, so the server also runs below a 0700 home that its account may not enter, and at any depth.
 * A relative path would not do: PostgreSQL makes it absolute first, and then may not go there.
 */
export function ownFolder(data: string): string {
  return existsSync('/proc/self/cwd') ? '/proc/self/cwd' : data;
}

/** Makes the data directory; about 1 s. */
export function initialise(
  layout: Layout,
  account: Account,
  binaries: Binaries,
  passwords: Passwords,
): ServerOutcome<void> {
  const { unfinished } = layout;
  rmSync(unfinished, { recursive: true, force: true });
  makeFolder(unfinished, account);
  const run = spawnSync(
    binaries.initdb,
    [
      `--pgdata=${ownFolder(unfinished)}`,
      '--username=postgres',
      '--auth=reject', // until our own pg_hba.conf is there; so no password has to pass through a file
      '--encoding=UTF8',
      // Sorts alike on every machine, so that indexes survive a move to another server.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--data-checksums',
      '--no-instructions',
    ],
    { ...account.ids, cwd: unfinished, env: serverEnvironment, encoding: 'utf8' },
  );
  const failed = judge(run, layout, 'could not be made');
  if (!failed.ok) return failed;
  writeConfiguration(layout, unfinished, account);
  const secured = setSuperuserPassword(layout, unfinished, account, binaries, passwords.postgres);
  if (!secured.ok) return secured;
  rmSync(layout.data, { recursive: true, force: true }); // only ever an empty folder
  renameSync(unfinished, layout.data);
  return done(undefined);
}

/**
 * Works on a stopped server: whoever may write to the data directory needs no password to set one.
 * In `--single` mode the server is this one process, fed with statements; 40 ms.
 */
export function setSuperuserPassword(
  layout: Layout,
  data: string,
  account: Account,
  binaries: Binaries,
  password: string,
): ServerOutcome<void> {
  const run = spawnSync(binaries.postgres, ['--single', '-D', ownFolder(data), 'postgres'], {
    ...account.ids,
    cwd: data,
    env: serverEnvironment,
    encoding: 'utf8',
    input: `alter role postgres password '${scramVerifier(password)}'\n`,
  });
  return judge(run, layout, 'could not be opened');
}

function judge(
  run: { status: number | null; stderr: string | null; error?: Error },
  layout: Layout,
  what: string,
): ServerOutcome<void> {
  const said = run.error?.message ?? run.stderr ?? '';
  if (run.status === 0 && run.error === undefined && !/^.*(ERROR|FATAL|PANIC): /m.test(said))
    return done(undefined);
  if (/No space left on device|Disk quota exceeded|ENOSPC/.test(said)) return diskFull(layout.dataFolder);
  if (/EPERM/.test(said)) {
    return refuse(
      'no_account',
      'root may not switch to another account here; start Keepwell as an ordinary user',
    );
  }
  const reason =
    /^.*(?:PANIC|FATAL|ERROR|error): +(.*)$/m.exec(said)?.[1] ?? said.trim().split('\n').at(-1) ?? '';
  return refuse('start_failed', `the database ${what} in ${layout.postgres}: ${reason.slice(0, 300)}`);
}
