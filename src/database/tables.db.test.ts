import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';

// The types of the tables are written by hand; this holds them to the migrated database, column by column: its name,
// whether it may be null, whether it may be left out, and what the driver makes of it.

const folder = fileURLToPath(new URL('./tables/', import.meta.url));

type Kind = 'string' | 'number' | 'boolean' | 'bytes' | 'instant' | 'date' | 'json' | 'array';

interface Column {
  readonly kind: Kind;
  readonly nullable: boolean;
  readonly optional: boolean;
}

type Described = Record<string, Record<string, Column>>;

const wrappers = /^(OrNull|Generated|JsonDefault|JsonOrNull|Json)<(.+)>$/;

function kindOf(type: string): Kind {
  if (type.endsWith('[]')) return 'array';
  if (/^Instant(Default|OrNull)?$/.test(type)) return 'instant';
  if (type === 'number' || type === 'PracticeId') return 'number';
  if (type === 'boolean') return 'boolean';
  if (type === 'Buffer') return 'bytes';
  if (type === 'LocalDate') return 'date';
  if (type === 'string' || /^[A-Z]\w+(Id|Column)$/.test(type) || /^'[^']+'( \| '[^']+')*$/.test(type))
    return 'string';
  throw new Error(`the type ${type} is not known here`);
}

function columnOf(type: string): Column {
  const [, wrapper, inner] = wrappers.exec(type) ?? [];
  const nullable = wrapper === 'OrNull' || wrapper === 'JsonOrNull' || type === 'InstantOrNull';
  const json = wrapper?.startsWith('Json') === true;
  return {
    kind: json ? 'json' : kindOf(inner ?? type),
    nullable,
    optional: nullable || wrapper === 'Generated' || wrapper === 'JsonDefault' || type === 'InstantDefault',
  };
}

function fieldsOf(body: string): readonly (readonly [string, string])[] {
  const lines = body.replace(/\/\*\*[\s\S]*?\*\//g, '').split(';');
  return lines
    .map((line) => line.trim())
    .flatMap((line): (readonly [string, string])[] => {
      if (line === '') return [];
      const parts = /^(\w+): ([\s\S]+)$/.exec(line);
      if (parts === null) throw new Error(`not a column: ${line}`);
      return [[parts[1] ?? '', (parts[2] ?? '').replace(/\s+/g, ' ')]];
    });
}

function readTypes(): Described {
  const interfaces = new Map<string, string>();
  const tables: Described = {};
  for (const file of readdirSync(folder)) {
    const text = readFileSync(folder + file, 'utf8');
    for (const [, name = '', body = ''] of text.matchAll(/export interface (\w+) \{\n([\s\S]*?)\n\}/g)) {
      interfaces.set(name, body);
    }
  }
  for (const [name, body] of interfaces) {
    if (!name.endsWith('Tables')) continue;
    for (const [table, type] of fieldsOf(body)) {
      const columns = fieldsOf(interfaces.get(type) ?? '').map(
        ([column, of]) => [column, columnOf(of)] as const,
      );
      tables[table] = Object.fromEntries(columns);
    }
  }
  return tables;
}

const kinds: Readonly<Record<string, Kind>> = {
  int4: 'number',
  float8: 'number',
  // The driver keeps what a number cannot hold as text.
  int8: 'string',
  bool: 'boolean',
  bytea: 'bytes',
  timestamptz: 'instant',
  date: 'date',
  jsonb: 'json',
  text: 'string',
  uuid: 'string',
  bpchar: 'string',
  time: 'string',
};

let fresh: FreshDatabase;
let client: pg.Client;
beforeAll(async () => {
  fresh = await freshDatabase();
  client = new pg.Client(fresh.access.superuser);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await fresh.close();
});

interface Row {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly filled: boolean;
}

async function readDatabase(): Promise<Described> {
  const found = await client.query<Row>(
    `select table_name as table, column_name as column, udt_name as type, is_nullable = 'YES' as nullable,
       column_default is not null or is_identity = 'YES' as filled
     from information_schema.columns
     where table_schema = 'public' and table_name <> 'schema_migration' order by table_name, ordinal_position`,
  );
  const tables: Described = {};
  for (const { table, column, type, nullable, filled } of found.rows) {
    const kind = type.startsWith('_') ? 'array' : kinds[type];
    if (kind === undefined) throw new Error(`the type ${type} of ${table}.${column} is not known here`);
    const columns = tables[table] ?? {};
    columns[column] = { kind, nullable, optional: nullable || filled };
    tables[table] = columns;
  }
  return tables;
}

test('every table and column is typed as it is in the database', async () => {
  const types = readTypes();
  expect(Object.keys(types).length).toBeGreaterThan(35);
  expect(types).toEqual(await readDatabase());
});

test('the comparison sees a new column, another type, and a changed nullability', async () => {
  const before = await readDatabase();
  await client.query('begin');
  await client.query('alter table visit add column mood text');
  await client.query('alter table visit alter column minutes set not null');
  await client.query('alter table visit alter column charge_cents type text');
  const after = await readDatabase();
  await client.query('rollback');
  expect(after).not.toEqual(before);
  expect(after.visit?.mood).toEqual({ kind: 'string', nullable: true, optional: true });
  expect(after.visit?.minutes).toEqual({ kind: 'number', nullable: false, optional: false });
  expect(after.visit?.charge_cents?.kind).toBe('string');
});
