import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPatient, aPractice } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, type Db, openDatabase } from '../database/database.ts';
import type { PatientId, PracticeId } from '../kit/ids.ts';
import { mergeAsAsked } from './asked-merges.ts';
import { undoMerge } from './merge-actions.ts';
import { recordMergeRequests } from './queries/merge-requests.ts';

let fresh: FreshDatabase;
let database: Database;
let practice: PracticeId;
const now = new Date('2026-03-03T12:00:00Z');

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  practice = (await aPractice(database)).id;
});
afterAll(async () => {
  await database.close();
  await fresh.close();
});

const inside = <T>(work: (db: Db) => Promise<T>): Promise<T> => database.inPractice(practice, work);

async function known(value: string): Promise<PatientId> {
  const patient = await aPatient(database, practice);
  await inside((db) =>
    db
      .insertInto('patient_identifier')
      .values({ practice_id: practice, system: 'hl7', value, patient_id: patient })
      .execute(),
  );
  return patient;
}

function ask(old: string, survivor: string, askedAt = '2026-03-01T08:00:00Z'): Promise<void> {
  const merge = { old: { system: 'hl7', value: old }, survivor: { system: 'hl7', value: survivor }, askedAt };
  return inside((db) => recordMergeRequests(db, practice, 'hl7', [merge]));
}

const states = (value: string) =>
  inside((db) =>
    db.selectFrom('merge_request').select('state').where('old_value', '=', value).execute(),
  ).then((rows) => rows.map(({ state }) => state));

const run = (): Promise<number> => inside((db) => mergeAsAsked(db, practice, now));

test('two of whom their source says that they are one are merged once, and the trail knows', async () => {
  await known('A1');
  await known('A2');
  await ask('A1', 'A2');
  expect(await run()).toBe(1);
  expect(await run()).toBe(0);
  expect(await states('A1')).toEqual(['merged']);
  const holders = await inside((db) =>
    db.selectFrom('patient_identifier').select('patient_id').where('value', 'in', ['A1', 'A2']).execute(),
  );
  expect(new Set(holders.map((row) => row.patient_id)).size).toBe(1);
  const events = await inside((db) =>
    db.selectFrom('audit_event').select('action').where('action', '=', 'patients.merge_asked').execute(),
  );
  expect(events).toHaveLength(1);
});

test('a merge whose other patient has not come yet waits for them', async () => {
  await known('B2');
  await ask('B1', 'B2');
  expect(await run()).toBe(0);
  expect(await states('B1')).toEqual(['waiting']);
  await known('B1');
  expect(await run()).toBe(1);
});

test('a merge that a person undid is not made again when the source repeats itself', async () => {
  const patients = [await known('C1'), await known('C2')];
  await ask('C1', 'C2');
  expect(await run()).toBe(1);
  const { id } = await inside((db) =>
    db.selectFrom('merge').select('id').where('merged_id', 'in', patients).executeTakeFirstOrThrow(),
  );
  const undone = await inside((db) => undoMerge(db, practice, id, null, now));
  expect(undone.ok).toBe(true);
  await inside((db) =>
    db
      .updateTable('merge_request')
      .set({ state: 'waiting', settled_at: null })
      .where('old_value', '=', 'C1')
      .execute(),
  );
  expect(await run()).toBe(0);
  expect(await states('C1')).toEqual(['declined']);
});
