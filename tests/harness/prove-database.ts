import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../src/database/database.ts';
import type { ServerAccess } from '../../src/database/embedded/access.ts';
import { startServer } from '../../src/database/embedded/server.ts';
import { migrate } from '../../src/database/migrate.ts';

export interface ProveDatabase {
  /** A folder of its own, removed at the end. */
  readonly root: string;
  readonly access: ServerAccess;
  readonly database: Database;
}

/** A server of its own with an empty, migrated database, for as long as the work takes. */
export async function onOwnServer<T>(work: (at: ProveDatabase) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'keepwell-proof-'));
  const server = await startServer({ dataFolder: join(root, 'data'), settings: { fsync: 'off' } });
  if (!server.ok) throw new Error(server.refusal.detail);
  const { access } = server.value;
  const database = openDatabase(access.app);
  try {
    await migrate(access);
    return await work({ root, access, database });
  } finally {
    await database.close();
    await server.value.stopAnyway();
    rmSync(root, { recursive: true, force: true });
  }
}
