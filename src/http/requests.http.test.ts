import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Agent, type Answered, anAgent, openApp, type TestApp } from '../../tests/harness/app.ts';
import {
  aContactPoint,
  aMessage,
  anAct,
  aPatient,
  aPractice,
  aTouchpoint,
} from '../../tests/harness/builders.ts';
import { askGate } from '../contact/actions.ts';
import { findWritingFacts } from '../contact/queries/outbox-facts.ts';
import type { PatientId } from '../kit/ids.ts';
import { localDate } from '../kit/local-date.ts';
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

// The newest word holds, and two in one moment would have no order.
const later = () => app.clock.set(new Date(app.clock.now().getTime() + 1000));

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
  const tell = (version: string) => {
    later();
    return desk.send('POST', `/api/patients/${patient}/plain-mail`, { version, method: 'call' });
  };
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

const ask = (over: object = {}) => {
  later();
  return desk.send('PUT', `/api/patients/${patient}/envelope`, {
    name: '',
    nameless: false,
    address: '',
    ...over,
  });
};

const post = {
  kind: 'post',
  received: '12 Oak Lane, Town, NY 10999',
  normal: '12 Oak Lane, Town, NY 10999',
} as const;

/** What goes onto paper: the address of a letter, and what a card of Today has. */
async function printed() {
  const { id } = practice;
  const message = await aMessage(app.database, id, patient, { channel: 'post' });
  const touchpoint = await aTouchpoint(app.database, id, { channel: 'post' });
  const act = await anAct(
    app.database,
    id,
    { patient, touchpoint, day: localDate('2026-03-02') },
    { kind: 'card', channel: 'post' },
  );
  const facts = await app.database.inPractice(id, (db) => findWritingFacts(db, id, [message]));
  const opened = (await desk.get(`/api/acts/${act}`)).body as {
    patient: { envelope: object | null; reachBy: { kind: string; value: string }[] };
  };
  return {
    to: facts.get(message)?.to,
    card: opened.patient.envelope,
    cardTo: opened.patient.reachBy.filter(({ kind }) => kind === 'post').map(({ value }) => value),
  };
}

async function postIs(): Promise<readonly string[]> {
  const now = app.clock.now();
  const decisions = await app.database.inPractice(practice.id, (db) =>
    askGate(db, practice.id, new Map([[patient, { channel: 'post', purpose: 'care' } as const]]), now, now),
  );
  return decisions.get(patient)?.reasons.map(({ code }) => code) ?? [];
}

test('another name, another address and no sender: whatever is printed goes by it at once, and back by undo', async () => {
  await somebody();
  await aContactPoint(app.database, practice.id, patient, post);
  const asRecorded = {
    to: post.received,
    card: null,
    cardTo: [post.received],
  };
  expect(await printed()).toEqual(asRecorded);
  const asked = await ask({
    name: 'M. Friend',
    nameless: true,
    address: 'c/o Ruiz\n9 Elm Street\nTown, NY 10999',
  });
  expect(asked.status, asked.text).toBe(200);
  expect(asked.body).toMatchObject({ envelope: { name: 'M. Friend', nameless: true, by: 'Ana Ruiz' } });
  expect(await printed()).toEqual({
    to: 'c/o Ruiz\n9 Elm Street\nTown, NY 10999',
    card: { name: 'M. Friend', nameless: true },
    cardTo: ['c/o Ruiz\n9 Elm Street\nTown, NY 10999'],
  });
  expect(await page()).toMatchObject({ reachBy: [{ kind: 'email' }, { kind: 'post', asked: true }] });
  // To take the wish back by hand is another word, and can be undone itself.
  const back = await ask();
  expect(back.body).toEqual({ envelope: null });
  expect(await printed()).toEqual(asRecorded);
  expect((await undo(back)).status).toBe(200);
  expect((await printed()).card).toMatchObject({ name: 'M. Friend' });
  expect((await undo(asked)).status).toBe(200);
  expect(await printed()).toEqual(asRecorded);
});

test('who has no address in the record is reached by post where they asked', async () => {
  await somebody();
  expect(await postIs()).toContain('unreachable');
  await ask({ address: '9 Elm Street, Town, NY 10999' });
  expect(await postIs()).toEqual([]);
});

test('a confidential address goes before it, and a confidential way of another kind leaves no post at all', async () => {
  await somebody();
  await ask({ address: '9 Elm Street, Town, NY 10999' });
  await aContactPoint(app.database, practice.id, patient, { ...post, confidential_only: true });
  expect(await printed()).toMatchObject({ to: post.received, cardTo: [post.received] });
  expect(await postIs()).toEqual([]);
  await somebody();
  await ask({ address: '9 Elm Street, Town, NY 10999' });
  await aContactPoint(app.database, practice.id, patient, {
    kind: 'mobile',
    received: '+12125550144',
    normal: '+12125550144',
    confidential_only: true,
  });
  expect(await postIs()).toContain('confidential');
  expect((await printed()).cardTo).toEqual([]);
});

test('what is no address is refused, and nothing is written', async () => {
  await somebody();
  const answered = await ask({ address: '?' });
  expect(answered.status).toBe(422);
  expect(answered.text).toMatch(/no postal address/);
  expect(await page()).toMatchObject({ envelope: null });
});
