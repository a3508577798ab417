import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import type { BackupPlace } from '../../src/backup/actions.ts';
import { type Database, openDatabase } from '../../src/database/database.ts';
import { type FreshDatabase, freshDatabase } from './fresh-database.ts';

/** A database of its own with a data folder, a folder for backups and a place for the key, all thrown away together. */
export interface Installation {
  readonly fresh: FreshDatabase;
  readonly database: Database;
  readonly superuser: pg.PoolConfig;
  readonly root: string;
  readonly place: BackupPlace;
  /** As `place`, with the backups and the key of another installation: what a restore is given. */
  withBackupsOf(other: Installation): BackupPlace;
  close(): Promise<void>;
}

export async function anInstallation(): Promise<Installation> {
  const fresh = await freshDatabase();
  const root = mkdtempSync(join(tmpdir(), 'keepwell-installation-'));
  const database = openDatabase(fresh.access.app);
  const dataFolder = mkdtempSync(join(root, 'data-'));
  const place: BackupPlace = {
    access: fresh.access,
    dataFolder,
    folder: join(root, 'backups'),
    keyFile: join(root, 'backup.key'),
  };
  return {
    fresh,
    database,
    superuser: fresh.access.superuser,
    root,
    place,
    withBackupsOf: (other) => ({ ...place, folder: other.place.folder, keyFile: other.place.keyFile }),
    close: async () => {
      await database.close();
      await fresh.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
