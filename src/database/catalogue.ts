import { clientOf, type Db } from './database.ts';

export interface CatalogueColumn {
  readonly name: string;
  /** As PostgreSQL spells it: `timestamp with time zone`, `text[]`. */
  readonly type: string;
  /** pg_type.typcategory: N is a number, D a date or time, B a boolean. */
  readonly category: string;
  readonly nullable: boolean;
}

export interface CatalogueTable {
  readonly name: string;
  readonly columns: readonly CatalogueColumn[];
  /** Of the primary key, in its order. */
  readonly key: readonly string[];
  /** Tables that its foreign keys point at, itself left out. */
  readonly parents: readonly string[];
}

/** The record of which files of the schema's history were applied; speaks of the schema and is no data. */
export const historyTable = 'schema_migration';

/**
 * Every table of ours as the database has it at this moment, by name: what walks over all tables asks here, so that a
 * new one cannot be forgotten. Columns that PostgreSQL computes itself are left out.
 */
export async function listTables(db: Db): Promise<readonly CatalogueTable[]> {
  const found = await clientOf(db).query<CatalogueTable>(
    `select c.relname as name,
       (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
           'category', t.typcategory, 'nullable', not a.attnotnull) order by a.attnum)
         from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       coalesce((select json_agg(a.attname order by k.position)
         from pg_catalog.pg_constraint p
         cross join lateral unnest(p.conkey) with ordinality as k (attnum, position)
         join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
         where p.conrelid = c.oid and p.contype = 'p'), '[]') as key,
       coalesce((select json_agg(distinct parent.relname)
         from pg_catalog.pg_constraint f join pg_catalog.pg_class parent on parent.oid = f.confrelid
         where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid), '[]') as parents
     from pg_catalog.pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> $1
     order by c.relname`,
    [historyTable],
  );
  return found.rows;
}

/** Parents before children, and by name among equals. @throws when foreign keys form a circle */
export function parentsFirst<Table extends CatalogueTable>(tables: readonly Table[]): readonly Table[] {
  const names = new Set(tables.map(({ name }) => name));
  const placed = new Set<string>();
  const ordered: Table[] = [];
  while (ordered.length < tables.length) {
    const next = tables.filter(
      ({ name, parents }) =>
        !placed.has(name) && parents.every((parent) => placed.has(parent) || !names.has(parent)),
    );
    if (next.length === 0) throw new Error('the foreign keys of our tables form a circle');
    for (const table of next) placed.add(table.name);
    ordered.push(...next);
  }
  return ordered;
}

/**
 * Makes this transaction spell values in one way, whatever the server's settings: what is compared byte by byte, or
 * read back on another server, depends on it. Scans begin at the first row, so that equal tables give equal streams.
 */
export async function spellPlainly(db: Db): Promise<void> {
  await clientOf(db).query(
    `set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'iso_8601';
     set local extra_float_digits = 1; set local bytea_output = 'hex'; set local xmloption = 'content';
     set local synchronize_seqscans = off`,
  );
}
