import { existsSync, readdirSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { done, refuse } from '../../kit/outcome.ts';
import type { Layout } from './layout.ts';
import { diskFull, type ServerOutcome } from './refusals.ts';

export const majorVersion = '18';

/** Room for a new data directory (40 MB) with its first journal files. */
const roomToBeginBytes = 160 * 2 ** 20;
/** One journal file is 16 MB, and recovery may need a second. */
const roomToStartBytes = 40 * 2 ** 20;

export type Cluster = 'absent' | 'complete';

/** What lies in the data folder, and whether this PostgreSQL may open it. */
export function inspectCluster(layout: Layout): ServerOutcome<Cluster> {
  if (!existsSync(layout.data) || readdirSync(layout.data).length === 0) return done('absent');
  const version = readText(join(layout.data, 'PG_VERSION'));
  if (version === undefined || (statSync(layout.control, { throwIfNoEntry: false })?.size ?? 0) < 512) {
    return refuse(
      'corrupt',
      `${layout.data} is no complete database (${version === undefined ? 'PG_VERSION' : 'pg_control'} is missing or cut short); ` +
        'restore the last backup into a new data folder, or move this folder away to begin anew',
    );
  }
  if (version.trim() === majorVersion) return done('complete');
  return refuse(
    'other_major_version',
    `${layout.data} was written by PostgreSQL ${version.trim()}, and this Keepwell carries ${majorVersion}; ` +
      'export with the Keepwell that made it and restore into a new data folder, or use that Keepwell',
  );
}

/** Offset 16 of pg_control: 1 and 2 mean a shutdown in good order. */
export function wasShutDownCleanly(layout: Layout): boolean {
  const state = readFileSync(layout.control).readUInt32LE(16);
  return state === 1 || state === 2;
}

export function checkRoom(layout: Layout, cluster: Cluster, notes: string[]): ServerOutcome<void> {
  const { freeBytes, usedShare } = disk(layout.dataFolder);
  if (freeBytes < (cluster === 'absent' ? roomToBeginBytes : roomToStartBytes))
    return diskFull(layout.dataFolder);
  if (usedShare >= 0.9 && freeBytes < 5 * 2 ** 30) {
    notes.push(`The disk is ${Math.floor(usedShare * 100)} % full; ${gigabytes(freeBytes)} are left.`);
  }
  return done(undefined);
}

export function disk(folder: string): { freeBytes: number; usedShare: number } {
  const { bavail, bsize, blocks, bfree } = statfsSync(folder);
  const used = blocks - bfree;
  return { freeBytes: bavail * bsize, usedShare: used + bavail === 0 ? 1 : used / (used + bavail) };
}

export function gigabytes(bytes: number): string {
  return bytes < 2 ** 30 ? `${Math.round(bytes / 2 ** 20)} MB` : `${(bytes / 2 ** 30).toFixed(1)} GB`;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
