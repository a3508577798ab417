import { afterAll, beforeAll, expect, test } from 'vitest';
import { aContactPoint, aPatient, aPractice } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, openDatabase } from '../database/database.ts';
import type { PatientId } from '../kit/ids.ts';
import { contactHash } from '../patients/consent-actions.ts';
import { markWayWrong } from '../patients/way-actions.ts';
import type { Practice } from '../practice/model.ts';
import {
  endPatientLinks,
  makePatientLink,
  practiceOfLink,
  readPatientLink,
  restorePatientLinks,
} from './link-actions.ts';
import { linkDays } from './links.ts';

const now = new Date('2026-03-02T17:00:00Z');
const later = (days: number): Date => new Date(now.getTime() + days * 86_400_000);
let fresh: FreshDatabase;
let database: Database;
let practice: Practice;
let patient: PatientId;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  practice = await aPractice(database);
  patient = await aPatient(database, practice.id);
});
afterAll(async () => {
  await database.close();
  await fresh.close();
});

const tokenOf = (path: string): string => path.split('/').at(-1) ?? '';
const made = async (purpose: 'preferences' | 'unsubscribe' = 'preferences'): Promise<string> =>
  tokenOf(
    await database.inPractice(practice.id, (db) =>
      makePatientLink(db, practice, { purpose, patientId: patient }, now),
    ),
  );
const read = (purpose: 'preferences' | 'unsubscribe', token: string, at = now) =>
  database.inPractice(practice.id, (db) => readPatientLink(db, practice, purpose, token, at));

test('a link opens the page that it was made for, as often as somebody looks', async () => {
  const token = await made();
  expect((await practiceOfLink(database, token))?.id).toBe(practice.id);
  for (let look = 0; look < 3; look += 1) expect((await read('preferences', token))?.patientId).toBe(patient);
});

test('a link of one purpose opens nothing of another', async () => {
  expect(await read('unsubscribe', await made('preferences'))).toBeUndefined();
});

test('a link ends with its days, and a made-up one never worked', async () => {
  const token = await made();
  expect(await read('preferences', token, later(linkDays.preferences - 1))).toBeDefined();
  expect(await read('preferences', token, later(linkDays.preferences))).toBeUndefined();
  expect(await read('preferences', `${practice.publicId}.made-up`)).toBeUndefined();
  for (const nonsense of ['', '.', 'x', `${practice.publicId}`, 'nobody.secret']) {
    expect(await practiceOfLink(database, nonsense)).toBeUndefined();
  }
});

test('what went to an address that turns out to be wrong opens nothing but the end of bulk mail', async () => {
  const normal = 'somebody@else.example';
  const way = await aContactPoint(database, practice.id, patient, {
    kind: 'email',
    received: normal,
    normal,
  });
  const sent = async (purpose: 'preferences' | 'unsubscribe', to: string): Promise<string> =>
    tokenOf(
      await database.inPractice(practice.id, (db) =>
        makePatientLink(db, practice, { purpose, patientId: patient, contactHash: contactHash(to) }, now),
      ),
    );
  const astray = await sent('preferences', normal);
  const wayOut = await sent('unsubscribe', normal);
  const right = await sent('preferences', 'lena@example.org');
  const told = (wrong: boolean) =>
    database.inPractice(practice.id, (db) =>
      markWayWrong(db, practice.id, patient, way, { wrong, by: null, now }),
    );
  expect(await read('preferences', astray)).toBeDefined();
  await told(true);
  expect(await read('preferences', astray)).toBeUndefined();
  expect(await read('unsubscribe', wayOut)).toBeDefined();
  expect(await read('preferences', right)).toBeDefined();
  await told(false);
  expect(await read('preferences', astray)).toBeDefined();
});

test('an ending that is taken back opens nothing that was ended again since', async () => {
  const ofOne = await aPatient(database, practice.id);
  const link = async (): Promise<string> =>
    tokenOf(
      await database.inPractice(practice.id, (db) =>
        makePatientLink(db, practice, { purpose: 'preferences', patientId: ofOne }, now),
      ),
    );
  const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  const end = (at: Date) =>
    database.inPractice(practice.id, (db) => endPatientLinks(db, practice.id, ofOne, at));
  const restore = (ended: Awaited<ReturnType<typeof end>>, at: Date) =>
    database.inPractice(practice.id, (db) => restorePatientLinks(db, practice.id, ended, at));
  const old = await link();
  const first = await end(after(1));
  expect(await restore(first, after(1))).toMatchObject({ ok: true });
  expect(await read('preferences', old)).toBeDefined();
  const again = await end(after(2));
  const young = await link();
  const second = await end(after(3));
  expect(await restore(again, after(2))).toMatchObject({ refusal: { code: 'cannot_undo' } });
  expect(await read('preferences', old)).toBeUndefined();
  expect(await restore(second, after(3))).toMatchObject({ ok: true });
  expect(await read('preferences', young)).toBeDefined();
});

test('only the hash of a token is kept', async () => {
  const token = await made();
  const rows = await database.inPractice(practice.id, (db) =>
    db.selectFrom('patient_link').selectAll().where('practice_id', '=', practice.id).execute(),
  );
  expect(
    JSON.stringify(rows.map((row) => ({ ...row, token_hash: row.token_hash.toString('latin1') }))),
  ).not.toContain(token.split('.')[1]);
});
