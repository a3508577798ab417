import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Agent, anAgent, openApp, type TestApp } from '../../tests/harness/app.ts';
import { aPatient, aPractice } from '../../tests/harness/builders.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { PatientId } from '../kit/ids.ts';
import { recordAuditEvent } from '../platform/audit.ts';
import type { searchAudit } from '../platform/contract.ts';
import type { Practice } from '../practice/model.ts';

type Found = ReplyOf<typeof searchAudit>;

let app: TestApp;
let practice: Practice;
let manager: Agent;
let desk: Agent;
let patient: PatientId;

beforeAll(async () => {
  app = await openApp();
  practice = await aPractice(app.database);
  const other = await aPractice(app.database);
  manager = await anAgent(app, practice, ['manager']);
  desk = await anAgent(app, practice, ['front_desk']);
  patient = await aPatient(app.database, practice.id);
  await desk.get(`/api/patients/${patient}`);
  await desk.get('/api/audit');
  await desk.send('POST', '/api/patients/search', { text: 'nobody' });
  const stranger = { accountId: null, staffMemberId: null, objectIds: [], requestId: 'x', network: null };
  await app.database.inPractice(other.id, (db) =>
    recordAuditEvent(db, other.id, {
      ...stranger,
      action: 'patients.get',
      result: 'ok',
      patientIds: [patient],
    }),
  );
});
afterAll(() => app.close());

const search = async (body: object): Promise<Found> => {
  const answered = await manager.send('POST', '/api/audit/search', body);
  expect(answered.status).toBe(200);
  return answered.body as Found;
};

test('the trail is found by person, by deed, by what was refused and by patient', async () => {
  const actions = async (body: object) => (await search(body)).events.map(({ action }) => action);
  expect(await actions({ staffMemberId: desk.staffMemberId })).toEqual([
    'patients.search',
    'audit.list',
    'patients.get',
    'session.get',
  ]);
  expect(await actions({ action: 'patients.search' })).toEqual(['patients.search']);
  expect(await actions({ result: 'refused' })).toEqual(['audit.list']);
  // Not what another practice did with the same id; looking for the patient is there from then on.
  expect(await actions({ patientId: patient })).toEqual(['patients.get']);
  expect(await actions({ patientId: patient, action: 'audit.search' })).toEqual(['audit.search']);
  expect(await actions({ patientId: patient, result: 'refused' })).toEqual([]);
});

test('a period holds its first and its last day', async () => {
  const today = new Date().toLocaleDateString('en-CA', { timeZone: practice.zone });
  expect((await search({ from: today, to: today })).events.length).toBeGreaterThan(3);
  expect((await search({ to: '2020-01-01' })).events).toEqual([]);
  expect((await search({ from: '2199-01-01' })).events).toEqual([]);
  expect((await manager.send('POST', '/api/audit/search', { from: '2026-02-30' })).status).toBe(422);
});

test('it is taken along as a table, whose cells are no formulas; that is on the record', async () => {
  const answered = await manager.send('POST', '/api/audit/export', { action: 'patients.search' });
  expect(answered.status).toBe(200);
  expect(String(answered.headers['content-type'])).toContain('text/csv');
  expect(answered.text.split('\r\n')).toHaveLength(3);
  expect(answered.text).toContain('"patients.search","ok"');
  expect((await search({ action: 'audit.export' })).events).toHaveLength(1);
});

test('only who may read the trail searches it', async () => {
  for (const path of ['/api/audit/search', '/api/audit/export'])
    expect((await desk.send('POST', path, {})).status).toBe(403);
});

test('among a million events each question is answered within a second', { timeout: 300_000 }, async () => {
  const { database } = app;
  const [big, rare] = [await aPractice(database), await aPatient(database, practice.id)];
  const reader = await anAgent(app, big, ['manager']);
  const busy = await anAgent(app, big, ['front_desk']);
  await database.inPractice(
    big.id,
    (db) =>
      sql`
      insert into audit_event (practice_id, id, at, staff_member_id, action, result, patient_ids, request_id)
      select ${big.id}, (lpad(to_hex((extract(epoch from t) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0')
          || '8' || lpad(to_hex(n), 15, '0'))::uuid, t,
        case when n % 5000 = 0 then null else ${busy.staffMemberId}::uuid end,
        case when n % 20000 = 0 then 'patients.erase' else 'today.list' end,
        case when n % 30000 = 0 then 'not_allowed' else 'ok' end,
        case when n % 250000 = 0 then array[${rare}::uuid]
          else array[md5((n % 5000)::text)::uuid, md5((n % 777)::text)::uuid] end, 'r'
      from (select n, now() - make_interval(secs => n) as t from generate_series(1, 1000000) n) made`.execute(
        db,
      ),
    { statementTimeoutMs: 280_000 },
  );
  const common = '0cc175b9-c0f1-b6a8-31c3-99e269772661';
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  const questions: readonly object[] = [
    {},
    { staffMemberId: busy.staffMemberId },
    { staffMemberId: reader.staffMemberId },
    { action: 'patients.erase' },
    { action: 'plan.get' },
    { result: 'refused' },
    { result: 'refused', action: 'patients.erase' },
    { patientId: rare },
    { patientId: common },
    { from: day(9), to: day(8) },
    { from: day(9), to: day(8), action: 'patients.erase', staffMemberId: busy.staffMemberId },
  ];
  for (const question of questions) {
    const began = performance.now();
    const answered = await reader.send('POST', '/api/audit/search', question);
    expect(answered.status).toBe(200);
    expect(performance.now() - began, JSON.stringify(question)).toBeLessThan(1000);
  }
  const found = await reader.send('POST', '/api/audit/search', { patientId: rare, action: 'patients.erase' });
  expect((found.body as Found).events).toHaveLength(2);
});
