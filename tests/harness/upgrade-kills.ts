import { readdirSync } from 'node:fs';
import pg from 'pg';
import type { ServerAccess } from '../../src/database/embedded/access.ts';
import { migrate } from '../../src/database/migrate.ts';

// Each file of the history is killed after commands of it in turn, as a power cut would: the server ends the connection
// there. Whatever the moment, the schema is the one before the file or the one after it, and no row is lost.

export interface UpgradeKills {
  /** How often each file was killed. */
  readonly kills: ReadonlyMap<string, number>;
  /** What was neither the old state nor the new one, in words. */
  readonly differences: readonly string[];
  /** Files that are applied in the end. */
  readonly applied: number;
}

async function prepareKilling(client: pg.Client): Promise<void> {
  // Counts the commands of the file that is being applied, and ends its connection after as many as asked.
  await client.query(`
    create schema killing;
    grant usage on schema killing to public;
    create table killing.plan (file text not null, after int not null);
    insert into killing.plan values ('', 0);
    grant select on killing.plan to public;
    create function killing.strike() returns event_trigger language plpgsql as $$
    declare
      current text;
      seen int;
      plan record;
    begin
      if to_regclass('public.schema_migration') is null then return; end if;
      -- The version row goes in first, so inside the transaction the newest row is the file at work.
      execute 'select name from public.schema_migration where xmin::text::bigint = txid_current() % 4294967296' into current;
      if current is null then return; end if;
      seen := coalesce(nullif(current_setting('killing.seen', true), ''), '0')::int + 1;
      perform set_config('killing.seen', seen::text, true);
      select * into plan from killing.plan;
      if (current = plan.file and seen >= plan.after) or current <> plan.file then
        perform pg_terminate_backend(pg_backend_pid());
      end if;
    end $$;
    create event trigger strike on ddl_command_end execute function killing.strike()`);
}

async function column(client: pg.Client, sql: string, values: readonly unknown[] = []): Promise<string[]> {
  const found = await client.query<{ line: string }>(sql, [...values]);
  return found.rows.map(({ line }) => line);
}

/** The schema in lines: columns, constraints, indexes, policies, grants, functions. */
function schemaNow(client: pg.Client): Promise<string[]> {
  return column(
    client,
    `
    select 'column ' || attrelid::regclass || ' ' || attname || ' ' || format_type(atttypid, atttypmod) || attnotnull as line
      from pg_attribute where attnum > 0 and not attisdropped
        and attrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r')
        and attrelid <> coalesce(to_regclass('public.schema_migration')::oid, 0)
    union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
      from pg_constraint where connamespace = 'public'::regnamespace and conname not like 'schema_migration%'
    union all select indexdef from pg_indexes where schemaname = 'public' and tablename <> 'schema_migration'
    union all select tablename || ' ' || policyname || coalesce(qual, '') from pg_policies where schemaname = 'public'
    union all select relname || relrowsecurity || relforcerowsecurity || coalesce(relacl::text, '')
      from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'schema_migration'
    union all select proname || prosrc from pg_proc where pronamespace in ('public'::regnamespace, coalesce(to_regnamespace('keepwell_queue')::oid, 0))
    order by 1`,
  );
}

/** The columns of each table. */
async function columnsNow(client: pg.Client): Promise<Record<string, readonly string[]>> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select c.relname as name, array_agg(a.attname::text) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' group by 1`,
  );
  return Object.fromEntries(rows.map(({ name, columns }) => [name, columns]));
}

/** @param known columns that count; of a table that is not named, all do */
async function rowsNow(
  client: pg.Client,
  known: Readonly<Record<string, readonly string[]>> = {},
): Promise<Record<string, string>> {
  const there = await columnsNow(client);
  const tables = await column(
    client,
    `select relname as line from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
     and relname <> 'schema_migration' order by 1`,
  );
  const rows: Record<string, string> = {};
  for (const table of tables) {
    const [sum] = await column(
      client,
      // A column that is new makes no other row, whatever stands in it to begin with.
      `select count(*) || md5(coalesce(string_agg(line, '|' order by line), '')) as line
       from (select jsonb_strip_nulls(to_jsonb(t) - $1::text[])::text as line from public.${table} t) rows`,
      [(there[table] ?? []).filter((name) => known[table]?.includes(name) === false)],
    );
    rows[table] = sum ?? '';
  }
  return rows;
}

async function historyNow(client: pg.Client): Promise<string[]> {
  const there = await column(
    client,
    `select 'yes' as line where to_regclass('public.schema_migration') is not null`,
  );
  return there.length === 0 ? [] : column(client, 'select name as line from schema_migration order by name');
}

/** A few rows as soon as there are tables for them, so that there is something to lose. */
async function addRows(client: pg.Client): Promise<void> {
  const there = await column(
    client,
    `select relname as line from pg_class where relnamespace = 'public'::regnamespace`,
  );
  if (there.includes('practice'))
    await client.query(
      `insert into practice (public_id, slug, name) values ('x', 'lakeside', 'Lakeside') on conflict do nothing`,
    );
  if (!there.includes('patient')) return;
  await client.query(
    `insert into patient (practice_id, id, family_name) select p.id, gen_random_uuid(), 'Ashby' from practice p
     where not exists (select from patient)`,
  );
}

/** Tries to go on; true when it came to the end, false when it was killed on the way. */
async function attempt(access: ServerAccess): Promise<boolean> {
  try {
    await migrate(access);
    return true;
  } catch (error) {
    const text = `${String(error)} ${error instanceof Error ? String(error.cause) : ''}`;
    // 57P01, or the connection that is gone because of it.
    if (!/terminat|closed|ECONNRESET|57P01/i.test(text)) throw error;
    return false;
  }
}

/** The file that is applied next: those of the owner in order, then those of the queue. */
function nextFile(files: readonly string[], history: readonly string[]): string {
  const left = files.filter((name) => !history.includes(name));
  const ofQueue = left.filter((name) => /_queue[_.]/.test(name));
  return left.find((name) => !ofQueue.includes(name)) ?? ofQueue[0] ?? '';
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Brings an empty database to the newest schema, killed again and again.
 * @param files names of the whole history, in order
 * @param stride after every how-manieth command of a file: 1 for each
 */
export async function killUpgrades(
  access: ServerAccess,
  files: readonly string[],
  stride: number,
): Promise<UpgradeKills> {
  const client = new pg.Client(access.superuser);
  await client.connect();
  try {
    await prepareKilling(client);
    const kills = new Map<string, number>();
    const differences: string[] = [];
    for (let file = ''; ; ) {
      await addRows(client);
      const before = {
        history: await historyNow(client),
        schema: await schemaNow(client),
        rows: await rowsNow(client),
      };
      const columns = await columnsNow(client);
      const finished = await attempt(access);
      const history = await historyNow(client);
      if (finished) return { kills, differences, applied: history.length };
      const applied = history.filter((name) => !before.history.includes(name));
      const rows = await rowsNow(client, columns);
      // Killed inside: all of it is as it was. Else one file came through and the next was killed at its beginning.
      if (applied.length === 0 && !same({ history, schema: await schemaNow(client), rows }, before))
        differences.push(`${file}: neither the old schema nor the new one`);
      if (applied.length > 0 && !same(applied, [file]))
        differences.push(`${file}: ${applied.join(', ')} came through`);
      for (const [table, sum] of Object.entries(before.rows))
        if (rows[table] !== sum) differences.push(`${file}: rows of ${table} are others`);
      const next = nextFile(files, history);
      if (next === file) await client.query('update killing.plan set after = after + $1', [stride]);
      else await client.query('update killing.plan set file = $1, after = 1 + $2', [next, stride]);
      kills.set(next, (kills.get(next) ?? 0) + 1);
      file = next;
    }
  } finally {
    await client.end();
  }
}

/** The names of the history, in order. @param folder of the migrations */
export function historyIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
}
