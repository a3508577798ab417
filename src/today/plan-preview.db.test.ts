import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aContactPoint, aPatient, aPractice, aService, aVisit } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, type Db, openDatabase } from '../database/database.ts';
import { newId, type PatientId, type ServiceId } from '../kit/ids.ts';
import { addDays, localDate } from '../kit/local-date.ts';
import { startPlan } from '../plan/actions.ts';
import { numberParam } from '../plan/model.ts';
import { applyPlan, listPlanVersions, readPlan } from '../plan/version-actions.ts';
import { consoleActor, type Practice } from '../practice/model.ts';
import { presentView } from './actions.ts';
import { findMessagesDue } from './messages-due.ts';
import { occasions } from './occasions.ts';
import { planDay } from './plan-day.ts';
import { previewTomorrow } from './preview-actions.ts';
import { weeklyLoad } from './weekly-load.ts';

let fresh: FreshDatabase;
let database: Database;
let practice: Practice;
let crown: ServiceId;
// A Monday, ten in the morning in New York.
const now = new Date('2026-03-02T15:00:00Z');
const today = localDate('2026-03-02');

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
  crown = await aService(database, practice.id, {
    name: '{"en":"Crown"}',
    returns: false,
    price_cents: 120_000,
    after_care: '{"en":"Chew on the other side."}',
  });
  await inside((db) => startPlan(db, practice.id));
});

const inside = <T>(work: (db: Db) => Promise<T>): Promise<T> => database.inPractice(practice.id, work);
const view = () => presentView(practice, now);

async function patientWith(
  ...visits: { day: number; status: string; service?: ServiceId }[]
): Promise<PatientId> {
  const patient = await aPatient(database, practice.id);
  await aContactPoint(database, practice.id, patient, {
    normal: `+1202555${String(Math.random()).slice(2, 6)}`,
  });
  for (const { day, status, service } of visits) {
    const on = addDays(today, day);
    await aVisit(database, practice.id, patient, {
      local_day: on,
      starts_at: `${on}T15:00:00Z`,
      status: status as never,
      service_id: service ?? null,
      booked_at: `${addDays(on, -30)}T15:00:00Z`,
    });
  }
  return patient;
}

async function found(code: string): Promise<readonly PatientId[]> {
  return inside(async (db) => {
    const plan = await readPlan(db, practice.id);
    const touchpoint = plan.touchpoints.find((one) => one.code === code);
    if (touchpoint === undefined) throw new Error(`no touchpoint ${code}`);
    const { candidates } = await occasions[touchpoint.trigger].find({
      db,
      practice,
      view: view(),
      touchpoint,
    });
    for (const candidate of candidates) expect(candidate.facts.length).toBeGreaterThan(0);
    return candidates.map((one) => one.patientId);
  });
}

test('treatment that was cancelled and not made up for is unfinished; made or booked again it is not', async () => {
  const open = await patientWith({ day: -10, status: 'cancelled', service: crown });
  await patientWith(
    { day: -10, status: 'cancelled', service: crown },
    { day: -3, status: 'seen', service: crown },
  );
  await patientWith({ day: -10, status: 'no_show', service: crown }, { day: 5, status: 'booked' });
  await patientWith({ day: -100, status: 'cancelled', service: crown });
  expect(await found('treatment')).toEqual([open]);
});

test('the price is said before the visit, and called about only when it may surprise', async () => {
  const cheap = await aService(database, practice.id, { price_cents: 15_000 });
  const dear = await patientWith({ day: 4, status: 'booked', service: crown });
  const small = await patientWith({ day: 4, status: 'booked', service: cheap });
  await patientWith({ day: 40, status: 'booked', service: crown });
  expect([...(await found('price-in-writing'))].sort()).toEqual([dear, small].sort());
  expect(await found('price-call')).toEqual([dear]);
});

test('a welcome is for whoever may come and has booked nothing', async () => {
  const known_from = '2026-02-26T15:00:00Z';
  const asks = await aPatient(database, practice.id, { status: 'prospective', known_from });
  const booked = await aPatient(database, practice.id, { status: 'prospective', known_from });
  await aVisit(database, practice.id, booked, {
    local_day: addDays(today, 3),
    starts_at: '2026-03-05T15:00:00Z',
  });
  await aPatient(database, practice.id, { known_from });
  expect(await found('welcome')).toEqual([asks]);
});

test('what is written afterwards goes the day after, where there is something to write', async () => {
  const fresh_ = await patientWith({ day: -1, status: 'seen', service: crown });
  await patientWith({ day: -9, status: 'seen', service: crown });
  await patientWith({ day: -1, status: 'seen' });
  expect(await found('aftercare')).toEqual([fresh_]);
});

test('a reminder is courtesy: none for those who always came, the firm one for those who may not', async () => {
  const seen = (count: number) =>
    Array.from({ length: count }, (_, nth) => ({ day: -30 * (nth + 1), status: 'seen' }));
  const proven = await patientWith(...seen(6), { day: 1, status: 'booked' });
  const usual = await patientWith(...seen(2), { day: 1, status: 'booked' });
  const likelier = await patientWith(...seen(2), { day: 1, status: 'booked' });
  expect([...(await found('reminder'))].sort()).toEqual([usual, likelier].sort());
  await inside(async (db) => {
    const visit = await db
      .selectFrom('visit')
      .select('id')
      .where('practice_id', '=', practice.id)
      .where('patient_id', '=', likelier)
      .where('status', '=', 'booked')
      .executeTakeFirstOrThrow();
    const of = { practice_id: practice.id, as_of: today };
    await db
      .insertInto('no_show_model')
      .values({ ...of, state: 'told', n: 900 })
      .execute();
    await db
      .insertInto('no_show_score')
      .values({
        ...of,
        visit_id: visit.id,
        patient_id: likelier,
        probability: 0.4,
        low: 0.3,
        high: 0.5,
        n: 900,
        usual: 0.1,
        reasons: '{}',
      })
      .execute();
  });
  expect(await found('reminder')).toEqual([usual]);
  expect(await found('reminder-firm')).toEqual([likelier]);
  expect(await found('reminder-firm')).not.toContain(proven);
});

test('a preview says what tomorrow would be, and writes nothing', async () => {
  const patient = await patientWith(
    { day: -60, status: 'seen' },
    { day: 5, status: 'booked', service: crown },
  );
  const wish = { touchpoints: [{ code: 'price-call', enabled: true }] };
  const before = await inside((db) => readPlan(db, practice.id));
  const preview = await inside((db) => previewTomorrow(db, practice, wish, now));
  expect(preview).toMatchObject({
    ok: true,
    value: { day: '2026-03-03', added: { count: 1, acts: [{ patientId: patient, minutes: 7 }] } },
  });
  expect(await inside((db) => readPlan(db, practice.id))).toEqual(before);
  expect(await inside((db) => listPlanVersions(db, practice.id))).toEqual([]);
  // Done, tomorrow is what the preview said.
  await inside((db) => applyPlan(db, consoleActor(practice), wish, now));
  const day = await inside((db) => planDay(db, practice, { ...view(), day: addDays(today, 1) }));
  expect(day.acts.map((act) => act.patientId)).toContain(patient);
});

test('nobody is asked again within the days of rest', async () => {
  const patient = await patientWith({ day: -10, status: 'cancelled', service: crown });
  const wish = { touchpoints: [{ code: 'treatment', enabled: true, restDays: 30 }] };
  await inside((db) => applyPlan(db, consoleActor(practice), wish, now));
  const planned = await inside((db) => planDay(db, practice, view()));
  const act = planned.acts.find((one) => one.patientId === patient);
  if (act === undefined) throw new Error('the treatment is followed up');
  await inside(async (db) => {
    const { touchpointId } = act;
    await db
      .insertInto('act')
      .values({
        practice_id: practice.id,
        id: newId(),
        touchpoint_id: touchpointId,
        patient_id: patient,
        occurrence: 'visit:another',
        day: addDays(today, -7),
        kind: 'call',
        channel: 'call',
        purpose: 'care',
        topic: 'treatment',
        owner_role: 'front_desk',
        minutes: 6,
        share: 'after-care',
        due_from: addDays(today, -7),
        due_to: today,
        why_now: '[{"fact":"x","source":"y","date":"2026-02-20"}]',
        language: 'en',
        title: 'x',
        script: 'x',
        state: 'done',
      })
      .execute();
  });
  const after = await inside((db) => planDay(db, practice, view()));
  expect(after.acts.map((one) => one.patientId)).not.toContain(patient);
  expect(after.held.map((one) => one.code)).toContain('asked_lately');
});

test('messages fall due from the same occasions as acts, and never stand on the list of the day', async () => {
  const patient = await patientWith({ day: 3, status: 'booked', service: crown });
  await aContactPoint(database, practice.id, patient, { kind: 'email', normal: 'reads@elm.example' });
  const wish = {
    touchpoints: [
      { code: 'price-call', channel: 'email' as const, templates: { email: 'price' }, enabled: true },
      { code: 'newsletter', channel: 'email' as const, enabled: true },
    ],
  };
  await inside((db) => applyPlan(db, consoleActor(practice), wish, now));
  const due = await inside((db) => findMessagesDue(db, practice, view()));
  expect(due).toMatchObject([
    {
      patient,
      channel: 'email',
      templateCode: 'price',
      purpose: 'care',
      about: 'visit',
      occurrence: expect.stringMatching(/^visit:/),
    },
  ]);
  expect(due[0]?.merge.price).toEqual({ cents: 120_000, currency: 'USD' });
  const planned = await inside((db) => planDay(db, practice, view()));
  expect(
    planned.acts.filter(
      (one) => one.channel !== 'call' && one.channel !== 'post' && one.channel !== 'in_person',
    ),
  ).toEqual([]);
  expect(planned.acts.map((one) => one.minutes)).not.toContain(7);
});

test('what a touchpoint costs a week is counted on the last 90 days', async () => {
  for (let nth = 0; nth < 9; nth += 1)
    await patientWith({ day: -10 * (nth + 1), status: 'cancelled', service: crown });
  const load = await inside(async (db) =>
    weeklyLoad(db, view(), (await readPlan(db, practice.id)).touchpoints),
  );
  const treatment = load.find((one) => one.code === 'treatment');
  // Nine in 90 days are 0.7 a week, at six minutes each.
  expect(treatment).toEqual({ code: 'treatment', occasions: 0.7, minutes: 4 });
  expect(load.find((one) => one.code === 'price-call')).toMatchObject({ occasions: 0 });
  const plan = await inside((db) => readPlan(db, practice.id));
  expect(load.map((one) => one.code).sort()).toEqual(plan.touchpoints.map((one) => one.code).sort());
  expect(numberParam(plan.touchpoints[0] as never, 'nothing', 7)).toBe(7);
});
