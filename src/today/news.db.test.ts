import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  aConsent,
  aContactPoint,
  aHousehold,
  aLocation,
  aMessage,
  aPatient,
  aPractice,
  aVisit,
} from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { readTemplates } from '../contact/template-actions.ts';
import { type Database, type Db, openDatabase } from '../database/database.ts';
import type { PatientId } from '../kit/ids.ts';
import { localDate } from '../kit/local-date.ts';
import { startPlan } from '../plan/actions.ts';
import type { PlanWish } from '../plan/plan-file-contract.ts';
import { applyPlan } from '../plan/version-actions.ts';
import { consoleActor, type Practice } from '../practice/model.ts';
import { reachOfNews } from './news-actions.ts';
import { nextDate } from './occasions/on-date.ts';
import { queueDueMessages } from './send-actions.ts';

let fresh: FreshDatabase;
let database: Database;
let practice: Practice;
// A Monday, ten in the morning in New York.
const now = new Date('2026-03-02T15:00:00Z');

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
});
afterAll(async () => {
  await database.close();
  await fresh.close();
});
beforeEach(async () => {
  practice = await aPractice(database);
  await aLocation(database, practice.id, { address: ['1 Elm Street', 'Port Alder, NY 10999'] });
  await inside((db) => startPlan(db, practice.id));
  await inside((db) => readTemplates(db, practice.id, now));
});

const inside = <T>(work: (db: Db) => Promise<T>): Promise<T> => database.inPractice(practice.id, work);

async function aReader(agrees = true, email = `${Math.random()}@example.org`): Promise<PatientId> {
  const patient = await aPatient(database, practice.id);
  await aVisit(database, practice.id, patient, {
    local_day: localDate('2026-02-02'),
    starts_at: '2026-02-02T15:00:00Z',
    status: 'seen',
  });
  if (email !== '')
    await aContactPoint(database, practice.id, patient, { kind: 'email', received: email, normal: email });
  if (agrees)
    await aConsent(database, practice.id, patient, {
      purpose: 'marketing',
      channel: 'email',
      created_at: '2026-01-01T00:00:00Z',
    });
  return patient;
}

const news = (over: object = {}): PlanWish => ({
  touchpoints: [
    {
      code: 'newsletter',
      channel: 'email',
      enabled: true,
      restDays: 25,
      legalClass: 'operations',
      params: { on: '2026-03-02', writtenFor: '2026-03-02', forDays: 14, seenWithinDays: 730 },
      script: { en: 'We open on Saturdays.', es: 'Abrimos los sábados.' },
      ...over,
    },
  ],
});

async function messages() {
  await inside((db) => queueDueMessages(db, practice, now));
  return inside((db) =>
    db.selectFrom('message').select(['patient_id', 'merge']).where('practice_id', '=', practice.id).execute(),
  );
}

const reach = (wish: PlanWish) => inside((db) => reachOfNews(db, consoleActor(practice), wish, now));
const apply = (wish: PlanWish) => inside((db) => applyPlan(db, consoleActor(practice), wish, now));

test('news go in every language that they were written in, to one of each household', async () => {
  const [one, two] = [await aReader(), await aReader()];
  await aHousehold(database, practice.id, [one, two]);
  const other = await aReader();
  await apply(news());
  const sent = await messages();
  expect(sent.length).toBe(2);
  expect(sent.map(({ patient_id }) => patient_id)).toContain(other);
  expect(sent[0]?.merge).toEqual({ 'news:en': 'We open on Saturdays.', 'news:es': 'Abrimos los sábados.' });
});

test('words that nobody wrote for this date go out as news to nobody', async () => {
  await aReader();
  await apply(news({ params: { on: '2026-03-02', writtenFor: '2026-02-02', forDays: 14 } }));
  expect((await messages()).map(({ merge }) => merge)).toEqual([{}]);
});

test('how many it reaches, and why not the others, is told before; nothing is written', async () => {
  await aReader();
  await aReader(true, '');
  const had = await aReader();
  await aMessage(database, practice.id, had, {
    source: 'newsletter',
    state: 'accepted',
    state_at: '2026-02-20T15:00:00Z',
  });
  const found = await reach(news());
  expect(found).toMatchObject({
    ok: true,
    value: { day: '2026-03-02', found: 3, resting: 1, heldOut: 0, later: [] },
  });
  if (!found.ok) throw new Error(found.refusal.detail);
  const { reached, refused } = found.value;
  expect({ reached, refused }).toEqual({
    reached: 1,
    refused: [{ reason: '⟦gate.unreachable.email⟧', n: 1 }],
  });
  expect(
    await inside((db) =>
      db.selectFrom('message').select('id').where('practice_id', '=', practice.id).execute(),
    ),
  ).toHaveLength(1);
  // What was said is what is queued and permitted.
  await apply(news());
  expect(await messages()).toHaveLength(3);
});

test('a date that is over reaches nobody, and another kind of touchpoint is no news', async () => {
  await aReader();
  expect(await reach(news({ params: { on: '2026-03-01' } }))).toMatchObject({
    ok: true,
    value: { day: null, reached: 0 },
  });
  expect(await reach({ touchpoints: [{ code: 'birthday', enabled: true }] })).toMatchObject({ ok: false });
  expect(nextDate('02-29', localDate('2026-03-02'))).toBe('2028-02-29');
  expect(nextDate('2026-03-02', localDate('2026-03-02'))).toBe('2026-03-02');
  expect(nextDate('not a day', localDate('2026-03-02'))).toBeUndefined();
});
