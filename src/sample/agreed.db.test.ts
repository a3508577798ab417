import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { getPracticeBySlug } from '../practice/actions.ts';
import type { Practice } from '../practice/model.ts';
import { advanceSample, makeSample } from './actions.ts';

// 10:00 in New York.
const now = new Date('2026-11-24T15:00:00Z');

let fresh: FreshDatabase;
let database: Database;
let practice: Practice;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  const made = await makeSample(database, { slug: 'sample', patients: 600, seed: 1, now });
  expect(made.ok).toBe(true);
  const found = await getPracticeBySlug(database, 'sample');
  if (found === undefined) throw new Error('the sample practice is missing');
  practice = found;
});

afterAll(async () => {
  await database.close();
  await fresh.close();
});

interface Counted {
  readonly adults: number;
  readonly agreed: number;
  readonly withdrawn: number;
  readonly children: number;
  readonly elsewhere: number;
  readonly rows: number;
}

async function count(): Promise<Counted> {
  return database.inPractice(practice.id, async (db) => {
    const found = await sql<Counted>`
      with came as (
        select v.patient_id, min(v.starts_at) as first, min(v.local_day) as day from visit v
        where v.practice_id = ${practice.id} and v.status = 'left' group by v.patient_id
      ), words as (select * from consent where practice_id = ${practice.id} and purpose = 'marketing')
      select count(*) filter (where p.birth_date + interval '18 years' <= came.day)::int as adults,
        (select count(*)::int from words where granted) as agreed,
        (select count(*)::int from words where not granted) as withdrawn,
        (select count(*)::int from words w join patient c on c.practice_id = ${practice.id} and c.id = w.patient_id
          where c.birth_date + interval '18 years' > w.at) as children,
        (select count(*)::int from words w join came on came.patient_id = w.patient_id
          where w.granted and w.at <> came.first) as elsewhere,
        (select count(*)::int from words) as rows
      from came join patient p on p.practice_id = ${practice.id} and p.id = came.patient_id`.execute(db);
    const [row] = found.rows;
    if (row === undefined) throw new Error('a count always has a row');
    return row;
  });
}

/** Details that a patient told us twice on one day. */
async function countToldTwice(): Promise<number> {
  return database.inPractice(practice.id, async (db) => {
    const found = await sql<{ n: number }>`
      select (count(*) - count(distinct (patient_id, told_on, words)))::int as n from personal_detail
      where practice_id = ${practice.id}`.execute(db);
    return found.rows[0]?.n ?? -1;
  });
}

test('about a third of the adults agreed to news at their first visit, and a few took it back', async () => {
  const { adults, agreed, withdrawn, children, elsewhere } = await count();
  expect(agreed / adults).toBeGreaterThan(0.3);
  expect(agreed / adults).toBeLessThan(0.42);
  expect(withdrawn).toBeGreaterThan(0);
  expect(withdrawn).toBeLessThan(agreed / 5);
  expect({ children, elsewhere }).toEqual({ children: 0, elsewhere: 0 });
});

test('moved on twice within a day, nobody says it twice', async () => {
  const later = (hours: number): Date => new Date(now.getTime() + hours * 3_600_000);
  await advanceSample(database, practice, later(48));
  const { rows } = await count();
  await advanceSample(database, practice, later(49));
  expect((await count()).rows).toBe(rows);
  for (const hours of [72, 73, 96, 97, 120, 121]) await advanceSample(database, practice, later(hours));
  expect(await countToldTwice()).toBe(0);
});
