import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { getPracticeBySlug } from '../practice/actions.ts';
import type { Practice } from '../practice/model.ts';
import { queueDueMessages } from '../today/send-actions.ts';
import { advanceSample, makeSample } from './actions.ts';

// 10:00 in New York.
const now = new Date('2026-11-24T15:00:00Z');
const later = (hours: number): Date => new Date(now.getTime() + hours * 3_600_000);

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
  readonly waiting: number;
  readonly answered: number;
  readonly late: number;
  readonly strangers: number;
  readonly wishes: number;
}

async function count(): Promise<Counted> {
  return database.inPractice(practice.id, async (db) => {
    const found = await sql<Counted>`
      select count(*) filter (where answered_at is null)::int as waiting,
        count(answered_at)::int as answered,
        count(*) filter (where answered_at > answer_by)::int as late,
        (select count(*)::int from patient where practice_id = ${practice.id} and status = 'prospective') as strangers,
        (select count(*)::int from visit_wish where practice_id = ${practice.id}) as wishes
      from inbound where practice_id = ${practice.id}`.execute(db);
    const [row] = found.rows;
    if (row === undefined) throw new Error('a count always has a row');
    return row;
  });
}

test('a patient and a stranger wait, others were answered, some of them late, and some say what they wish', async () => {
  const counted = await count();
  expect(counted.waiting).toBe(2);
  expect(counted.strangers).toBe(1);
  expect(counted.answered).toBeGreaterThan(30);
  expect(counted.late).toBeGreaterThan(0);
  expect(counted.late).toBeLessThan(counted.answered / 4);
  expect(counted.wishes).toBeGreaterThan(0);
});

test('what the plan sends by itself is queued for those who come in the next days', async () => {
  const queued = await database.inPractice(practice.id, (db) => queueDueMessages(db, practice, now));
  expect(queued.refused).toEqual([]);
  expect(queued.queued).toBeGreaterThan(0);
});

test('moved on within the day nothing is asked twice; the next day somebody else waits', async () => {
  const before = await count();
  await advanceSample(database, practice, later(1));
  const sameDay = await count();
  expect(sameDay).toMatchObject({ waiting: before.waiting, strangers: before.strangers });
  // Noted by somebody who tries the sample out: theirs to answer.
  await database.inPractice(practice.id, async (db) => {
    await sql`update inbound set answered_at = null, answered_by = null, outcome = null,
        received_at = ${later(-30)}, same_key = sha256('noted by hand')
      where practice_id = ${practice.id} and id = (select id from inbound
        where practice_id = ${practice.id} and answered_at is not null limit 1)`.execute(db);
  });
  await advanceSample(database, practice, later(24));
  const nextDay = await count();
  expect(nextDay.waiting).toBe(2);
  expect(nextDay.strangers).toBe(before.strangers);
  expect(nextDay.answered).toBeGreaterThanOrEqual(before.answered - 1 + before.waiting);
});
