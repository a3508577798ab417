import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { historyTable, listTables, spellPlainly } from '../database/catalogue.ts';
import { clientOf, type Db, openDatabase } from '../database/database.ts';
import { takeKeysAway } from '../database/keys.ts';
import { type Migration, readMigrations } from '../database/migration-files.ts';
import type { OpenedBackup } from './contents.ts';
import type { BackupBody } from './model.ts';
import { BackupRefused } from './not-whole.ts';
import { tally } from './pack.ts';
import { writeWaitingJobs } from './queue-jobs.ts';
import { columnList, copyTableOut, readChains, tableName } from './snapshot.ts';

export interface LoadTarget {
  readonly owner: pg.PoolConfig;
  readonly queue: pg.PoolConfig;
}

export interface LoadOptions {
  readonly onProgress: (words: string) => void;
  /** Copies every table out again and compares: for the drill. */
  readonly compare: boolean;
}

/**
 * Loads a verified backup into a database that is migrated and empty, in one transaction: the tables are made anew as
 * they were when the backup was made, filled, compared, and brought to this program's schema. Whatever fails, or
 * whoever is killed, leaves the database as it was.
 */
export async function loadBackup(
  target: LoadTarget,
  backup: OpenedBackup,
  options: LoadOptions,
): Promise<void> {
  const migrations = await readMigrations();
  refuseOtherHistory(backup, migrations);
  const database = openDatabase({ ...target.owner, max: 1 });
  try {
    await database.untenanted(async (db) => {
      await refuseFull(db);
      await spellPlainly(db);
      await remakeTables(db, backup.body, migrations);
      await fillTables(db, backup, options);
      await setSequences(db, backup.body);
      await goForward(db, backup.body, migrations);
      await compareChains(db, backup);
      // Before the data, so that no commit of ours comes after it: a job of a practice that is not there does nothing.
      await writeWaitingJobs(target.queue, backup.body.jobs);
    });
    await database.untenanted((db) => clientOf(db).query('analyze'));
  } finally {
    await database.close();
  }
}

/** A newer history cannot be read here; another one was never ours. */
function refuseOtherHistory({ header, body }: OpenedBackup, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map(({ name, hash }) => [name, hash]));
  for (const { name, hash } of body.history) {
    const ours = known.get(name);
    if (ours === undefined) {
      throw new BackupRefused(
        'backup_newer',
        `the backup ${header.id} was made by a newer Keepwell (${header.program}, it has ${name}); install that one first`,
      );
    }
    if (ours !== hash) {
      throw new BackupRefused(
        'backup_other_history',
        `the backup ${header.id} was made by a Keepwell whose ${name} is another; restore it with the program that made it`,
      );
    }
  }
}

async function refuseFull(db: Db): Promise<void> {
  const found = await clientOf(db).query<{ full: boolean }>(
    'select exists (select from public.practice) or exists (select from public.account) as full',
  );
  if (found.rows[0]?.full !== true) return;
  throw new BackupRefused(
    'not_empty',
    'there is a practice here already, and a restore never overwrites; name a new folder with KEEPWELL_DATA, or an empty database with DATABASE_URL',
  );
}

// The queue's schema is not touched: it is the library's, and the backup holds jobs, not its tables.
async function remakeTables(db: Db, body: BackupBody, migrations: readonly Migration[]): Promise<void> {
  const client = clientOf(db);
  await client.query(dropEverythingOfOurs);
  const ours = migrations.filter(({ role }) => role === 'owner');
  await client.query(`delete from public.${historyTable} where name = any($1)`, [
    ours.map(({ name }) => name),
  ]);
  const had = new Set(body.history.map(({ name }) => name));
  for (const migration of ours) if (had.has(migration.name)) await apply(db, migration);
}

async function apply(db: Db, migration: Migration): Promise<void> {
  const client = clientOf(db);
  await client.query(`insert into public.${historyTable} (name, hash) values ($1, $2)`, [
    migration.name,
    migration.hash,
  ]);
  await client.query(migration.sql);
}

const dropEverythingOfOurs = `do $$
declare thing record;
begin
  for thing in select c.oid::regclass as name, case c.relkind when 'v' then 'view' when 'm' then 'materialized view'
      when 'S' then 'sequence' else 'table' end as kind
    from pg_catalog.pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S') and not c.relispartition
      and c.relname <> '${historyTable}'
      and not exists (select from pg_catalog.pg_depend d where d.objid = c.oid and d.deptype in ('a', 'i', 'e'))
    order by c.relkind = 'S', c.oid
  loop
    execute format('drop %s if exists %s cascade', thing.kind, thing.name);
  end loop;
  for thing in select p.oid::regprocedure as name from pg_catalog.pg_proc p
    where p.pronamespace = 'public'::regnamespace
      and not exists (select from pg_catalog.pg_depend d where d.objid = p.oid and d.deptype = 'e')
  loop
    execute format('drop routine if exists %s cascade', thing.name);
  end loop;
  for thing in select t.oid::regtype as name from pg_catalog.pg_type t
    where t.typnamespace = 'public'::regnamespace and t.typtype in ('e', 'd')
      and not exists (select from pg_catalog.pg_depend d where d.objid = t.oid and d.deptype = 'e')
  loop
    execute format('drop type if exists %s cascade', thing.name);
  end loop;
end $$`;

async function fillTables(db: Db, backup: OpenedBackup, options: LoadOptions): Promise<void> {
  const client = clientOf(db);
  const putBack = await takeKeysAway(db);
  const tables = await listTables(db);
  // A file of the history may have put rows in; the backup has them too, as they are now.
  await client.query(`truncate ${tables.map(({ name }) => tableName(name)).join(', ')}`);
  const here = new Set(tables.map(({ name }) => name));
  let total = 0;
  for (const table of backup.body.tables) {
    if (!here.has(table.name))
      throw new Error(`the table ${table.name} of the backup is in no file of its history`);
    const into = client.query(
      copyFrom(`copy ${tableName(table.name)} (${columnList(table.columns)}) from stdin (freeze)`),
    );
    await pipeline(Readable.from(backup.read(table), { objectMode: false }), into);
    if (into.rowCount !== table.rows)
      throw new BackupRefused(
        'backup_damaged',
        `the table ${table.name} has ${into.rowCount} rows instead of ${table.rows}`,
      );
    total += table.rows;
    options.onProgress(`restored ${total} of ${backup.header.rows} rows`);
    if (options.compare) await compareTable(db, table);
  }
  options.onProgress('building the indexes');
  await putBack();
}

async function compareTable(db: Db, table: BackupBody['tables'][number]): Promise<void> {
  const sum = tally();
  for await (const bytes of copyTableOut(db, table.name, table.columns)) sum.add(bytes, 0);
  if (sum.end().hash !== table.hash)
    throw new BackupRefused('drill_failed', `the table ${table.name} came back other than it was`);
}

async function setSequences(db: Db, body: BackupBody): Promise<void> {
  for (const { name, value, called } of body.sequences)
    await clientOf(db).query('select setval($1::regclass, $2::bigint, $3)', [tableName(name), value, called]);
}

async function compareChains(db: Db, { header, body }: OpenedBackup): Promise<void> {
  if (JSON.stringify(await readChains(db)) === JSON.stringify(body.audit)) return;
  throw new BackupRefused(
    'backup_damaged',
    `the audit trail of ${header.id} does not verify after loading; take another day with --at`,
  );
}

async function goForward(db: Db, body: BackupBody, migrations: readonly Migration[]): Promise<void> {
  const had = new Set(body.history.map(({ name }) => name));
  for (const migration of migrations)
    if (migration.role === 'owner' && !had.has(migration.name)) await apply(db, migration);
}
