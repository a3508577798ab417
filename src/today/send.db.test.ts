import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aContactPoint, aPatient, aPractice, aService, aVisit } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, openDatabase } from '../database/database.ts';
import type { PatientId, VisitId } from '../kit/ids.ts';
import { startPlan } from '../plan/actions.ts';
import type { Practice } from '../practice/model.ts';
import { told } from '../words/told.ts';
import { presentView } from './actions.ts';
import { planDay } from './plan-day.ts';
import { queueDueMessages } from './send-actions.ts';

const now = new Date('2026-03-02T15:00:00Z');
let fresh: FreshDatabase;
let database: Database;
let practice: Practice;
let patient: PatientId;
let visit: VisitId;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  practice = await aPractice(database);
  const service_id = await aService(database, practice.id, {});
  await database.inPractice(practice.id, (db) => startPlan(db, practice.id));
  patient = await aPatient(database, practice.id);
  await aContactPoint(database, practice.id, patient, { kind: 'email', normal: 'ann@elm.example' });
  await aVisit(database, practice.id, patient, { on: '2025-09-02', status: 'left', service_id });
  visit = await aVisit(database, practice.id, patient, { on: '2026-03-03', status: 'booked', service_id });
  await database.inPractice(practice.id, (db) =>
    sql`update touchpoint set enabled = code = 'reminder', automatic = code = 'reminder',
      channel = case code when 'reminder' then 'email' else channel end,
      templates = case code when 'reminder' then '{"email": "visit_reminder"}'::jsonb else templates end,
      params = params - 'risk'
      where practice_id = ${practice.id}`.execute(db),
  );
});
afterAll(async () => {
  await database.close();
  await fresh.close();
});

const queue = (at = now) => database.inPractice(practice.id, (db) => queueDueMessages(db, practice, at));
const rows = () =>
  database.inPractice(practice.id, (db) =>
    db
      .selectFrom('message')
      .select(['source', 'occurrence', 'channel', 'state', 'arm', 'premise', 'about', 'due_at'])
      .where('practice_id', '=', practice.id)
      .orderBy('created_at')
      .orderBy('id')
      .execute(),
  );

test('what the plan sends by itself lies in the outbox once, however often the day is planned', async () => {
  expect((await queue()).queued).toBe(1);
  const again = await queue(new Date(now.getTime() + 3_600_000));
  expect([again.queued, again.already, again.refused]).toEqual([0, 1, []]);
  const [message, ...others] = await rows();
  expect(others).toEqual([]);
  expect(message).toMatchObject({
    source: 'reminder',
    occurrence: `visit:${visit}`,
    channel: 'email',
    state: 'planned',
    about: 'visit',
    premise: { visitId: visit, open: true },
  });
});

test('whoever is in the comparison group is noted with their arm and never sent anything', async () => {
  const before = (await rows()).length;
  await database.inPractice(practice.id, async (db) => {
    await sql`update touchpoint set hold_out = 0.5 where practice_id = ${practice.id} and code = 'reminder'`.execute(
      db,
    );
  });
  const people: PatientId[] = [];
  for (let i = 0; i < 30; i += 1) {
    const one = await aPatient(database, practice.id);
    await aContactPoint(database, practice.id, one, { kind: 'email', normal: `p${i}@elm.example` });
    people.push(one);
    await aVisit(database, practice.id, one, { on: '2025-09-02', status: 'left' });
    await aVisit(database, practice.id, one, { on: '2026-03-03', status: 'booked' });
  }
  await queue();
  const arms = (await rows()).slice(before).map(({ arm, state }) => `${arm} ${state}`);
  expect(arms).toHaveLength(people.length);
  expect(new Set(arms)).toEqual(new Set(['act planned', 'hold_out cancelled']));
});

test('whom a message cannot reach is called instead: once, and never both', async () => {
  const plan = () =>
    database.inPractice(practice.id, (db) => planDay(db, practice, presentView(practice, now)));
  const without = await aPatient(database, practice.id);
  await aContactPoint(database, practice.id, without, { kind: 'mobile', normal: '+12025550148' });
  await aVisit(database, practice.id, without, { on: '2025-09-02', status: 'left' });
  const theirs = await aVisit(database, practice.id, without, { on: '2026-03-03', status: 'booked' });
  await database.inPractice(practice.id, (db) =>
    sql`update touchpoint set hold_out = 0 where practice_id = ${practice.id} and code = 'reminder'`.execute(
      db,
    ),
  );
  const callsOf = async (who: PatientId) => {
    const { acts, held } = await plan();
    return [...acts, ...held.map(({ act }) => act)].filter(({ patientId }) => patientId === who);
  };
  const messagesOf = (who: PatientId) =>
    database.inPractice(practice.id, (db) =>
      db
        .selectFrom('message')
        .select(['occurrence', 'state'])
        .where('practice_id', '=', practice.id)
        .where('patient_id', '=', who)
        .execute(),
    );
  await queue();
  expect(await callsOf(without)).toMatchObject([{ channel: 'call', occurrence: `visit:${theirs}` }]);
  expect(await messagesOf(without)).toEqual([]);
  expect(await callsOf(patient)).toEqual([]);

  // Their address comes later: until somebody has called, the message goes and nobody calls.
  await aContactPoint(database, practice.id, without, { kind: 'email', normal: 'late@elm.example' });
  expect(await callsOf(without)).toEqual([]);
  await queue();
  expect(await messagesOf(without)).toMatchObject([{ state: 'planned' }]);

  // It turns out to be wrong before the message went: called after all.
  await database.inPractice(practice.id, (db) =>
    sql`update contact_point set valid = false where practice_id = ${practice.id} and normal = 'late@elm.example'`.execute(
      db,
    ),
  );
  expect(await callsOf(without)).toMatchObject([{ channel: 'call' }]);

  // A message that went, or may have, is not said again by phone.
  await database.inPractice(practice.id, (db) =>
    sql`update message set state = 'unknown' where practice_id = ${practice.id} and patient_id = ${without}`.execute(
      db,
    ),
  );
  expect(await callsOf(without)).toEqual([]);
});

test('a touchpoint that names no template of ours queues nothing, and says so', async () => {
  const before = await rows();
  await database.inPractice(practice.id, async (db) => {
    await sql`update touchpoint set templates = '{"email": "no-such"}'::jsonb
      where practice_id = ${practice.id} and code = 'reminder'`.execute(db);
  });
  const { queued, refused } = await queue();
  expect(queued).toBe(0);
  expect(refused.length).toBeGreaterThan(0);
  expect(await rows()).toEqual(before);
});

test('a visit that was moved is spoken of anew: at its new time, and at its old one when it comes back', async () => {
  const mover = await aPatient(database, practice.id);
  await aContactPoint(database, practice.id, mover, { kind: 'email', normal: 'mover@elm.example' });
  await aVisit(database, practice.id, mover, { on: '2025-09-02', status: 'left' });
  const moved = await aVisit(database, practice.id, mover, { on: '2026-03-03', status: 'booked' });
  const moveTo = (startsAt: string) =>
    database.inPractice(practice.id, (db) =>
      sql`update visit set starts_at = ${startsAt}
        where practice_id = ${practice.id} and id = ${moved}`.execute(db),
    );
  const theirs = () =>
    database.inPractice(practice.id, (db) =>
      sql<{ state: string; starts: string }>`
        select state, premise ->> 'startsAt' as starts from message
        where practice_id = ${practice.id} and patient_id = ${mover} order by id`
        .execute(db)
        .then((found) => found.rows),
    );
  const say = (state: string, why: string | null) =>
    database.inPractice(practice.id, (db) =>
      sql`update message set state = ${state}, why = ${why}
        where practice_id = ${practice.id} and patient_id = ${mover} and state = 'planned'`.execute(db),
    );
  await database.inPractice(practice.id, (db) =>
    sql`update touchpoint set templates = '{"email": "visit_reminder"}'::jsonb
      where practice_id = ${practice.id} and code = 'reminder'`.execute(db),
  );
  await moveTo('2026-03-03T15:00:00Z');
  expect((await queue()).queued).toBe(1);
  await say('accepted', null);

  await moveTo('2026-03-03T20:00:00Z');
  expect((await queue()).queued).toBe(1);
  expect((await queue()).queued).toBe(0);
  await say('cancelled', told.outbox.visitMoved);

  await moveTo('2026-03-03T15:00:00Z');
  expect((await queue()).queued).toBe(1);
  expect((await queue()).queued).toBe(0);
  expect(await theirs()).toEqual([
    { state: 'accepted', starts: '2026-03-03T15:00:00.000Z' },
    { state: 'cancelled', starts: '2026-03-03T20:00:00.000Z' },
    { state: 'planned', starts: '2026-03-03T15:00:00.000Z' },
  ]);
});

test('a visit that was cancelled by mistake is spoken of when it stands again; what a person dropped is not', async () => {
  const back = await aPatient(database, practice.id);
  await aContactPoint(database, practice.id, back, { kind: 'email', normal: 'back@elm.example' });
  await aVisit(database, practice.id, back, { on: '2025-09-02', status: 'left' });
  await aVisit(database, practice.id, back, { on: '2026-03-03', status: 'booked' });
  const drop = (why: string) =>
    database.inPractice(practice.id, (db) =>
      sql`update message set state = 'cancelled', why = ${why}
        where practice_id = ${practice.id} and patient_id = ${back} and state = 'planned'`.execute(db),
    );
  expect((await queue()).queued).toBe(1);
  await drop(told.outbox.visitGone);
  expect((await queue()).queued).toBe(1);
  await drop(told.outbox.dropped);
  expect((await queue()).queued).toBe(0);
});

test('a message about a visit that was made before its hour does not wait for it to be still to come', async () => {
  await database.inPractice(practice.id, (db) =>
    sql`update touchpoint set enabled = true, automatic = true, channel = 'email',
      templates = '{"email": "visit_reminder"}'::jsonb
      where practice_id = ${practice.id} and code = 'next-visit'`.execute(db),
  );
  const early = await aPatient(database, practice.id);
  await aContactPoint(database, practice.id, early, { kind: 'email', normal: 'early@elm.example' });
  const seen = await aVisit(database, practice.id, early, {
    on: '2026-03-02',
    status: 'left',
    starts_at: new Date(now.getTime() + 600_000),
  });
  await queue();
  const theirs = (await rows()).filter(({ premise }) => JSON.stringify(premise).includes(seen));
  expect(theirs).toMatchObject([{ source: 'next-visit', premise: { open: false } }]);
});
