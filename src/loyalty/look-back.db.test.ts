import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, type Db, openDatabase } from '../database/database.ts';
import { addDays, localDate } from '../kit/local-date.ts';
import { getPracticeBySlug } from '../practice/actions.ts';
import type { Practice } from '../practice/model.ts';
import { makeSample } from '../sample/actions.ts';
import { isLookBackDue, makeLookBack, refreshLookBack, showLookBack } from './look-back-actions.ts';

const day = localDate('2026-11-24');
const now = new Date('2026-11-24T19:00:00Z');
let fresh: FreshDatabase;
let database: Database;
let practice: Practice;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  await makeSample(database, { slug: 'sample', patients: 700, seed: 3, now });
  const found = await getPracticeBySlug(database, 'sample');
  if (found === undefined) throw new Error('the sample practice is missing');
  practice = found;
});
afterAll(async () => {
  await database.close();
  await fresh.close();
});

const inPractice = <T>(work: (db: Db) => Promise<T>): Promise<T> => database.inPractice(practice.id, work);
const look = () => makeLookBack(database, practice.id, day, now);

// In this order: each test leaves the record poorer.
test('the counts are those that the record has, counted another way', async () => {
  const made = await look();
  if (made === undefined) throw new Error('the sample has visits');
  expect(made.origin).toBe(addDays(made.day, -365));
  const counted = await inPractice((db) =>
    sql<{ active: number; away: number }>`
      select count(*)::int as active, count(*) filter (where not came)::int as away from (
        select p.id, exists (select from visit v where v.patient_id = p.id and v.status in ('seen', 'left')
            and v.local_day > ${made.origin} and v.local_day <= ${made.origin}::date + 365) as came
        from patient p
        where exists (select from visit v where v.patient_id = p.id and v.status in ('seen', 'left')
            and v.local_day <= ${made.origin} and v.local_day >= ${made.origin}::date - 548)
          and not exists (select from visit v where v.patient_id = p.id and v.local_day > ${made.origin}
            and v.booked_at < ${made.origin}::date + 1
            and (v.status <> 'cancelled' or v.cancelled_at >= ${made.origin}::date + 1))
          and not coalesce(least(p.deceased_on, case when p.status = 'exited' then p.exited_on end) <= ${made.origin}, false)
      ) patient`.execute(db),
  );
  expect(made.found.active).toBe(counted.rows[0]?.active);
  expect(made.found.didNotReturn).toBe(counted.rows[0]?.away);
  expect(made.found.kind).toBe('compared');
  expect(made.found.caveats).toEqual([]);
});

test('without booking-made dates, leavers and services, what cannot be told is said', async () => {
  await inPractice(async (db) => {
    // Nor what the visits were for: they are looked back on all the same.
    await sql`update visit set booked_at = null, service_id = null`.execute(db);
    await sql`update patient set status = 'active', exited_on = null, exit_reason = null, deceased_on = null`.execute(
      db,
    );
  });
  const made = await look();
  expect(made?.found.caveats).toEqual(['bookings_unknown', 'exits_unknown']);
  expect(made?.found.kind).toBe('compared');
});

test('it is kept, shown, and made again after an import or a week', async () => {
  const show = () => inPractice((db) => showLookBack(db, practice.id));
  const isDue = (days: number) =>
    inPractice((db) => isLookBackDue(db, practice.id, new Date(now.getTime() + days * 86_400_000)));
  expect(await show()).toEqual({ state: 'waiting', lookBack: null });
  expect(await isDue(0)).toBe(true);
  const made = await refreshLookBack(database, practice.id, day, now);
  const shown = await show();
  expect(shown.state).toBe('made');
  expect(shown.lookBack?.active).toBe(made?.found.active);
  expect(await isDue(6)).toBe(false);
  expect(await isDue(8)).toBe(true);
  await inPractice((db) => sql`update visit set status = 'cancelled'`.execute(db));
  expect(await refreshLookBack(database, practice.id, day, now)).toBeUndefined();
  expect(await show()).toEqual({ state: 'none', lookBack: null });
});
