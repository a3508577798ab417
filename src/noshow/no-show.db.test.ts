import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPatient, aPractice, aService, aVisit } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, openDatabase } from '../database/database.ts';
import type { PatientId } from '../kit/ids.ts';
import { addDays, localDate } from '../kit/local-date.ts';
import { listRhythms, scorePractice } from '../loyalty/actions.ts';
import type { Practice } from '../practice/model.ts';
import { logistic } from '../statistics/functions/log-add.ts';
import { seededRandom } from '../statistics/functions/random.ts';
import type { Viewpoint } from '../visits/reading.ts';
import { findNoShowState, sayOfNextVisit, sayOfVisitsOn } from './actions.ts';

const today = localDate('2026-03-02');
let fresh: FreshDatabase;
let database: Database;
let practice: Practice;
let careless: PatientId;
let punctual: PatientId;
const viewOf = (of: Practice): Viewpoint => ({
  practice: of.id,
  day: today,
  knownAt: new Date(`${today}T12:00:00Z`),
  live: true,
});

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  practice = await aPractice(database, { name: 'Lakeside' });
  const service = await aService(database, practice.id);
  const patients: PatientId[] = [];
  for (let i = 0; i < 60; i += 1) patients.push(await aPatient(database, practice.id));
  careless = patients[0] as PatientId;
  punctual = patients[1] as PatientId;
  // Two years of visits: half of those of a third of the patients are missed when booked long ahead, few of the others.
  const random = seededRandom(3);
  const rows = Array.from({ length: 3000 }, (_, n) => {
    const nth = Math.floor(60 * random.uniform());
    const day = addDays(today, -700 + Math.floor((n * 699) / 3000));
    const lead = 1 + Math.floor(60 * random.uniform());
    const chance = logistic(-3.2 + 0.03 * lead + (nth % 3 === 0 ? 1.8 : 0));
    return {
      patient: patients[nth],
      day,
      booked: addDays(day, -lead),
      status: random.uniform() < chance ? 'no_show' : 'left',
    };
  });
  await database.inPractice(practice.id, (db) =>
    sql`
      insert into visit (practice_id, id, patient_id, service_id, booked_at, starts_at, local_day, status, source_system, source_id)
      select ${practice.id}::int, gen_random_uuid(), r.patient, ${service}::uuid, r.booked + time '15:00', r.day + time '15:00', r.day,
        r.status, 'test', 'past ' || row_number() over ()
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (patient uuid, day date, booked date, status text)`.execute(
      db,
    ),
  );
  for (const [patient, lead] of [
    [careless, 50],
    [punctual, 3],
  ] as const) {
    const day = addDays(today, 2);
    await aVisit(database, practice.id, patient, {
      status: 'booked',
      local_day: day,
      starts_at: new Date(`${day}T15:00:00Z`),
      booked_at: new Date(`${addDays(day, -lead)}T15:00:00Z`),
      service_id: service,
    });
  }
});
afterAll(async () => {
  await database.close();
  await fresh.close();
});

test('the scoring says which visits may be missed, with the reason, and only of those more likely than usual', async () => {
  await database.inPractice(practice.id, async (db) => {
    await scorePractice(db, viewOf(practice));
    expect(await findNoShowState(db, practice.id)).toBe('told');
    const said = [...(await sayOfVisitsOn(db, practice.id, addDays(today, 2))).values()];
    expect(said).toHaveLength(1);
    expect(said[0]?.en).toMatch(
      /^About \d+ in 100 such visits are missed here .*missed \d+ of \d+ visits before/,
    );
    expect(said[0]?.en).toContain('booked 50 days ahead');
    expect(said[0]?.es).toContain('reservada con 50 días de antelación');
    const next = await sayOfNextVisit(db, practice.id, punctual, today);
    expect(next?.day).toBe(addDays(today, 2));
  });
});

test('a booked patient counts as coming but for the chance that this visit is missed', async () => {
  await database.inPractice(practice.id, async (db) => {
    const { rows } = await sql<{ patient_id: string; p: number; missed: number }>`
      select r.patient_id, r.p_visit as p, n.probability as missed
      from rhythm_score r join no_show_score n on n.practice_id = r.practice_id and n.patient_id = r.patient_id
      where r.practice_id = ${practice.id} and r.status = 'booked'`.execute(db);
    expect(rows).toHaveLength(2);
    for (const { p, missed } of rows) {
      expect(p).toBeGreaterThanOrEqual(1 - missed - 1e-6);
      expect(p).toBeLessThanOrEqual(1);
    }
    const of = (patient: PatientId) => rows.find((row) => row.patient_id === patient);
    expect(of(careless)?.missed).toBeGreaterThan(2 * (of(punctual)?.missed ?? 1));
    const rhythms = await listRhythms(db, practice.id, careless, today);
    expect(rhythms[0]?.sentence.en).toMatch(/such visits are missed here/);
    expect(rhythms[0]?.sentence.es).toMatch(/se pierden unas/);
  });
});

test('the same record gives the same scores, and a practice with little of a past is told so', async () => {
  const scores = () =>
    database.inPractice(practice.id, async (db) => {
      await scorePractice(db, viewOf(practice));
      const { rows } =
        await sql`select * from no_show_score where practice_id = ${practice.id} order by visit_id`.execute(
          db,
        );
      return rows;
    });
  expect(await scores()).toEqual(await scores());
  const small = await aPractice(database, { name: 'Small' });
  const patient = await aPatient(database, small.id);
  await aVisit(database, small.id, patient, { status: 'booked', local_day: addDays(today, 2) });
  await database.inPractice(small.id, async (db) => {
    await scorePractice(db, viewOf(small));
    expect(await findNoShowState(db, small.id)).toBe('too_few');
    expect((await sayOfVisitsOn(db, small.id, addDays(today, 2))).size).toBe(0);
    expect(await sayOfNextVisit(db, small.id, patient, today)).toBeUndefined();
  });
});
