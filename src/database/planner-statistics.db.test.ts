import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPractice } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { manyPatients } from '../../tests/harness/send-kills.ts';
import type { Practice } from '../practice/model.ts';
import { type Database, openDatabase } from './database.ts';
import { refreshPlannerStatistics } from './planner-statistics.ts';

let fresh: FreshDatabase;
let database: Database;
let superuser: pg.Client;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  superuser = new pg.Client(fresh.access.superuser);
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await database.close();
  await fresh.close();
});

/** How many patients of a practice the planner expects. */
async function expected({ id }: Practice): Promise<number> {
  const found = await superuser.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `explain (format json) select from patient where practice_id = ${id}`,
  );
  return found.rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? Number.NaN;
}

const refresh = (practice: Practice) =>
  database.inPractice(practice.id, (db) => refreshPlannerStatistics(db));

test('a practice that came after the table was counted is seen, though it changed little of it', async () => {
  const large = await aPractice(database);
  await manyPatients(database, large, 5000);
  await superuser.query('analyze patient');
  const small = await aPractice(database);
  await manyPatients(database, small, 200);
  expect(await expected(small)).toBe(1);
  // Whoever works elsewhere finds nothing wrong with what is theirs.
  await refresh(large);
  expect(await expected(small)).toBe(1);
  await refresh(small);
  expect(await expected(small)).toBe(200);
  expect(await expected(large)).toBe(5000);
});

test('a handful is not worth the count, and one who knows no practice may ask as well', async () => {
  const few = await aPractice(database);
  await manyPatients(database, few, 60);
  await refresh(few);
  expect(await expected(few)).toBe(1);
  await database.untenanted((db) => refreshPlannerStatistics(db));
  await database.untenanted((db) => refreshPlannerStatistics(db, ['patient']));
  expect(await expected(few)).toBe(60);
});

test('what is written in this very transaction is seen as well, and a table that holds another’s alone is left', async () => {
  const mine = await aPractice(database);
  await database.inPractice(mine.id, async (db) => {
    await sql`insert into patient (practice_id, id, given_name, family_name)
      select ${mine.id}, gen_random_uuid(), 'Maria', 'Example' from generate_series(1, 300)`.execute(db);
    await refreshPlannerStatistics(db);
  });
  expect(await expected(mine)).toBe(300);
});
