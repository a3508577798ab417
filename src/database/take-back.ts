import { sql } from 'kysely';
import { type CatalogueTable, listTables, parentsFirst } from './catalogue.ts';
import type { Db } from './database.ts';
import type { Tables } from './tables.ts';

type Table = keyof Tables & string;

/** Whose import is taken back. */
export interface Taking {
  readonly practice: number;
  readonly importId: string;
}

/** A table whose changes by imports are noted in `import_change`; see docs/decisions/0016. */
export interface WatchedTable {
  readonly name: Table;
  /** Of the key, `practice_id` left out. */
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

/** A column that points at the `id` of another table. */
export interface Pointer {
  readonly table: Table;
  readonly column: string;
  readonly to: Table;
}

function watchedTable({ name, key, columns }: CatalogueTable): WatchedTable {
  return {
    name: name as Table,
    key: key.filter((column) => column !== 'practice_id'),
    columns: columns.map((column) => column.name),
  };
}

/** The watched tables, children before parents: in this order rows can go. */
export async function listWatchedTables(db: Db): Promise<readonly WatchedTable[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name
    from pg_trigger t
    join pg_class c on c.oid = t.tgrelid
    where t.tgname = 'note_import_update' and c.relnamespace = 'public'::regnamespace
    order by 1`.execute(db);
  const watched = new Set(rows.map(({ name }) => name));
  const tables = [...parentsFirst(await listTables(db))].reverse();
  return tables.filter(({ name }) => watched.has(name)).map(watchedTable);
}

/** Every foreign key within a practice, read from the catalogue: a table that is made later counts by itself. */
export async function listPointers(db: Db): Promise<readonly Pointer[]> {
  const { rows } = await sql<Pointer>`
    select c.relname as table, a.attname as column, p.relname as to
    from pg_constraint f
    join pg_class c on c.oid = f.conrelid
    join pg_class p on p.oid = f.confrelid
    join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[2]
    where f.contype = 'f' and cardinality(f.conkey) = 2 and c.relnamespace = 'public'::regnamespace
    order by 1, 2`.execute(db);
  return rows;
}

// What changes in a row although nothing was said, or says only when somebody last said something.
const quiet = sql`array['updated_at', 'told_at']`;

/**
 * Lays out what an import changed in one table beside each row as it is today, in the temporary table `import_row`.
 * `why` stays null where the row is as the import left it: it can be put back. What a later import of ours changed on top
 * is told apart by that import's beginning.
 */
export async function openImportRows(
  db: Db,
  { practice, importId }: Taking,
  table: WatchedTable,
): Promise<void> {
  const held = sql.join(
    [
      sql`t.practice_id = ${practice}`,
      ...table.key.map((name) => sql`t.${sql.ref(name)} = k.${sql.ref(name)}`),
    ],
    sql` and `,
  );
  await sql`drop table if exists pg_temp.import_row`.execute(db);
  await sql`
    create temp table import_row on commit drop as
    select c.key, c.before, c.after, to_jsonb(t) as now, null::text as why, null::timestamptz as at
    from import_change c
    cross join lateral jsonb_populate_record(null::${sql.table(table.name)}, c.key) k
    left join ${sql.table(table.name)} t on ${held}
    where c.practice_id = ${practice} and c.import_id = ${importId} and c.table_name = ${table.name}`.execute(
    db,
  );
  await sql`
    update import_row
    set why = case when now is null then 'gone' else 'changed' end
    where now - ${quiet} is distinct from after - ${quiet}`.execute(db);
  await sql`
    update import_row r
    set why = 'changed_by_import', at = (
      select max(i.started_at)
      from import_change c
      join import i on i.practice_id = ${practice} and i.id = c.import_id and i.state = 'finished'
      join import own on own.practice_id = ${practice} and own.id = ${importId} and own.started_at < i.started_at
      where c.practice_id = ${practice} and c.table_name = ${table.name} and c.key = r.key)
    where r.why in ('changed', 'gone') and exists (
      select from import_change c
      join import i on i.practice_id = ${practice} and i.id = c.import_id and i.state = 'finished'
      join import own on own.practice_id = ${practice} and own.id = ${importId} and own.started_at < i.started_at
      where c.practice_id = ${practice} and c.table_name = ${table.name} and c.key = r.key)`.execute(db);
}

/** Keeps what this import added and something else points at by now. @param apart tables that do not count */
export async function keepWhatIsUsed(
  db: Db,
  { practice }: Taking,
  table: WatchedTable,
  pointers: readonly Pointer[],
  apart: readonly string[],
): Promise<void> {
  for (const pointer of pointers) {
    if (pointer.to !== table.name || apart.includes(pointer.table)) continue;
    await sql`
      update import_row r
      set why = 'used'
      where r.why is null and r.before is null and exists (
        select from ${sql.table(pointer.table)} q
        where q.practice_id = ${practice} and q.${sql.ref(pointer.column)} = (r.key ->> 'id')::uuid)`.execute(
      db,
    );
  }
}

/**
 * Where a later import changed what this one had changed, the row stays as it is, and the later import's journal is told
 * what the row was before both: taken back too, it brings back that.
 */
export async function handOnToLaterImports(
  db: Db,
  { practice, importId }: Taking,
  table: WatchedTable,
): Promise<void> {
  await sql`
    update import_change c
    set before = r.before
    from import_row r, import i, import own
    where r.why = 'changed_by_import' and c.practice_id = ${practice} and c.table_name = ${table.name}
      and c.key = r.key and i.practice_id = ${practice} and i.id = c.import_id and i.state = 'finished'
      and own.practice_id = ${practice} and own.id = ${importId} and i.started_at > own.started_at
      and c.before - ${quiet} = r.after - ${quiet}`.execute(db);
}

/** Puts back what `import_row` names and nothing keeps: what was added goes, what was changed or taken out is as before. */
export async function putImportRowsBack(db: Db, { practice }: Taking, table: WatchedTable): Promise<void> {
  const is = (other: 'r' | 'p') =>
    sql.join(
      [
        sql`t.practice_id = ${practice}`,
        ...table.key.map((name) => sql`t.${sql.ref(name)} = ${sql.ref(`${other}.${name}`)}`),
      ],
      sql` and `,
    );
  const name = sql.table(table.name);
  await sql`
    delete from ${name} t
    using import_row i
    cross join lateral jsonb_populate_record(null::${name}, i.key) p
    where i.why is null and i.before is null and ${is('p')}`.execute(db);
  const changing = table.columns.filter((column) => column !== 'practice_id' && !table.key.includes(column));
  if (changing.length > 0) {
    const sets = changing.map((column) => sql`${sql.ref(column)} = p.${sql.ref(column)}`);
    await sql`
      update ${name} t
      set ${sql.join(sets)}
      from import_row i
      cross join lateral jsonb_populate_record(null::${name}, i.before) p
      where i.why is null and i.before is not null and i.now is not null and ${is('p')}`.execute(db);
  }
  await sql`
    insert into ${name}
    select p.*
    from import_row i
    cross join lateral jsonb_populate_record(null::${name}, i.before) p
    where i.why is null and i.before is not null and i.now is null`.execute(db);
}

/** Takes out the rows that hang on patients who go. @returns how many */
export async function removeRowsOfTaken(db: Db, { practice }: Taking, table: WatchedTable): Promise<void> {
  await sql`
    delete from ${sql.table(table.name)} t
    using taken_patient p
    where t.practice_id = ${practice} and t.patient_id = p.id and p.why is null`.execute(db);
}
