import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aConsent, aContactPoint, aPatient, aPractice } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, openDatabase } from '../database/database.ts';
import type { PatientId } from '../kit/ids.ts';
import {
  recordConsent,
  restoreConsent,
  takeConsentBack,
  withdrawAllConsent,
} from '../patients/consent-actions.ts';
import type { Practice } from '../practice/model.ts';
import { askGate } from './actions.ts';
import type { Channel, Purpose } from './model.ts';

let fresh: FreshDatabase;
let database: Database;
let practice: Practice;
let patient: PatientId;
const now = new Date('2026-03-03T17:00:00Z');
const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  practice = await aPractice(database);
});
afterAll(async () => {
  await database.close();
  await fresh.close();
});
beforeEach(async () => {
  patient = await aPatient(database, practice.id);
  await aContactPoint(database, practice.id, patient);
});

const inside = <T>(work: Parameters<typeof database.inPractice<T>>[1]): Promise<T> =>
  database.inPractice(practice.id, work);
const said = (purpose: Purpose, channel: 'call' | 'text', granted: boolean) =>
  aConsent(database, practice.id, patient, { purpose, channel, granted, at: '2026-01-01T00:00:00Z' });
const stop = (at: Date) => inside((db) => withdrawAllConsent(db, practice.id, patient, null, at));
type Before = Awaited<ReturnType<typeof stop>>;
const takeBack = (before: Before, at: Date) =>
  inside((db) => restoreConsent(db, practice.id, patient, { before, since: now }, null, at));

async function codesOf(channel: Channel, purpose: Purpose): Promise<readonly string[] | undefined> {
  const about = purpose === 'care' ? 'visit' : 'survey';
  const ask = new Map([[patient, { channel, purpose, about, owed: false } as const]]);
  const decisions = await inside((db) => askGate(db, practice.id, ask, after(30)));
  return decisions.get(patient)?.reasons.map(({ code }) => code);
}

test('a stop that is taken back opens no way that was closed before, and closes none that was open', async () => {
  await said('care', 'call', false);
  await said('feedback', 'text', true);
  const before = await stop(now);
  expect(await codesOf('text', 'feedback')).toEqual(['withdrawn']);
  await takeBack(before, after(5));
  expect(await codesOf('call', 'care')).toEqual(['withdrawn']);
  expect(await codesOf('text', 'care')).toEqual([]);
  expect(await codesOf('text', 'feedback')).toEqual([]);
  expect(await codesOf('call', 'feedback')).toEqual(['withdrawn']);
});

test('a stop that the patient says again holds, whoever takes the first one back', async () => {
  const before = await stop(now);
  await stop(after(3));
  await takeBack(before, after(5));
  expect(await codesOf('text', 'care')).toEqual(['withdrawn']);
});

test('a no that is taken back does not undo a stop that came after it', async () => {
  const no = { purpose: 'care', channel: 'text', granted: false } as const;
  const { id, before } = await inside((db) =>
    recordConsent(db, practice.id, patient, { ...no, evidence: null }, null, now),
  );
  await stop(after(3));
  const taken = await inside((db) =>
    takeConsentBack(db, practice.id, patient, id, { ...no, before }, null, after(5)),
  );
  expect(taken).toMatchObject({ ok: false, refusal: { code: 'cannot_undo' } });
  expect(await codesOf('text', 'care')).toEqual(['withdrawn']);
});
