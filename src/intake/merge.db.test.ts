import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  aConsent,
  aContactPoint,
  aMessage,
  aPatient,
  aPractice,
  aTemplate,
  aVisit,
} from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { aWorld } from '../../tests/harness/world.ts';
import { type Database, type Db, openDatabase } from '../database/database.ts';
import type { MergeId, PatientId, PracticeId } from '../kit/ids.ts';
import { localDate } from '../kit/local-date.ts';
import { writePatients } from '../patients/actions.ts';
import { recordConsent } from '../patients/consent-actions.ts';
import { survivorOf } from '../patients/merge-actions.ts';
import { mergePatients, undoMerge } from './merge-actions.ts';

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

const now = new Date('2026-03-02T12:00:00Z');

async function merge(practice: PracticeId, one: PatientId, other: PatientId) {
  const wish = { one, other, decided: 'staff', by: null, score: null, why: [] } as const;
  const made = await database.inPractice(practice, (db) => mergePatients(db, practice, wish, now));
  if (!made.ok) throw new Error(made.refusal.detail);
  return made.value;
}

function undo(practice: PracticeId, id: MergeId) {
  return database.inPractice(practice, (db) => undoMerge(db, practice, id, null, now));
}

interface PatientColumn {
  readonly table: string;
  readonly column: string;
}

/** Every column that names a patient: by its name, or by a foreign key. */
async function patientColumns(): Promise<readonly PatientColumn[]> {
  const found = await superuser.query<PatientColumn>(
    `select c.table_name as table, c.column_name as column
     from information_schema.columns c
     where c.table_schema = 'public' and c.column_name = 'patient_id'
     union
     select r.relname, a.attname
     from pg_constraint k
     join pg_class r on r.oid = k.conrelid
     join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any(k.conkey) and a.attname <> 'practice_id'
     where k.contype = 'f' and k.confrelid = 'patient'::regclass
     order by 1, 2`,
  );
  return found.rows;
}

async function everything(practice: PracticeId): Promise<Readonly<Record<string, readonly string[]>>> {
  const { rows: tables } = await superuser.query<{ table: string }>(
    `select table_name as table from information_schema.columns
     where table_schema = 'public' and column_name = 'practice_id'
       and table_name not in ('session', 'membership', 'link_token') order by 1`,
  );
  const content: Record<string, readonly string[]> = {};
  for (const { table } of tables) {
    const { rows } = await superuser.query<{ row: string }>(
      `select to_jsonb(t)::text as row from ${table} t where practice_id = $1 order by 1`,
      [practice],
    );
    content[table] = rows.map(({ row }) => row);
  }
  return content;
}

// Made anew from the visits, or the journal itself.
const madeAnew = [
  'visit_dirty',
  'visit_summary',
  'rhythm_score',
  'no_show_score',
  'merge',
  'merge_entry',
  'possible_match',
];

test('after a merge no row of any table names the merged patient, and an undo brings every row back', async () => {
  const { practice, patient } = await aWorld(database, 'merged');
  const survivor = await aPatient(database, practice.id, { created_at: '2019-01-01T00:00:00Z' });
  // Rows of which both have one: the merged patient's are taken out and put back.
  await database.inPractice(practice.id, async (db) => {
    for (const table of ['contact_point', 'patient_search_key'] as const) {
      const row = await db
        .selectFrom(table)
        .selectAll()
        .where('patient_id', '=', patient)
        .executeTakeFirstOrThrow();
      await (table === 'contact_point'
        ? db
            .insertInto('contact_point')
            .values({ ...row, id: crypto.randomUUID(), patient_id: survivor } as never)
        : db.insertInto('patient_search_key').values({ ...row, patient_id: survivor } as never)
      ).execute();
    }
  });
  const columns = await patientColumns();
  expect(columns.length).toBeGreaterThanOrEqual(18);
  const before = await everything(practice.id);
  const named = async (): Promise<readonly string[]> => {
    const left: string[] = [];
    for (const { table, column } of columns) {
      const { rowCount } = await superuser.query(`select from ${table} where ${column} = $1`, [patient]);
      if (rowCount !== 0) left.push(`${table}.${column}`);
    }
    return left;
  };
  // A table that has no row of the patient here would be tested by nothing.
  const filled = await named();
  expect(
    columns.map(({ table, column }) => `${table}.${column}`).filter((one) => !filled.includes(one)),
  ).toEqual(['possible_match.patient_a', 'possible_match.patient_b']);
  const made = await merge(practice.id, patient, survivor);
  expect(made.survivor).toBe(survivor);
  expect(await named()).toEqual([]);
  expect(await undo(practice.id, made.mergeId)).toMatchObject({ ok: true });
  const after = await everything(practice.id);
  for (const table of Object.keys(before)) {
    if (!madeAnew.includes(table)) expect(after[table], table).toEqual(before[table]);
  }
  expect(after.visit_dirty?.join()).toContain(patient);
  expect(after.visit_dirty?.join()).toContain(survivor);
  expect(await undo(practice.id, made.mergeId)).toMatchObject({
    ok: false,
    refusal: { code: 'already_undone' },
  });
});

async function anEmptyPractice(): Promise<PracticeId> {
  return (await aPractice(database)).id;
}

function inside<T>(practice: PracticeId, work: (db: Db) => Promise<T>): Promise<T> {
  return database.inPractice(practice, work);
}

function newestWord(practice: PracticeId, patient: PatientId) {
  return inside(practice, (db) =>
    db
      .selectFrom('consent')
      .select(['granted', 'source'])
      .where('patient_id', '=', patient)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow(),
  );
}

test('a withdrawal of either wins over a newer grant of the other, and only while they are one', async () => {
  const practice = await anEmptyPractice();
  const one = await aPatient(database, practice);
  const other = await aPatient(database, practice);
  await aConsent(database, practice, other, { granted: false, at: '2024-01-01T00:00:00Z' });
  await aConsent(database, practice, one, { granted: true, at: '2025-01-01T00:00:00Z' });
  const made = await merge(practice, one, other);
  expect(await newestWord(practice, made.survivor)).toEqual({ granted: false, source: 'merge' });
  await undo(practice, made.mergeId);
  expect(await newestWord(practice, one)).toEqual({ granted: true, source: 'form' });
  expect(await newestWord(practice, other)).toEqual({ granted: false, source: 'form' });
});

test('a no of either on all channels wins over a newer yes of the other on one', async () => {
  const practice = await anEmptyPractice();
  const one = await aPatient(database, practice);
  const other = await aPatient(database, practice);
  const said = { purpose: 'marketing', channel: 'any', granted: false, at: '2024-01-01T00:00:00Z' } as const;
  await aConsent(database, practice, other, said);
  await aConsent(database, practice, one, {
    ...said,
    channel: 'email',
    granted: true,
    at: '2025-01-01T00:00:00Z',
  });
  const made = await merge(practice, one, other);
  expect(await newestWord(practice, made.survivor)).toEqual({ granted: false, source: 'merge' });
  await undo(practice, made.mergeId);
  expect(await newestWord(practice, one)).toEqual({ granted: true, source: 'form' });
});

test('what was withdrawn while they were one holds for both after an undo', async () => {
  const practice = await anEmptyPractice();
  const one = await aPatient(database, practice);
  const other = await aPatient(database, practice);
  const made = await merge(practice, one, other);
  const word = { purpose: 'care', channel: 'call', granted: false, evidence: null } as const;
  await inside(practice, (db) => recordConsent(db, practice, made.survivor, word, null, new Date()));
  await undo(practice, made.mergeId);
  for (const patient of [one, other]) {
    expect(await newestWord(practice, patient)).toMatchObject({ granted: false });
  }
});

test('the application can take back no word of a patient from the ledger', async () => {
  const practice = await anEmptyPractice();
  const patient = await aPatient(database, practice);
  await aConsent(database, practice, patient, { granted: false });
  const before = await everything(practice);
  await expect(inside(practice, (db) => db.deleteFrom('consent').execute())).rejects.toThrow(
    'permission denied',
  );
  await inside(practice, async (db) => {
    const { id } = await db.selectFrom('consent').select('id').executeTakeFirstOrThrow();
    await sql`select take_back_merge_words(array[${id}::uuid])`.execute(db);
  });
  // Nor through another practice: the function knows only the one of the transaction.
  const other = await anEmptyPractice();
  const stranger = await aPatient(database, other);
  const { id } = await inside(practice, (db) =>
    db.selectFrom('consent').select('id').executeTakeFirstOrThrow(),
  );
  const moved = await inside(other, (db) =>
    sql<{ n: number }>`select move_ledger_rows('consent', array[${id}::uuid], ${stranger}) as n`.execute(db),
  );
  expect(moved.rows).toEqual([{ n: 0 }]);
  expect(await everything(practice)).toEqual(before);
});

test('an import that names the merged patient reaches the survivor, twice without a change', async () => {
  const practice = await anEmptyPractice();
  const rows = ['1', '2'].map((value) => ({
    identifiers: [{ system: 'csv', value }] as const,
    familyName: 'Okafor',
    givenName: value === '1' ? 'Lena' : 'Lenna',
    contacts: [{ kind: 'mobile', received: `202-555-010${value}` }] as const,
  }));
  const write = () => inside(practice, (db) => writePatients(db, practice, rows, { country: 'US' }));
  await write();
  const patients = await inside(practice, (db) =>
    db.selectFrom('patient').select('id').orderBy('created_at').orderBy('id').execute(),
  );
  const [one, other] = patients.map(({ id }) => id);
  if (one === undefined || other === undefined) throw new Error('two patients were written');
  const made = await merge(practice, one, other);
  expect(await write()).toEqual({ added: 0, updated: 0, unchanged: 2 });
  expect(await write()).toEqual({ added: 0, updated: 0, unchanged: 2 });
  const held = await inside(practice, (db) => db.selectFrom('patient').selectAll().execute());
  expect(held.map(({ id, given_name }) => [id, given_name])).toEqual([[made.survivor, 'Lena']]);
  expect(await inside(practice, (db) => survivorOf(db, practice, made.merged))).toBe(made.survivor);
});

test('what was recorded since stays with the survivor, and what somebody changed stays changed', async () => {
  const practice = await anEmptyPractice();
  const one = await aPatient(database, practice, { sex: 'unknown', created_at: '2019-01-01T00:00:00Z' });
  const other = await aPatient(database, practice, { sex: 'female', preferred_name: 'Leni' });
  const made = await merge(practice, one, other);
  const visit = await aVisit(database, practice, made.survivor);
  await inside(practice, (db) =>
    db.updateTable('patient').set({ preferred_name: 'Lee' }).where('id', '=', one).execute(),
  );
  await undo(practice, made.mergeId);
  const [survivor, back] = await inside(practice, async (db) => [
    await db.selectFrom('patient').selectAll().where('id', '=', one).executeTakeFirstOrThrow(),
    await db.selectFrom('patient').selectAll().where('id', '=', other).executeTakeFirstOrThrow(),
  ]);
  expect([survivor?.sex, survivor?.preferred_name]).toEqual(['unknown', 'Lee']);
  expect([back?.sex, back?.preferred_name]).toEqual(['female', 'Leni']);
  const held = await inside(practice, (db) =>
    db.selectFrom('visit').select('patient_id').where('id', '=', visit).executeTakeFirstOrThrow(),
  );
  expect(held.patient_id).toBe(one);
});

test('a death and a confidential number hold for the survivor', async () => {
  const practice = await anEmptyPractice();
  const one = await aPatient(database, practice, { created_at: '2019-01-01T00:00:00Z' });
  const other = await aPatient(database, practice, {
    status: 'exited',
    exit_reason: 'died',
    exited_on: localDate('2025-05-05'),
    deceased_on: localDate('2025-05-05'),
  });
  await aContactPoint(database, practice, one);
  await aContactPoint(database, practice, other, { confidential_only: true });
  await merge(practice, one, other);
  const held = await inside(practice, (db) => db.selectFrom('patient').selectAll().executeTakeFirstOrThrow());
  expect([held.status, held.exit_reason, held.deceased_on]).toEqual(['exited', 'died', '2025-05-05']);
  const points = await inside(practice, (db) => db.selectFrom('contact_point').selectAll().execute());
  expect(points.map((point) => point.confidential_only)).toEqual([true]);
});

test('of a chain the later merge is undone first', async () => {
  const practice = await anEmptyPractice();
  const oldest = await aPatient(database, practice, { created_at: '2018-01-01T00:00:00Z' });
  const middle = await aPatient(database, practice, { created_at: '2019-01-01T00:00:00Z' });
  const young = await aPatient(database, practice);
  const first = await merge(practice, middle, young);
  const second = await merge(practice, oldest, middle);
  expect(await inside(practice, (db) => survivorOf(db, practice, young))).toBe(oldest);
  expect(await undo(practice, first.mergeId)).toMatchObject({ refusal: { code: 'cannot_undo' } });
  expect(await undo(practice, second.mergeId)).toMatchObject({ ok: true });
  expect(await undo(practice, first.mergeId)).toMatchObject({ ok: true });
  const held = await inside(practice, (db) => db.selectFrom('patient').select('id').execute());
  expect(held.map(({ id }) => id).sort()).toEqual([oldest, middle, young].sort());
});

test.each([
  ['planned', 'accepted', ['cancelled', 'accepted']],
  ['held', 'unknown', ['cancelled', 'unknown']],
  ['accepted', 'planned', ['accepted', 'cancelled']],
  ['planned', 'planned', ['planned', 'cancelled']],
  ['planned', 'failed', ['planned', 'failed']],
] as const)(
  'of the same message to both, %s and %s, one goes; an undo leaves both as they were',
  async (his, theirs, then) => {
    const practice = await anEmptyPractice();
    const one = await aPatient(database, practice, { created_at: '2019-01-01T00:00:00Z' });
    const other = await aPatient(database, practice);
    const same = {
      template_id: await aTemplate(database, practice, 'News'),
      source: 'news',
      occurrence: 'date:2026-03-02',
    };
    const ids = [
      await aMessage(database, practice, one, { ...same, state: his }),
      await aMessage(database, practice, other, { ...same, state: theirs }),
    ];
    const messages = () =>
      inside(practice, async (db) => {
        const rows = await db.selectFrom('message').selectAll().where('practice_id', '=', practice).execute();
        return ids.map((id) => rows.find((row) => row.id === id));
      });
    const before = await messages();
    const made = await merge(practice, one, other);
    expect((await messages()).map((row) => row?.state)).toEqual(then);
    await undo(practice, made.mergeId);
    expect(await messages()).toEqual(before);
  },
);

test('a patient who is not there merges with nobody', async () => {
  const practice = await anEmptyPractice();
  const one = await aPatient(database, practice);
  const stranger = await aPatient(database, await anEmptyPractice());
  const wish = { one, other: stranger, decided: 'staff', by: null, score: null, why: [] } as const;
  const outcome = await inside(practice, (db) => mergePatients(db, practice, wish, now));
  expect(outcome).toMatchObject({ ok: false, refusal: { code: 'not_found' } });
});
