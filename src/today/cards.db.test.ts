import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aContactPoint, aPatient, aPractice, aService, aVisit } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { newId, type PatientId } from '../kit/ids.ts';
import { localDate } from '../kit/local-date.ts';
import { scorePractice } from '../loyalty/actions.ts';
import { startPlan } from '../plan/actions.ts';
import type { Practice } from '../practice/model.ts';
import { speak } from '../words/told.ts';
import { presentView } from './actions.ts';
import { planDay } from './plan-day.ts';

const now = new Date('2026-03-02T15:00:00Z');
let fresh: FreshDatabase;
let database: Database;
let practice: Practice;
const people = new Map<string, PatientId>();

/** A patient whose birthday is tomorrow, seen last month. */
async function born(name: string, year: number, over: object = {}): Promise<PatientId> {
  const birth = { birth_date: localDate(`${year}-03-03`), birth_precision: 'day' as const };
  const patient = await aPatient(database, practice.id, { given_name: name, ...birth, ...over });
  const service_id = service;
  await aVisit(database, practice.id, patient, { on: '2026-02-10', status: 'left', service_id });
  await aContactPoint(database, practice.id, patient, {
    kind: 'post',
    received: '1 Elm Street',
    normal: `1 elm street ${name}`,
  });
  people.set(name, patient);
  return patient;
}

let service: Awaited<ReturnType<typeof aService>>;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  practice = await aPractice(database);
  service = await aService(database, practice.id, {});
  await database.inPractice(practice.id, (db) => startPlan(db, practice.id));
  await born('adult', 1980);
  await born('unguarded', 2016);
  const child = await born('child', 2016);
  await born('of age tomorrow', 2008);
  await born('dead', 1950, { deceased_on: localDate('2026-02-20') });
  await database.inPractice(practice.id, async (db) => {
    await sql`insert into related_person (practice_id, id, patient_id, name, relationship, may_receive)
      values (${practice.id}, ${newId()}, ${child}, 'Rosa Vance', 'mother', true)`.execute(db);
    await sql`update touchpoint set enabled = code in ('birthday') where practice_id = ${practice.id}`.execute(
      db,
    );
    await scorePractice(db, presentView(practice, now));
  });
});
afterAll(async () => {
  await database.close();
  await fresh.close();
});

test('a birthday card goes to whoever is grown up, to a child through a guardian, and to nobody else', async () => {
  const plan = await database.inPractice(practice.id, (db) =>
    planDay(db, practice, presentView(practice, now)),
  );
  const all = [...plan.acts, ...plan.held.map(({ act }) => act)];
  const named = (name: string) => all.filter(({ patientId }) => patientId === people.get(name));
  expect(named('adult')).toHaveLength(1);
  expect(named('unguarded')).toHaveLength(0);
  expect(named('dead')).toHaveLength(0);
  // Seventeen until tomorrow: today a child still, and without a guardian.
  expect(named('of age tomorrow')).toHaveLength(0);
  const [card] = named('child');
  expect(card?.whyNow.map(({ fact }) => speak(fact, 'en'))).toContain(
    'is a child: the card goes to Rosa Vance',
  );
});
