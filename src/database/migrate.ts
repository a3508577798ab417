import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { type Migration, readMigrations } from './migration-files.ts';

/** Who connects for what; see docs/running/database.md. */
export interface MigrationAccess {
  readonly owner: pg.PoolConfig;
  readonly queue: pg.PoolConfig;
}

// The version row goes in first: a second installer waits on its key and then finds it there.
async function apply(client: pg.ClientBase, migration: Migration): Promise<boolean> {
  await client.query('begin');
  try {
    const claimed = await client.query(
      'insert into schema_migration (name, hash) values ($1, $2) on conflict (name) do nothing',
      [migration.name, migration.hash],
    );
    if (claimed.rowCount === 1) await client.query(migration.sql);
    await client.query('commit');
    return claimed.rowCount === 1;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw new Error(`migration ${migration.name} failed`, { cause: error });
  }
}

async function refuseChangedHistory(client: pg.ClientBase, migrations: readonly Migration[]): Promise<void> {
  const applied = await client.query<{ name: string; hash: string }>(
    'select name, hash from schema_migration',
  );
  const known = new Map(migrations.map((migration) => [migration.name, migration.hash]));
  for (const row of applied.rows) {
    const hash = known.get(row.name);
    if (hash === undefined) throw new Error(`this database is newer than this program: it has ${row.name}`);
    if (hash !== row.hash) throw new Error(`migration ${row.name} was changed after it had been applied`);
  }
}

async function applyAll(config: pg.PoolConfig, migrations: readonly Migration[]): Promise<string[]> {
  const client = new pg.Client(config);
  // A server that goes away says so here too, which must not end the process: the statement rejects by itself.
  client.on('error', () => {});
  await client.connect();
  try {
    const applied: string[] = [];
    for (const migration of migrations) if (await apply(client, migration)) applied.push(migration.name);
    return applied;
  } finally {
    await client.end();
  }
}

async function prepareHistory(config: pg.PoolConfig, migrations: readonly Migration[]): Promise<boolean> {
  const client = new pg.Client(config);
  client.on('error', () => {});
  await client.connect();
  try {
    // `create table if not exists` of two installers at once may still collide on the catalogue; the lock avoids it.
    await client.query('select pg_advisory_lock(4600)');
    await client.query(`create table if not exists schema_migration (
      name text primary key, hash text not null, applied_at timestamptz not null default now())`);
    await client.query('grant select, insert on schema_migration to keepwell_queue');
    await refuseChangedHistory(client, migrations);
    const count = await client.query<{ n: number }>('select count(*)::int as n from schema_migration');
    return count.rows[0]?.n === migrations.length;
  } finally {
    await client.end();
  }
}

/**
 * Brings the database to the newest schema: our own history as the owner, the queue library's as the queue role,
 * then our door to the queue. Forward only, one transaction a file; safe to run by several processes at once.
 * @param through the last file to apply: where a former version stood, for trying upgrades out
 * @returns names of the files that this call applied
 * @throws when the database is newer than the program, or a file changed after it was applied
 */
export async function migrate(
  access: MigrationAccess,
  { through }: { readonly through?: string } = {},
): Promise<readonly string[]> {
  const all = await readMigrations();
  const migrations = through === undefined ? all : all.filter(({ name }) => name <= through);
  if (await prepareHistory(access.owner, migrations)) return [];
  const ofOwner = migrations.filter((migration) => migration.role === 'owner');
  const ofQueue = migrations.filter((migration) => migration.role === 'queue');
  const applied = await applyAll(access.owner, ofOwner);
  const pool = new pg.Pool({ ...access.queue, max: 1 });
  // Errors of an idle connection; a statement's own error still rejects below.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    await runMigrations({ pgPool: pool });
  } finally {
    await pool.end();
  }
  return [...applied, ...(await applyAll(access.queue, ofQueue))];
}
