import type { DatabaseAccess } from '../database/open.ts';
import type { MakeScratch } from '../database/scratch.ts';
import type { Outcome } from '../kit/outcome.ts';
import { drillRestore } from './drill.ts';
import { clearUnfinished, type DrillNote, forgetBackup, listBackups } from './folder.ts';
import { openKeyFile, readKeyFile, refuseKeyInside } from './key-file.ts';
import { alone } from './lock.ts';
import { makeBackup } from './make-backup.ts';
import type { BackupHeader } from './model.ts';
import { type BackupRefusal, refusing } from './not-whole.ts';
import { restoreBackup } from './restore.ts';
import { chooseForgotten, type Retention } from './retention.ts';

/** Where an installation's backups are, and what with. */
export interface BackupPlace {
  readonly access: DatabaseAccess;
  readonly dataFolder: string;
  readonly folder: string;
  readonly keyFile: string;
}

export interface BackupReport {
  readonly backup: string;
  readonly kind: 'full' | 'day';
  readonly folder: string;
  readonly tables: number;
  readonly rows: number;
  /** Bytes of the tables, and what this backup added to the folder. */
  readonly bytes: number;
  readonly written: number;
  readonly schema: string;
  readonly program: string;
  /** Former backups that the retention let go. */
  readonly forgotten: readonly string[];
  readonly keyFile: string;
  /** The key was made just now: a copy of it has to be kept somewhere else. */
  readonly keyMade: boolean;
  readonly seconds: number;
}

/**
 * Makes a backup and lets old ones go. The former backups are touched only once the new one is whole.
 * @returns the report, or why not: another one is being made, the disk is full, the folder cannot be used
 */
export function backUp(
  place: BackupPlace,
  options: {
    readonly full: boolean;
    readonly retention: Retention;
    readonly now: Date;
    readonly onProgress?: (words: string) => void;
  },
): Promise<Outcome<BackupReport, BackupRefusal>> {
  const startedAt = performance.now();
  return refusing(place.folder, async () => {
    refuseKeyInside(place.keyFile, [place.dataFolder, place.folder]);
    return alone(place.access.owner, async () => {
      await clearUnfinished(place.folder);
      const { key, made } = await openKeyFile(place.keyFile);
      const header = await makeBackup(
        { owner: place.access.owner, queue: place.access.queue, dataFolder: place.dataFolder },
        {
          folder: place.folder,
          key,
          full: options.full,
          now: options.now,
          onProgress: options.onProgress ?? (() => {}),
        },
      );
      const forgotten = await forgetOld(place.folder, options.retention);
      return reportOn(header, place, { forgotten, keyMade: made, startedAt });
    });
  });
}

// Newest first: a day's backup goes before the full one that it rests on, so that a cut leaves no day without it.
async function forgetOld(folder: string, retention: Retention): Promise<readonly string[]> {
  const { backups } = await listBackups(folder);
  const forgotten = chooseForgotten(backups, retention);
  for (const id of [...forgotten].reverse()) await forgetBackup(folder, id);
  return forgotten;
}

function reportOn(
  header: BackupHeader,
  place: BackupPlace,
  about: { readonly forgotten: readonly string[]; readonly keyMade: boolean; readonly startedAt: number },
): BackupReport {
  const { id, kind, tables, rows, bytes, written, schema, program } = header;
  return {
    backup: id,
    kind,
    folder: place.folder,
    tables,
    rows,
    bytes,
    written,
    schema,
    program,
    forgotten: about.forgotten,
    keyFile: place.keyFile,
    keyMade: about.keyMade,
    seconds: Math.round((performance.now() - about.startedAt) / 100) / 10,
  };
}

export interface RestoreReport {
  readonly backup: string;
  readonly at: string;
  readonly tables: number;
  readonly rows: number;
  readonly seconds: number;
}

/** Restores into an empty installation. @param day YYYY-MM-DD by UTC; the newest backup when left out */
export function restore(
  place: BackupPlace,
  options: { readonly day?: string; readonly onProgress?: (words: string) => void },
): Promise<Outcome<RestoreReport, BackupRefusal>> {
  const startedAt = performance.now();
  return refusing(place.folder, async () => {
    const key = await readKeyFile(place.keyFile);
    const { owner, queue } = place.access;
    const { id, at, tables, rows } = await restoreBackup(
      { owner, queue, dataFolder: place.dataFolder },
      { folder: place.folder, key, day: options.day, onProgress: options.onProgress ?? (() => {}) },
    );
    return { backup: id, at, tables, rows, seconds: Math.round((performance.now() - startedAt) / 100) / 10 };
  });
}

/** The restore drill; what came of it is noted beside the backups, good or not. */
export function drill(
  place: BackupPlace,
  options: {
    readonly makeScratch: MakeScratch;
    readonly now: Date;
    readonly onProgress?: (words: string) => void;
  },
): Promise<Outcome<DrillNote, BackupRefusal>> {
  return refusing(place.folder, async () => {
    const key = await readKeyFile(place.keyFile);
    return alone(place.access.owner, () =>
      drillRestore(options.makeScratch, {
        folder: place.folder,
        key,
        now: options.now,
        onProgress: options.onProgress ?? (() => {}),
      }),
    );
  });
}
