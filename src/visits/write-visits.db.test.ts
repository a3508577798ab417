import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, type Db, openDatabase } from '../database/database.ts';
import type { PracticeId } from '../kit/ids.ts';
import { localDate } from '../kit/local-date.ts';
import { writePatients } from '../patients/actions.ts';
import { writeVisits } from './actions.ts';
import type { VisitRow } from './model.ts';

let fresh: FreshDatabase;
let database: Database;
let practice: PracticeId;
let count = 0;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
});

afterAll(async () => {
  await database.close();
  await fresh.close();
});

beforeEach(async () => {
  count += 1;
  practice = await database.untenanted(async (db) => {
    const values = { public_id: `p${count}`, slug: `practice-${count}`, name: 'Elm Street' };
    const row = await db.insertInto('practice').values(values).returning('id').executeTakeFirstOrThrow();
    return row.id;
  });
  const patients = ['1', '2'].map((value) => ({ identifiers: [{ system: 'csv', value }] as const }));
  await read((db) => writePatients(db, practice, patients, { country: 'US' }));
});

function visit(over: Partial<VisitRow> = {}): VisitRow {
  return {
    patient: { system: 'csv', value: '1' },
    sourceSystem: 'csv',
    sourceId: 'v1',
    status: 'booked',
    startsAt: '2024-05-02T14:00:00Z',
    localDay: localDate('2024-05-02'),
    bookedAt: '2024-04-01T10:00:00Z',
    minutes: 30,
    ...over,
  };
}

function read<T>(work: (db: Db) => Promise<T>): Promise<T> {
  return database.inPractice(practice, work);
}

function write(...rows: VisitRow[]) {
  return read((db) => writeVisits(db, practice, rows));
}

function dirty(): Promise<number> {
  return read(async (db) => (await db.selectFrom('visit_dirty').selectAll().execute()).length);
}

test('a new visit is added, marks its patient and moves known_from back to its booking', async () => {
  expect(await write(visit())).toEqual({ added: 1, updated: 0, unchanged: 0, orphaned: 0 });
  expect(await dirty()).toBe(1);
  const patient = await read((db) =>
    db.selectFrom('patient').select('known_from').orderBy('known_from').executeTakeFirstOrThrow(),
  );
  expect(patient.known_from.toISOString()).toBe('2024-04-01T10:00:00.000Z');
});

test('the same visits twice change nothing, not even where a row lies', async () => {
  const rows = [visit(), visit({ sourceId: 'v2', status: 'cancelled', cancelReason: 'ill' })];
  const everything = () =>
    read(async (db) => ({
      visits: (await sql`select ctid::text, * from visit order by id`.execute(db)).rows,
      patients: (await sql`select ctid::text, * from patient order by id`.execute(db)).rows,
      changes: await db.selectFrom('visit_change').selectAll().execute(),
    }));
  await write(...rows);
  await read((db) => sql`delete from visit_dirty`.execute(db));
  const before = await everything();
  expect(await write(...rows)).toEqual({ added: 0, updated: 0, unchanged: 2, orphaned: 0 });
  expect(await everything()).toEqual(before);
  expect(await dirty()).toBe(0);
});

test('a changed visit leaves what it was in the ledger and keeps what the source leaves blank', async () => {
  await write(visit());
  const changed = visit({ status: 'no_show', startsAt: '2024-05-02T15:00:00Z', bookedAt: undefined });
  expect(await write(changed)).toMatchObject({ updated: 1 });
  const row = await read((db) => db.selectFrom('visit').selectAll().executeTakeFirstOrThrow());
  expect([row.status, row.booked_at?.toISOString()]).toEqual(['no_show', '2024-04-01T10:00:00.000Z']);
  const changes = await read((db) => db.selectFrom('visit_change').selectAll().execute());
  expect(changes).toMatchObject([{ visit_id: row.id, old_status: 'booked', old_local_day: '2024-05-02' }]);
});

test('a visit booked again after a cancellation has no cancellation left', async () => {
  await write(visit({ status: 'cancelled', cancelledAt: '2024-05-01T09:00:00Z', cancelReason: 'ill' }));
  await write(visit());
  const row = await read((db) => db.selectFrom('visit').selectAll().executeTakeFirstOrThrow());
  expect([row.status, row.cancelled_at, row.cancel_reason]).toEqual(['booked', null, null]);
});

test('a visit of nobody we know is not written and is named', async () => {
  const counts = await write(visit(), visit({ sourceId: 'v2', patient: { system: 'csv', value: '404' } }));
  expect(counts).toEqual({ added: 1, updated: 0, unchanged: 0, orphaned: 1 });
});

test('an appointment and the encounter it became are one visit', async () => {
  const encounter = visit({
    status: 'left',
    startsAt: '2024-05-02T14:05:00Z',
    leftAt: '2024-05-02T14:40:00Z',
    bookedAt: undefined,
    minutes: undefined,
  });
  expect(await write(visit(), encounter)).toEqual({ added: 1, updated: 0, unchanged: 1, orphaned: 0 });
  expect(await write(visit(), encounter)).toEqual({ added: 0, updated: 0, unchanged: 2, orphaned: 0 });
  const row = await read((db) => db.selectFrom('visit').selectAll().executeTakeFirstOrThrow());
  expect([row.status, row.minutes, row.booked_at?.toISOString()]).toEqual([
    'left',
    30,
    '2024-04-01T10:00:00.000Z',
  ]);
});

test('a visit booked at our desk becomes the one that the schedule brings, and keeps its id', async () => {
  await write(visit({ sourceSystem: 'keepwell', sourceId: 'desk-1', provisional: true }));
  const ours = await read((db) => db.selectFrom('visit').selectAll().executeTakeFirstOrThrow());
  const theirs = visit({ startsAt: '2024-05-02T16:00:00Z' });
  expect(await write(theirs)).toEqual({ added: 0, updated: 1, unchanged: 0, orphaned: 0 });
  expect(await write(theirs)).toMatchObject({ unchanged: 1 });
  const rows = await read((db) => db.selectFrom('visit').selectAll().execute());
  expect(rows).toMatchObject([{ id: ours.id, source_system: 'csv', source_id: 'v1', provisional: false }]);
});

test('a visit that moves to another patient marks both', async () => {
  await write(visit());
  await read((db) => sql`delete from visit_dirty`.execute(db));
  await write(visit({ patient: { system: 'csv', value: '2' } }));
  expect(await dirty()).toBe(2);
});
