import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Agent, type Answered, anAgent, openApp, type TestApp } from '../../tests/harness/app.ts';
import { aContactPoint, aPatient, aPractice } from '../../tests/harness/builders.ts';
import type { PatientId } from '../kit/ids.ts';
import type { Practice } from '../practice/model.ts';

let app: TestApp;
let practice: Practice;
let desk: Agent;
let patient: PatientId;

beforeAll(async () => {
  app = await openApp();
  practice = await aPractice(app.database);
  desk = await anAgent(app, practice, ['front_desk', 'manager']);
});
afterAll(() => app.close());

const undo = (answered: Answered) =>
  desk.send('POST', `/api/deeds/${String(answered.headers['keepwell-deed'])}/undo`);

const page = async () => (await desk.get(`/api/patients/${patient}`)).body as Record<string, unknown>;

async function somebody(): Promise<void> {
  patient = await aPatient(app.database, practice.id, { given_name: 'Maria', family_name: 'Lund' });
  await aContactPoint(app.database, practice.id, patient, {
    kind: 'email',
    received: 'm@elm.example',
    normal: 'm@elm.example',
  });
}

test('that a patient was told about e-mail is kept with who, when and which words, and is taken back', async () => {
  await somebody();
  expect(await page()).toMatchObject({ plainMail: null });
  const tell = (version: string) =>
    desk.send('POST', `/api/patients/${patient}/plain-mail`, { version, method: 'call' });
  const first = await tell('email-1-en');
  expect(first.status, first.text).toBe(200);
  const held = { version: 'email-1-en', method: 'call', by: 'Ana Ruiz', at: app.clock.now().toISOString() };
  expect(await page()).toMatchObject({ plainMail: held });
  const second = await tell('email-1-es');
  expect(await page()).toMatchObject({ plainMail: { version: 'email-1-es' } });
  // What was so before is so again, and nothing is lost.
  expect((await undo(second)).status).toBe(200);
  expect(await page()).toMatchObject({ plainMail: held });
  expect((await undo(first)).status).toBe(200);
  expect(await page()).toMatchObject({ plainMail: null });
  const kept = await app.database.inPractice(practice.id, (db) =>
    db.selectFrom('contact_request').selectAll().where('patient_id', '=', patient).execute(),
  );
  expect(kept.map(({ struck_at }) => struck_at)).toEqual([expect.any(Date), expect.any(Date)]);
});

test('words that are not the present ones are refused, and nothing is written', async () => {
  await somebody();
  const body = { version: 'email-0-en', method: 'call' };
  const answered = await desk.send('POST', `/api/patients/${patient}/plain-mail`, body);
  expect(answered.status).toBe(422);
  expect(answered.text).toMatch(/words of the warning have changed/);
  expect(await page()).toMatchObject({ plainMail: null });
});
