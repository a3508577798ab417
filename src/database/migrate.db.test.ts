import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bareDatabase, type FreshDatabase } from '../../tests/harness/fresh-database.ts';
import { migrate } from './migrate.ts';

const files = readdirSync(fileURLToPath(new URL('../../migrations/', import.meta.url))).sort();
let bare: FreshDatabase;

beforeEach(async () => {
  bare = await bareDatabase();
});
afterEach(() => bare.close());

async function ask<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  const client = new pg.Client(bare.access.superuser);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('an empty database is brought to the newest schema, and a second time nothing happens', async () => {
  expect(files.length).toBeGreaterThan(10);
  expect([...(await migrate(bare.access))].sort()).toEqual(files);
  const before = await ask('select * from schema_migration order by name');
  expect(await migrate(bare.access)).toEqual([]);
  expect(await ask('select * from schema_migration order by name')).toEqual(before);
});

test('four installers at once apply each file once', async () => {
  const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(bare.access)));
  expect(applied.flat().sort()).toEqual(files);
  expect(await ask('select name from schema_migration order by name')).toEqual(
    files.map((name) => ({ name })),
  );
});

test('a file that was changed after it had been applied is refused by name', async () => {
  await migrate(bare.access);
  await ask(`update schema_migration set hash = 'another' where name = '0003_visits.sql'`);
  await expect(migrate(bare.access)).rejects.toThrow(
    'migration 0003_visits.sql was changed after it had been applied',
  );
});

test('a database of a newer program is refused by name', async () => {
  await migrate(bare.access);
  await ask(`insert into schema_migration (name, hash) values ('9001_future.sql', 'x')`);
  await expect(migrate(bare.access)).rejects.toThrow(
    'this database is newer than this program: it has 9001_future.sql',
  );
});

test('a file that fails leaves nothing of itself, and the next start goes on from there', async () => {
  // In the way of the fourth file.
  await ask('set role keepwell_owner; create table public.promise (id int)');
  await expect(migrate(bare.access)).rejects.toThrow('migration 0004_promises.sql failed');
  const applied = await ask<{ name: string }>('select name from schema_migration order by name');
  expect(applied.map(({ name }) => name)).toEqual(files.slice(0, 3));
  await ask('drop table public.promise');
  expect([...(await migrate(bare.access))].sort()).toEqual(files.slice(3));
});
