import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, type Db, openDatabase } from '../database/database.ts';
import { localDate } from '../kit/local-date.ts';
import { getPracticeBySlug } from '../practice/actions.ts';
import type { Practice } from '../practice/model.ts';
import { makeSample } from '../sample/actions.ts';
import { scorePractice } from './actions.ts';
import { summarise } from './queries/summaries.ts';

const day = localDate('2026-11-24');
const now = new Date('2026-11-24T19:00:00Z');
const longWork = { statementTimeoutMs: 120_000 };
let fresh: FreshDatabase;
let database: Database;
let practice: Practice;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  await makeSample(database, { slug: 'sample', patients: 600, seed: 3, now });
  const found = await getPracticeBySlug(database, 'sample');
  if (found === undefined) throw new Error('the sample practice is missing');
  practice = found;
  await database.inPractice(practice.id, (db) => scorePractice(db, viewOf()), longWork);
});
afterAll(async () => {
  await database.close();
  await fresh.close();
});

const viewOf = () => ({ practice: practice.id, day, knownAt: now, live: true });

/** Rows of the visits that this transaction has read so far, by any way. */
async function visitsRead(db: Db): Promise<number> {
  const found = await sql<{ n: string }>`
    select seq_tup_read + coalesce(idx_tup_fetch, 0) as n from pg_stat_xact_user_tables where relname = 'visit'`.execute(
    db,
  );
  return Number(found.rows[0]?.n ?? 0);
}

const summaries = async (db: Db) =>
  (
    await sql`select patient_id, service_id, visit_days, last_day, visits from visit_summary
      order by patient_id, service_id`.execute(db)
  ).rows;

test('a day of new visits is summarised from the visits of its patients alone, with the same result', () =>
  database.inPractice(
    practice.id,
    async (db) => {
      const some = await sql<{ patient_id: string; visits: number }>`
        select patient_id, count(*)::int as visits from visit group by patient_id order by patient_id limit 3`.execute(
        db,
      );
      const ids = some.rows.map(({ patient_id }) => patient_id);
      await sql`update visit set local_day = local_day - 3
        where patient_id = any(${ids}::uuid[]) and status in ('seen', 'left')`.execute(db);
      await sql`insert into visit_dirty (practice_id, patient_id)
        select ${practice.id}::int, unnest(${ids}::uuid[]) on conflict do nothing`.execute(db);
      const stale = await summaries(db);
      const before = await visitsRead(db);
      await summarise(db, viewOf(), true);
      const read = (await visitsRead(db)) - before;
      const all = await sql<{ n: number }>`select count(*)::int as n from visit`.execute(db);
      // Theirs, and the versions that this test has just made of them.
      expect(read).toBeLessThanOrEqual(2 * some.rows.reduce((sum, { visits }) => sum + visits, 0));
      expect(read).toBeLessThan((all.rows[0]?.n ?? 0) / 20);
      const fast = await summaries(db);
      expect(fast).not.toEqual(stale);
      await sql`delete from visit_summary`.execute(db);
      await summarise(db, viewOf(), false);
      expect(await summaries(db)).toEqual(fast);
    },
    longWork,
  ));

test('nothing changed: not one visit is read', () =>
  database.inPractice(practice.id, async (db) => {
    await sql`delete from visit_dirty`.execute(db);
    const before = await visitsRead(db);
    await summarise(db, viewOf(), true);
    expect((await visitsRead(db)) - before).toBe(0);
  }));
