import type pg from 'pg';
import { done, type Outcome, type Refusal } from '../kit/outcome.ts';
import { startServer } from './embedded/server.ts';
import { migrate } from './migrate.ts';
import { openOwnServer } from './own-server.ts';
import { type MakeScratch, scratchOnEmbedded, scratchOnOwnServer } from './scratch.ts';

/** How to connect in each of the three roles. Carries passwords: in memory only. */
export interface DatabaseAccess {
  readonly owner: pg.PoolConfig;
  readonly app: pg.PoolConfig;
  readonly queue: pg.PoolConfig;
}

export interface OpenedDatabase {
  readonly access: DatabaseAccess;
  readonly kind: 'embedded' | 'own server';
  /** Files of the schema's history that this call applied. */
  readonly migrated: readonly string[];
  /** Databases beside this one, for trying something out. */
  readonly makeScratch: MakeScratch;
  /** Leaves the embedded server, which stops when nobody is left; a server of the operator's own stays. */
  stop(): Promise<void>;
}

/**
 * The database of this installation, migrated to the newest schema: the operator's own when a URL is given, else the
 * embedded one, started when it is not running.
 * @param say hears in plain sentences what was found and done
 */
export async function openInstallation(
  options: { readonly dataFolder: string; readonly databaseUrl: string | undefined },
  say: (line: string) => void,
): Promise<Outcome<OpenedDatabase, Refusal>> {
  if (options.databaseUrl !== undefined) {
    const access = await openOwnServer(options.databaseUrl);
    if (!access.ok) return access;
    const migrated = await migrate(access.value);
    const makeScratch = scratchOnOwnServer(options.databaseUrl);
    return done({ access: access.value, kind: 'own server', migrated, makeScratch, stop: async () => {} });
  }
  const server = await startServer({ dataFolder: options.dataFolder, say });
  if (!server.ok) return server;
  const { access, stop } = server.value;
  try {
    const migrated = await migrate(access);
    return done({ access, kind: 'embedded', migrated, makeScratch: scratchOnEmbedded(access), stop });
  } catch (error) {
    await stop();
    throw error;
  }
}
