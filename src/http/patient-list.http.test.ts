import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Agent, anAgent, openApp, type TestApp } from '../../tests/harness/app.ts';
import { aPatient, aPractice } from '../../tests/harness/builders.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { listPatients } from '../patients/contract.ts';

type Listed = ReplyOf<typeof listPatients>;

let app: TestApp;
let agent: Agent;

const people = [
  ['Zuniga', 'Bea'],
  ['Álvarez', 'Óscar'],
  ['alder', 'Ann'],
  ['Alvarez', 'Zoe'],
  ['O’Neil', 'Sam'],
  ['', ''],
] as const;

beforeAll(async () => {
  app = await openApp();
  const practice = await aPractice(app.database);
  agent = await anAgent(app, practice, ['front_desk']);
  for (const [family_name, given_name] of people) {
    await aPatient(app.database, practice.id, { family_name, given_name });
  }
});
afterAll(() => app.close());

async function list(query: string): Promise<Listed> {
  const answered = await agent.get(`/api/patients${query}`);
  expect(answered.status, answered.text).toBe(200);
  return answered.body as Listed;
}

test('patients stand as in a card index: case and accents do not matter, and whom nobody named comes first', async () => {
  const all = await list('');
  expect(all.patients.map((patient) => patient.indexName).slice(1)).toEqual([
    'alder, Ann',
    'Álvarez, Óscar',
    'Alvarez, Zoe',
    'O’Neil, Sam',
    'Zuniga, Bea',
  ]);
  expect([all.from, all.total]).toEqual([0, 6]);
});

test('the parts of the list make the whole of it, each patient once', async () => {
  const parts = [await list('?from=0&limit=2'), await list('?from=2&limit=2'), await list('?from=4&limit=2')];
  const all = await list('');
  expect(parts.flatMap((part) => part.patients)).toEqual(all.patients);
  expect((await list('?from=6')).patients).toEqual([]);
});

test('a letter leads to the first name that begins with it, or would', async () => {
  expect(await list('?letter=O&limit=1')).toMatchObject({
    from: 4,
    patients: [{ indexName: 'O’Neil, Sam' }],
  });
  expect(await list('?letter=M&limit=1')).toMatchObject({ from: 4 });
  expect((await agent.get('/api/patients?letter=Mar')).status).toBe(422);
  expect((await agent.get('/api/patients?from=-1')).status).toBe(422);
});

test('only one state is listed where only one is asked for', async () => {
  expect((await list('?status=exited')).total).toBe(0);
});
