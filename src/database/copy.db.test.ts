import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type CopyCell, copyInto, copyLine, copyOut } from './copy.ts';
import { type Database, openDatabase } from './database.ts';

let fresh: FreshDatabase;
let database: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
});
afterAll(async () => {
  await database.close();
  await fresh.close();
});

interface Read {
  readonly n: number;
  readonly a: string | null;
  readonly b: string | null;
}

async function roundTrip(rows: readonly (readonly [CopyCell, CopyCell])[]): Promise<readonly Read[]> {
  return database.untenanted(async (db) => {
    await sql`create temporary table cell (n int, a text, b text) on commit drop`.execute(db);
    await copyInto(
      db,
      'cell (n, a, b)',
      rows.map(([a, b], n) => copyLine([n, a, b])),
    );
    return (await sql<Read>`select n, a, b from cell order by n`.execute(db)).rows;
  });
}

// Anything that PostgreSQL can store, with what COPY itself gives a meaning to.
const storable = fc
  .oneof(
    { weight: 2, arbitrary: fc.string({ unit: 'binary' }) },
    fc
      .array(
        fc.constantFrom(
          '\\',
          '\n',
          '\r',
          '\t',
          '\\N',
          '\\.',
          '\\x41',
          '\\n',
          '"',
          ',',
          "'",
          'a',
          'é',
          '\b',
          '\v',
          '',
        ),
      )
      .map((parts) => parts.join('')),
  )
  .filter((text) => !/[\0\p{Surrogate}]/u.test(text));
const cell: fc.Arbitrary<CopyCell> = fc.oneof(
  { weight: 6, arbitrary: storable },
  fc.constantFrom<CopyCell>(null, undefined, true, false, 0, -1.5, 1e21),
);

test('whatever is copied in is read back, cell by cell', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { maxLength: 30 }), async (rows) => {
      const expected = rows.map(([a, b], n) => ({
        n,
        a: a === null || a === undefined ? null : String(a),
        b: b === null || b === undefined ? null : String(b),
      }));
      expect(await roundTrip(rows)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test('an empty text is not null, and a text that looks like null is not null', async () => {
  expect(
    await roundTrip([
      ['', '\\N'],
      [null, 'NULL'],
    ]),
  ).toEqual([
    { n: 0, a: '', b: '\\N' },
    { n: 1, a: null, b: 'NULL' },
  ]);
});

test('nothing at all can be copied in, and rows of any size', async () => {
  expect(await roundTrip([])).toEqual([]);
  const long = '🦷'.repeat(100_000);
  expect((await roundTrip([[long, 'x']]))[0]?.a).toBe(long);
});

test('lines that come one by one, slowly, are copied in order', async () => {
  async function* lines(): AsyncGenerator<string> {
    for (let n = 0; n < 20_000; n += 1) yield copyLine([n, 'x'.repeat(20), null]);
  }
  const count = await database.untenanted(async (db) => {
    await sql`create temporary table cell (n int, a text, b text) on commit drop`.execute(db);
    await copyInto(db, 'cell (n, a, b)', lines());
    const found = await sql<{ count: number }>`select count(*)::int as count from cell`.execute(db);
    return found.rows[0]?.count;
  });
  expect(count).toBe(20_000);
});

test('a source that fails fails the transaction, and the connection is good for the next', async () => {
  async function* broken(): AsyncGenerator<string> {
    yield copyLine([1, 'a', 'b']);
    throw new Error('the file ended early');
  }
  await expect(
    database.untenanted(async (db) => {
      await sql`create temporary table cell (n int, a text, b text) on commit drop`.execute(db);
      await copyInto(db, 'cell (n, a, b)', broken());
    }),
  ).rejects.toThrow('the file ended early');
  expect(await roundTrip([['a', 'b']])).toEqual([{ n: 0, a: 'a', b: 'b' }]);
});

test('what is copied out is what COPY would read back in', async () => {
  const rows: readonly (readonly [CopyCell, CopyCell])[] = [
    ['a\tb', 'c\\d\n'],
    [null, ''],
  ];
  const text = await database.untenanted(async (db) => {
    await sql`create temporary table cell (n int, a text, b text) on commit drop`.execute(db);
    await copyInto(
      db,
      'cell (n, a, b)',
      rows.map(([a, b], n) => copyLine([n, a, b])),
    );
    let all = '';
    for await (const chunk of copyOut(db, 'select n, a, b from cell order by n')) all += String(chunk);
    return all;
  });
  expect(text).toBe(rows.map(([a, b], n) => copyLine([n, a, b])).join(''));
});

test('COPY into a table of practices is refused by PostgreSQL: row-level security is not walked around', async () => {
  const line = copyLine([1, '00000000-0000-7000-8000-000000000001']);
  await expect(
    database.untenanted((db) => copyInto(db, 'visit_dirty (practice_id, patient_id)', [line])),
  ).rejects.toMatchObject({ code: '0A000' });
});
