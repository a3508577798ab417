import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, type Db, openDatabase } from '../database/database.ts';
import { refreshPlannerStatistics } from '../database/planner-statistics.ts';
import type { PracticeId } from '../kit/ids.ts';
import { localDate } from '../kit/local-date.ts';
import { told } from '../words/told.ts';
import { findPatientsByText, writePatients } from './actions.ts';
import type { PatientRow } from './model.ts';

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
});

const options = { country: 'US' };

function lena(over: Partial<PatientRow> = {}): PatientRow {
  return {
    identifiers: [{ system: 'csv', value: '1001' }],
    familyName: 'Núñez',
    givenName: 'Lena',
    birthDate: localDate('1980-02-29'),
    sex: 'female',
    contacts: [
      { kind: 'mobile', received: '(202) 555-0147' },
      { kind: 'email', received: 'Lena@Example.org' },
    ],
    ...over,
  };
}

function write(...rows: PatientRow[]) {
  return database.inPractice(practice, (db) => writePatients(db, practice, rows, options));
}

function read<T>(work: (db: Db) => Promise<T>): Promise<T> {
  return database.inPractice(practice, work);
}

async function everything(): Promise<unknown> {
  return read(async (db) => ({
    patients: await db.selectFrom('patient').selectAll().orderBy('id').execute(),
    identifiers: await db.selectFrom('patient_identifier').selectAll().orderBy('value').execute(),
    contacts: await db.selectFrom('contact_point').selectAll().orderBy('id').execute(),
    consents: await db.selectFrom('consent').selectAll().orderBy('id').execute(),
    keys: await db.selectFrom('patient_search_key').selectAll().orderBy('key').execute(),
    // A rewritten row has another ctid even when its values are the same.
    places: (await sql`select ctid::text from patient order by id`.execute(db)).rows,
  }));
}

test('a new patient is added with normal contact points', async () => {
  expect(await write(lena())).toEqual({ added: 1, updated: 0, unchanged: 0 });
  const contacts = await read((db) =>
    db.selectFrom('contact_point').select(['kind', 'received', 'normal', 'rank']).orderBy('kind').execute(),
  );
  expect(contacts).toEqual([
    { kind: 'email', received: 'Lena@Example.org', normal: 'lena@example.org', rank: 1 },
    { kind: 'mobile', received: '(202) 555-0147', normal: '+12025550147', rank: 1 },
  ]);
});

test('the same rows twice change nothing, not even where a row lies', async () => {
  const rows = [lena(), lena({ identifiers: [{ system: 'csv', value: '1002' }], givenName: 'Ada' })];
  await write(...rows);
  const before = await everything();
  expect(await write(...rows)).toEqual({ added: 0, updated: 0, unchanged: 2 });
  expect(await everything()).toEqual(before);
});

test('a changed patient is updated, and a blank erases nothing', async () => {
  await write(lena());
  expect(await write(lena({ familyName: 'Ortiz', givenName: undefined, sex: undefined }))).toEqual({
    added: 0,
    updated: 1,
    unchanged: 0,
  });
  const row = await read((db) => db.selectFrom('patient').selectAll().executeTakeFirstOrThrow());
  expect([row.family_name, row.given_name, row.sex, row.birth_date]).toEqual([
    'Ortiz',
    'Lena',
    'female',
    '1980-02-29',
  ]);
});

test('a former number ranks behind the one that the source gives now', async () => {
  await write(lena());
  await write(lena({ contacts: [{ kind: 'mobile', received: '202 555 0199' }] }));
  const mobiles = await read((db) =>
    db
      .selectFrom('contact_point')
      .select(['normal', 'rank'])
      .where('kind', '=', 'mobile')
      .orderBy('rank')
      .execute(),
  );
  expect(mobiles).toEqual([
    { normal: '+12025550199', rank: 1 },
    { normal: '+12025550147', rank: 2 },
  ]);
});

test('one number in two columns is one way to reach the patient', async () => {
  const number = { kind: 'phone', received: '202-555-0147' } as const;
  await write(lena({ contacts: [number, { ...number, received: '(202) 555-0147' }] }));
  expect(await read((db) => db.selectFrom('contact_point').selectAll().execute())).toHaveLength(1);
});

test('a contact that cannot be read is named and the patient is written without it', async () => {
  const unread: unknown[] = [];
  const row = lena({ contacts: [{ kind: 'phone', received: 'ask her mother' }] });
  await database.inPractice(practice, (db) =>
    writePatients(db, practice, [row], { ...options, onUnread: (_, list) => unread.push(...list) }),
  );
  expect(unread).toEqual([{ kind: 'phone', received: 'ask her mother', reason: told.cells.noPhone('US') }]);
  expect(await read((db) => db.selectFrom('contact_point').selectAll().execute())).toEqual([]);
});

test('two rows of one patient are one patient, the later row first, gaps from the earlier', async () => {
  const counts = await write(lena({ preferredName: 'Leni' }), lena({ familyName: 'Ortiz', contacts: [] }));
  expect(counts).toEqual({ added: 1, updated: 0, unchanged: 1 });
  const row = await read((db) => db.selectFrom('patient').selectAll().executeTakeFirstOrThrow());
  expect([row.family_name, row.preferred_name]).toEqual(['Ortiz', 'Leni']);
  expect(await read((db) => db.selectFrom('contact_point').selectAll().execute())).toHaveLength(2);
});

test('a patient known from elsewhere is found by another identifier, unless the source has two of them', async () => {
  const mrn = { system: 'urn:mrn', value: '7' };
  await write(lena({ identifiers: [{ system: 'csv', value: '1' }, mrn] }));
  expect(await write(lena({ identifiers: [{ system: 'fhir', value: 'a' }, mrn] }))).toMatchObject({
    added: 0,
  });
  expect(await write(lena({ identifiers: [{ system: 'csv', value: '2' }, mrn] }))).toMatchObject({
    added: 1,
  });
  // Two new keys of one source both claim the patient: neither gets it.
  const twins = ['x', 'y'].map((value) => lena({ identifiers: [{ system: 'other', value }, mrn] }));
  expect(await write(...twins)).toMatchObject({ added: 2 });
});

test('a death stays, and an exit that our people recorded outlives a list that says active', async () => {
  await write(lena({ deceasedOn: localDate('2024-03-01') }));
  await write(lena({ status: 'active' }));
  const dead = await read((db) => db.selectFrom('patient').selectAll().executeTakeFirstOrThrow());
  expect([dead.status, dead.exit_reason, dead.exited_on, dead.deceased_on]).toEqual([
    'exited',
    'died',
    '2024-03-01',
    '2024-03-01',
  ]);
  const moved = lena({ identifiers: [{ system: 'csv', value: '2' }] });
  await write({ ...moved, exitReason: 'moved', exitedOn: localDate('2024-01-01') });
  expect(await write({ ...moved, status: 'active' })).toMatchObject({ unchanged: 1 });
});

test('a patient whom the source called inactive may be active again', async () => {
  await write(lena({ status: 'exited' }));
  await write(lena({ status: 'active' }));
  const row = await read((db) => db.selectFrom('patient').selectAll().executeTakeFirstOrThrow());
  expect([row.status, row.exit_reason]).toEqual(['active', null]);
});

test('an imported withdrawal applies once; an imported grant never reaches marketing', async () => {
  const optOut = { purpose: 'care', channel: 'text', granted: false } as const;
  const marketing = { purpose: 'marketing', channel: 'email', granted: true } as const;
  await write(lena({ consents: [optOut, marketing] }));
  await write(lena({ consents: [optOut, marketing] }));
  const rows = await read((db) =>
    db.selectFrom('consent').select(['purpose', 'channel', 'granted', 'source']).execute(),
  );
  expect(rows).toEqual([{ purpose: 'care', channel: 'text', granted: false, source: 'import' }]);
});

test('an imported grant does not lift a withdrawal that the patient gave to us', async () => {
  await write(lena());
  await read(async (db) => {
    const { id } = await db.selectFrom('patient').select('id').executeTakeFirstOrThrow();
    await db
      .insertInto('consent')
      .values({
        practice_id: practice,
        id: '0192f0c0-0000-7000-8000-000000000001',
        patient_id: id,
        purpose: 'care',
        channel: 'text',
        granted: false,
        source: 'desk',
        at: '2024-01-01T00:00:00Z',
      })
      .execute();
  });
  const counts = await write(lena({ consents: [{ purpose: 'care', channel: 'text', granted: true }] }));
  expect(counts).toMatchObject({ unchanged: 1 });
});

test('whose names begin alike is found once', async () => {
  await write(lena({ familyName: 'Lund', givenName: 'Lena', preferredName: 'Lee' }));
  expect(await read((db) => findPatientsByText(db, practice, 'l'))).toHaveLength(1);
});

test('a patient is found by the beginning of a name, the end of a number and an id', async () => {
  await write(
    lena(),
    lena({
      identifiers: [{ system: 'csv', value: 'PT-2' }],
      familyName: '张',
      givenName: '无忌',
      contacts: [{ kind: 'phone', received: '202-555-0100' }],
    }),
  );
  const names = async (typed: string): Promise<readonly string[]> =>
    read(async (db) => {
      const ids = await findPatientsByText(db, practice, typed);
      if (ids.length === 0) return [];
      const rows = await db.selectFrom('patient').select('family_name').where('id', 'in', ids).execute();
      return rows.map((row) => row.family_name);
    });
  expect(await names('nun')).toEqual(['Núñez']);
  expect(await names('NÚÑEZ le')).toEqual(['Núñez']);
  expect(await names('0147')).toEqual(['Núñez']);
  expect(await names('555-0100')).toEqual(['张']);
  expect(await names('wuji zhang')).toEqual(['张']);
  expect(await names('pt2')).toEqual(['张']);
  expect(await names('1001')).toEqual(['Núñez']);
  expect(await names('lena zhang')).toEqual([]);
  expect(await names('  ')).toEqual([]);
});

test('the search reads its index as the application role', async () => {
  const many = Array.from({ length: 3000 }, (_, i) =>
    lena({ identifiers: [{ system: 'csv', value: `${i}` }], familyName: `Name${i}`, contacts: [] }),
  );
  await write(...many);
  const plan = await read(async (db) => {
    await sql`set local enable_seqscan = on`.execute(db);
    // Whether the server has looked at the table by itself by now is a matter of luck.
    await refreshPlannerStatistics(db, ['patient_search_key']);
    const { rows } = await sql<Record<string, string>>`
      explain select patient_id from patient_search_key
      where practice_id = ${practice} and key ~>=~ 'name12' and key ~<~ ${'name12\u{10ffff}'}`.execute(db);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
  expect(plan).toContain('patient_search_key_prefix');
});
