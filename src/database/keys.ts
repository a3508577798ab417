import pg from 'pg';
import { historyTable } from './catalogue.ts';
import { clientOf, type Db } from './database.ts';

interface Constraint {
  readonly table: string;
  readonly name: string;
  readonly foreign: boolean;
  readonly definition: string;
}

const inOurTables = `'public'::regnamespace and c.relname <> '${historyTable}'`;

/**
 * Takes keys and indexes of all tables away, within the transaction of `db`, and gives back what puts them there
 * again: built and checked once over all rows they cost a fraction of what each row would have cost them.
 * @returns puts them back; without it the transaction must not be committed
 */
export async function takeKeysAway(db: Db): Promise<() => Promise<void>> {
  const client = clientOf(db);
  const constraints = await client.query<Constraint>(
    `select k.conrelid::regclass::text as table, k.conname as name, k.contype = 'f' as foreign,
       pg_get_constraintdef(k.oid) as definition
     from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid
     where k.contype in ('p', 'u', 'x', 'f') and k.conparentid = 0 and k.connamespace = ${inOurTables}
     order by k.contype = 'f', 1, 2`,
  );
  // Foreign keys last when they are put back, and first when they are taken: they rest on the others.
  for (const { table, name } of constraints.rows.toReversed())
    await client.query(`alter table ${table} drop constraint ${pg.escapeIdentifier(name)}`);
  const indexes = await client.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
     from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indrelid
     where c.relnamespace = ${inOurTables}
     order by 1`,
  );
  for (const { name } of indexes.rows) await client.query(`drop index ${name}`);
  return async () => {
    await client.query(`set local maintenance_work_mem = '128MB'`);
    for (const { table, name, foreign, definition } of constraints.rows)
      if (!foreign)
        await client.query(`alter table ${table} add constraint ${pg.escapeIdentifier(name)} ${definition}`);
    for (const { definition } of indexes.rows) await client.query(definition);
    for (const { table, name, foreign, definition } of constraints.rows)
      if (foreign)
        await client.query(`alter table ${table} add constraint ${pg.escapeIdentifier(name)} ${definition}`);
  };
}
