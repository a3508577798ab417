import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  aContactPoint,
  aPatient,
  aPersonalDetail,
  aPractice,
  aPromise,
  aService,
  aVisit,
} from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, type Db, openDatabase } from '../database/database.ts';
import type { ActId, PatientId } from '../kit/ids.ts';
import { localDate } from '../kit/local-date.ts';
import { changeCapacity, startPlan } from '../plan/actions.ts';
import { consoleActor, type Practice } from '../practice/model.ts';
import { presentView, recheckActs, refreshToday } from './actions.ts';
import { addHandAct } from './hand-actions.ts';
import { readToday } from './list-actions.ts';
import { answerAct, type OutcomeInput, undoAnswer } from './outcome-actions.ts';
import { planDay } from './plan-day.ts';

// Friday, 6 March 2026, 10:00 in New York.
const friday = new Date('2026-03-06T15:00:00Z');
const saturday = new Date('2026-03-07T15:00:00Z');
let fresh: FreshDatabase;
let database: Database;
let practice: Practice;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
});
afterAll(async () => {
  await database.close();
  await fresh.close();
});

/** A practice of its own whose plan has these touchpoints of the starter plan alone. */
async function begin(...codes: string[]): Promise<void> {
  practice = await aPractice(database);
  await inside(async (db) => {
    await startPlan(db, practice.id);
    await sql`update touchpoint set enabled = code = any(${codes}) where practice_id = ${practice.id}`.execute(
      db,
    );
  });
}
const inside = <T>(work: (db: Db) => Promise<T>): Promise<T> => database.inPractice(practice.id, work);
async function aCaller(over: object = {}): Promise<PatientId> {
  const patient = await aPatient(database, practice.id, over);
  await aContactPoint(database, practice.id, patient, {
    kind: 'mobile',
    received: '212 555 0100',
    normal: `+1212555${String(Math.random()).slice(2, 6)}`,
  });
  return patient;
}
const today = (now: Date) =>
  inside((db) => readToday(db, { practice, now, staffName: 'Dana', asOf: undefined, minutes: undefined }));
const plan = (now: Date) => inside((db) => refreshToday(db, practice, now));
async function answer(id: string, over: Partial<OutcomeInput>, now: Date) {
  const input = {
    outcome: 'done' as const,
    clientKey: crypto.randomUUID(),
    reason: undefined,
    at: undefined,
    bookedOn: undefined,
    ...over,
  };
  const answered = await inside((db) => answerAct(db, consoleActor(practice), id as ActId, input, now));
  if (!answered.ok) throw new Error(answered.refusal.detail);
  return answered.value;
}

test('what was promised to somebody who may come stands on Today like any promise', async () => {
  await begin('promise');
  const patient = await aCaller({ status: 'prospective' });
  await aPromise(database, practice.id, patient, { due_on: localDate('2026-03-06') });
  await plan(friday);
  expect((await today(friday)).acts.map(({ patientId }) => patientId)).toEqual([patient]);
});

test('a message left keeps no promise: the call is there again the next day, and not before', async () => {
  await begin('promise');
  const patient = await aCaller();
  await aPromise(database, practice.id, patient, { due_on: localDate('2026-03-06') });
  const [act] = (await plan(friday)).acts;
  await answer(String(act?.id), { outcome: 'left_message' }, friday);
  await plan(friday);
  expect((await today(friday)).acts).toEqual([]);
  await plan(saturday);
  expect((await today(saturday)).acts.map(({ id }) => id)).toEqual([act?.id]);
});

test('who comes on Monday is called on Friday where nobody works between', async () => {
  await begin('reminder');
  await inside((db) =>
    changeCapacity(
      db,
      consoleActor(practice),
      ['front_desk', 'clinician'].flatMap((role) => [6, 7].map((weekday) => ({ role, weekday, minutes: 0 }))),
    ),
  );
  const service_id = await aService(database, practice.id, {});
  const [monday, tuesday] = [await aCaller(), await aCaller()];
  for (const patient of [monday, tuesday])
    await aVisit(database, practice.id, patient, { on: '2025-09-01', status: 'left', service_id });
  await aVisit(database, practice.id, monday, { on: '2026-03-09', status: 'booked', service_id });
  await aVisit(database, practice.id, tuesday, { on: '2026-03-10', status: 'booked', service_id });
  expect((await plan(friday)).acts.map(({ patientId }) => patientId)).toEqual([monday]);
});

test('two things that one patient told us are one patient', async () => {
  await begin('news');
  await inside((db) =>
    sql`update touchpoint set enabled = true where practice_id = ${practice.id} and trigger = 'told_us_event'`.execute(
      db,
    ),
  );
  const patient = await aCaller();
  for (const words of ['ran a marathon', 'has a grandchild'])
    await aPersonalDetail(database, practice.id, patient, {
      words,
      kind: 'event',
      told_on: localDate('2026-03-01'),
    });
  const planned = await inside((db) => planDay(db, practice, presentView(practice, friday)));
  expect(planned.backlog.patients).toBe(0);
});

test('an act by hand that a stop has closed is there again when the stop is taken back', async () => {
  await begin('promise');
  const patient = await aCaller();
  await aPromise(database, practice.id, patient, { due_on: localDate('2026-03-06') });
  const wanted = {
    reason: 'ask after the new crown',
    channel: 'call' as const,
    minutes: 5,
    ownerRole: 'front_desk',
    assignedTo: null,
    day: localDate('2026-03-06'),
  };
  const hand = await inside((db) =>
    addHandAct(db, consoleActor(practice), patient, wanted, localDate('2026-03-06'), friday),
  );
  if (!hand.ok) throw new Error(hand.refusal.detail);
  await plan(friday);
  const act = (await today(friday)).acts.find(({ id }) => id !== hand.value.id);
  const stopped = await answer(String(act?.id), { outcome: 'stop' }, friday);
  await inside((db) => recheckActs(db, practice, patient, friday));
  expect((await today(friday)).acts).toEqual([]);
  await inside((db) =>
    undoAnswer(db, consoleActor(practice), stopped.outcomeId, crypto.randomUUID(), friday),
  );
  await inside((db) => recheckActs(db, practice, patient, friday));
  expect((await today(friday)).acts.map(({ id }) => id)).toContain(hand.value.id);
});

test('an answer of yesterday that is taken back stands on today’s list', async () => {
  await begin('promise');
  const patient = await aCaller();
  const promise = await aPromise(database, practice.id, patient, { due_on: localDate('2026-03-06') });
  const [act] = (await plan(friday)).acts;
  const done = await answer(String(act?.id), {}, friday);
  await plan(saturday);
  expect((await today(saturday)).acts).toEqual([]);
  await inside((db) => undoAnswer(db, consoleActor(practice), done.outcomeId, crypto.randomUUID(), saturday));
  expect((await today(saturday)).acts.map(({ id }) => id)).toEqual([act?.id]);
  expect(promise).toBeDefined();
});

test('what follows a visit is not lost to another visit of the same day', async () => {
  await begin('after-visit');
  await inside((db) =>
    sql`update touchpoint set enabled = true where practice_id = ${practice.id} and trigger = 'after_visit'`.execute(
      db,
    ),
  );
  const surgery = await aService(database, practice.id, { check_in_days: 1 });
  const plain = await aService(database, practice.id, { check_in_days: null });
  const patient = await aCaller();
  const at = (service_id: typeof plain, hour: string) =>
    aVisit(database, practice.id, patient, {
      on: '2026-03-05',
      starts_at: new Date(`2026-03-05T${hour}:00:00Z`),
      status: 'left',
      service_id,
    });
  await at(surgery, '15');
  await at(plain, '16');
  expect((await plan(friday)).acts.map(({ patientId }) => patientId)).toEqual([patient]);
});

test('a touchpoint of one service is for a patient of two as well', async () => {
  await begin('reminder', 'recall');
  const [one, other] = [await aService(database, practice.id), await aService(database, practice.id)];
  await inside((db) =>
    sql`update touchpoint set services = ${[other]}::uuid[] where practice_id = ${practice.id}`.execute(db),
  );
  const [coming, away] = [await aCaller(), await aCaller()];
  await aVisit(database, practice.id, coming, { on: '2025-09-01', status: 'left', service_id: other });
  for (const [service_id, hour] of [
    [one, '14'],
    [other, '16'],
  ] as const) {
    const starts_at = new Date(`2026-03-07T${hour}:00:00Z`);
    await aVisit(database, practice.id, coming, {
      on: '2026-03-07',
      starts_at,
      status: 'booked',
      service_id,
    });
    await inside((db) =>
      sql`insert into rhythm_score (practice_id, patient_id, service_id, as_of, status, episodes, first_day, last_day,
          recall_days, gaps, due_on, days_past_due, call_value)
        values (${practice.id}, ${away}, ${service_id}, '2026-03-06', 'overdue', 1, '2025-06-01', '2025-06-01', 180, 0,
          '2025-11-28', 98, ${service_id === one ? 0.5 : 0.2})`.execute(db),
    );
  }
  const planned = await inside((db) => planDay(db, practice, presentView(practice, friday), 100));
  expect(new Set(planned.acts.map(({ patientId }) => patientId))).toEqual(new Set([coming, away]));
});

test('what was promised is owed still when the number was wrong, and no more when the patient declined it', async () => {
  await begin('promise');
  const [wrong, unfit, declined] = [await aCaller(), await aCaller(), await aCaller()];
  for (const patient of [wrong, unfit, declined])
    await aPromise(database, practice.id, patient, { due_on: localDate('2026-03-06') });
  const { acts } = await plan(friday);
  const of = (patient: PatientId) => String(acts.find(({ patientId }) => patientId === patient)?.id);
  await answer(of(wrong), { outcome: 'wrong_number' }, friday);
  await answer(of(unfit), { outcome: 'not_appropriate', reason: 'in mourning' }, friday);
  const no = await answer(of(declined), { outcome: 'declined', reason: 'needs it no more' }, friday);
  await plan(friday);
  expect((await today(friday)).acts).toEqual([]);
  const next = await plan(saturday);
  expect(next.acts.map(({ patientId }) => patientId)).toEqual([unfit]);
  expect(next.held).toMatchObject([{ code: 'gate_refused', act: { patientId: wrong } }]);
  await inside((db) => undoAnswer(db, consoleActor(practice), no.outcomeId, crypto.randomUUID(), saturday));
  expect((await plan(saturday)).acts.map(({ patientId }) => patientId)).toContain(declined);
});

test('a call made for a visit is made anew for the day to which it was moved', async () => {
  await begin('reminder');
  const [called, waiting] = [await aCaller(), await aCaller()];
  for (const patient of [called, waiting]) {
    await aVisit(database, practice.id, patient, { on: '2025-09-01', status: 'left' });
    await aVisit(database, practice.id, patient, { on: '2026-03-07', status: 'booked' });
  }
  const move = (to: string) =>
    inside((db) =>
      sql`update visit set local_day = ${to}, starts_at = ${new Date(`${to}T15:00:00Z`)}
        where practice_id = ${practice.id} and status = 'booked'`.execute(db),
    );
  const before = (await plan(friday)).acts;
  const of = (patient: PatientId) => before.find(({ patientId }) => patientId === patient)?.id;
  await answer(String(of(called)), {}, friday);
  await plan(saturday);
  expect((await today(saturday)).acts).toEqual([]);
  await move('2026-03-08');
  const moved = (await plan(saturday)).acts;
  expect(moved.map(({ patientId }) => patientId).toSorted()).toEqual([called, waiting].toSorted());
  expect(moved.map(({ id }) => id)).toContain(of(waiting));
  expect(moved.map(({ premise }) => premise.localDay)).toEqual(['2026-03-08', '2026-03-08']);
  const anew = moved.find(({ patientId }) => patientId === called);
  await plan(saturday);
  expect((await today(saturday)).acts.map(({ id }) => id)).toContain(anew?.id);
  await answer(String(anew?.id), {}, saturday);
  expect((await plan(saturday)).acts.map(({ id }) => id)).toEqual([of(waiting)]);
});
