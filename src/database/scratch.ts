import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import type { ServerAccess } from './embedded/access.ts';
import { prepareServer } from './embedded/roles.ts';
import { migrate } from './migrate.ts';
import type { DatabaseAccess } from './open.ts';
import { openOwnServer } from './own-server.ts';

/** A database of its own on the same server, migrated and empty, for as long as something is tried out. */
export interface ScratchDatabase {
  readonly access: DatabaseAccess;
  drop(): Promise<void>;
}

/** Makes scratch databases; its names tell them from everything else on the server. */
export type MakeScratch = () => Promise<Outcome<ScratchDatabase, Refusal<'scratch_impossible'>>>;

// Of one database's own: another installation may be trying something out on the same server.
function prefixFor(database: string): string {
  return `keepwell_scratch_${createHash('sha256').update(database).digest('hex').slice(0, 8)}_`;
}

async function asAdministrator<T>(
  config: pg.PoolConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Those of processes that were killed. Whoever makes one for this database holds its lock, so nobody is in them. */
async function dropDeserted(client: pg.Client, prefix: string): Promise<void> {
  const found = await client.query<{ name: string }>(
    `select datname as name from pg_database d
     where starts_with(datname, $1)
       and not exists (select from pg_stat_activity a where a.datid = d.oid) order by 1`,
    [prefix],
  );
  for (const { name } of found.rows)
    await client.query(`drop database if exists ${pg.escapeIdentifier(name)}`);
}

function dropper(administrator: pg.PoolConfig, name: string): () => Promise<void> {
  return () =>
    asAdministrator(administrator, async (client) => {
      await client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
    });
}

/** On the server that comes with Keepwell: its superuser makes the database, with the roles that are there. */
export function scratchOnEmbedded(access: ServerAccess): MakeScratch {
  const prefix = prefixFor(String(access.owner.database));
  return async () => {
    const name = prefix + randomBytes(6).toString('hex');
    const administrator = { ...access.superuser, database: 'postgres' };
    await asAdministrator(administrator, (client) => dropDeserted(client, prefix));
    const password = (config: pg.PoolConfig): string => String(config.password ?? '');
    const drop = dropper(administrator, name);
    try {
      const scratch = await prepareServer(access.superuser, name, {
        postgres: password(access.superuser),
        keepwell_owner: password(access.owner),
        keepwell_app: password(access.app),
        keepwell_queue: password(access.queue),
      });
      await migrate(scratch);
      return done({ access: scratch, drop });
    } catch (error) {
      await drop();
      throw error;
    }
  };
}

/** On a server of the operator's own: its login role makes it, if it may. */
export function scratchOnOwnServer(url: string): MakeScratch {
  const prefix = prefixFor(new URL(url).pathname);
  return async () => {
    const name = prefix + randomBytes(6).toString('hex');
    const administrator = { connectionString: url };
    const drop = dropper(administrator, name);
    try {
      await asAdministrator(administrator, async (client) => {
        await dropDeserted(client, prefix);
        await client.query(`create database ${pg.escapeIdentifier(name)} template template0 encoding 'UTF8'`);
      });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === '42501') {
        return refuse(
          'scratch_impossible',
          'the login role of DATABASE_URL may not make a database; an administrator runs once: alter role <it> createdb',
        );
      }
      throw error;
    }
    const inside = new URL(url);
    inside.pathname = `/${name}`;
    try {
      const opened = await openOwnServer(inside.toString());
      if (!opened.ok) {
        await drop();
        return refuse('scratch_impossible', opened.refusal.detail);
      }
      await migrate(opened.value);
      return done({ access: opened.value, drop });
    } catch (error) {
      await drop();
      throw error;
    }
  };
}
