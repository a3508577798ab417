import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aHousehold, aMessage, anAct, aPatient, aPractice, aVisit } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, type Db, openDatabase } from '../database/database.ts';
import type { PatientId, TouchpointId } from '../kit/ids.ts';
import { localDate } from '../kit/local-date.ts';
import { startPlan } from '../plan/actions.ts';
import { applyPlan, readPlan } from '../plan/version-actions.ts';
import { consoleActor, type Practice } from '../practice/model.ts';
import { drawEvidence, newestSpan } from './evidence-actions.ts';

let fresh: FreshDatabase;
let database: Database;
let practice: Practice;
let touchpoint: TouchpointId;
const day = localDate('2026-03-02');
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
  touchpoint = await inside(async (db) => {
    await startPlan(db, practice.id);
    const { touchpoints } = await readPlan(db, practice.id);
    return touchpoints.find(({ code }) => code === 'reminder')?.id as TouchpointId;
  });
});

const inside = <T>(work: (db: Db) => Promise<T>): Promise<T> => database.inPractice(practice.id, work);

const evidence = () =>
  inside(async (db) => {
    const { touchpoints } = await readPlan(db, practice.id);
    const view = { practice: practice.id, day, knownAt: now, live: true };
    return (await drawEvidence(db, practice, view, touchpoints)).evidence.find(
      ({ code }) => code === 'reminder',
    );
  });

async function wish(change: object): Promise<void> {
  const touchpoints = [{ code: 'reminder', ...change }];
  const applied = await inside((db) => applyPlan(db, consoleActor(practice), { touchpoints }, now));
  expect(applied.ok).toBe(true);
}

async function drawn(
  arm: 'act' | 'hold_out',
  status: string,
  of: { patient?: PatientId; on?: string; household?: string } = {},
): Promise<PatientId> {
  const patient = of.patient ?? (await aPatient(database, practice.id));
  const on = localDate(of.on ?? '2026-02-20');
  const visitId = await aVisit(database, practice.id, patient, {
    local_day: on,
    starts_at: `${on}T15:00:00Z`,
    status: status as never,
  });
  const household = of.household === undefined ? {} : { household_id: of.household as never };
  await anAct(
    database,
    practice.id,
    { patient, touchpoint, day: on },
    {
      arm,
      state: arm === 'act' ? 'done' : 'held',
      premise: JSON.stringify({ visitId }),
      created_at: new Date(),
      ...household,
    },
  );
  return patient;
}

test('what was done without a comparison is untested, and stopped when it is switched off', async () => {
  expect(await evidence()).toMatchObject({ standing: 'untested', made: 0, lastOn: null, finding: null });
  await drawn('act', 'seen');
  expect(await evidence()).toMatchObject({ standing: 'untested', made: 1, lastOn: '2026-02-20' });
  await wish({ enabled: false });
  expect(await evidence()).toMatchObject({ standing: 'stopped', made: 1, counted: null });
});

test('both arms are counted by family and first occasion, once somebody is held out', async () => {
  // Before the share was set nobody could be held out: this family is not compared.
  await drawn('act', 'seen');
  await wish({ holdOut: 0.25 });
  await drawn('act', 'seen');
  await drawn('act', 'cancelled');
  const missed = await drawn('act', 'no_show');
  // Their second occasion follows from the first and adds nothing.
  await drawn('act', 'seen', { patient: missed });
  await drawn('hold_out', 'no_show');
  // Not over yet.
  await drawn('hold_out', 'booked', { on: '2026-03-03' });
  const mother = await aPatient(database, practice.id);
  const child = await aPatient(database, practice.id);
  const household = await aHousehold(database, practice.id, [mother, child]);
  await drawn('hold_out', 'seen', { patient: mother, household });
  await drawn('hold_out', 'seen', { patient: child, household });
  await aMessage(database, practice.id, await aPatient(database, practice.id), {
    source: 'reminder',
    arm: 'hold_out',
    state: 'cancelled',
  });
  const found = await evidence();
  expect(found).toMatchObject({
    standing: 'testing',
    finding: 'too_few',
    counted: { treated: 3, held: 2 },
    shares: null,
    heldShare: 0.25,
    made: 4,
  });
  expect(found?.needed?.treated).toBeGreaterThan(1000);

  await wish({ holdOut: 0 });
  expect(await evidence()).toMatchObject({ standing: 'untested', counted: { treated: 3, held: 2 } });
});

test('half as many missed visits in arms of the planned size are proof', async () => {
  await wish({ holdOut: 0.5 });
  const arms = [
    ['act', 1100, 110],
    ['hold_out', 1100, 253],
  ] as const;
  for (const [arm, n, missed] of arms) {
    await inside(async (db) => {
      await sql`
        with person as (
          insert into patient (practice_id, id, given_name, family_name)
          select ${practice.id}, gen_random_uuid(), 'A', 'B' from generate_series(1, ${n}) returning id
        ), numbered as (select id, row_number() over (order by id) as nth from person
        ), booked as (
          insert into visit (practice_id, id, patient_id, source_system, source_id, starts_at, local_day, status)
          select ${practice.id}, gen_random_uuid(), id, 'test', id::text, '2026-02-20T15:00:00Z', '2026-02-20',
            case when nth <= ${missed} then 'no_show' else 'seen' end
          from numbered returning id, patient_id
        )
        insert into act (practice_id, id, touchpoint_id, patient_id, occurrence, day, kind, channel, purpose, topic,
          owner_role, minutes, share, due_from, due_to, why_now, language, title, script, state, arm, premise, created_at)
        select ${practice.id}, gen_random_uuid(), ${touchpoint}, patient_id, 'visit:' || id, '2026-02-19', 'call', 'call',
          'care', 'visit', 'front_desk', 3, 'coming', '2026-02-19', '2026-02-20',
          '[{"fact":"a","source":"b","date":"2026-02-19"}]', 'en', 'c', 'd',
          case when ${arm} = 'act' then 'done' else 'held' end, ${arm}, jsonb_build_object('visitId', id),
          clock_timestamp() + interval '1 second'
        from booked`.execute(db);
    });
  }
  const found = await evidence();
  expect(found).toMatchObject({
    standing: 'proven',
    finding: 'helps',
    counted: { treated: 1100, held: 1100 },
    shares: { without: 253 / 1100 },
  });
  // Of 10 in 100, drawn a little towards what one clinic elsewhere saw.
  expect(found?.shares?.with).toBeGreaterThan(0.1);
  expect(found?.shares?.with).toBeLessThan(0.13);
});

test('another share is another comparison; the newest counts, running or over', () => {
  const [a, b, c] = [new Date(1000), new Date(2000), new Date(3000)];
  expect(newestSpan([])).toBeUndefined();
  expect(newestSpan([{ at: a, share: 0 }])).toBeUndefined();
  expect(newestSpan([{ at: a, share: 0.1 }])).toEqual({ share: 0.1, since: new Date(0), until: null });
  const changes = [
    { at: a, share: 0 },
    { at: b, share: 0.1 },
  ];
  expect(newestSpan(changes)).toEqual({ share: 0.1, since: b, until: null });
  expect(newestSpan([...changes, { at: c, share: 0.3 }])).toEqual({ share: 0.3, since: c, until: null });
  expect(newestSpan([...changes, { at: c, share: 0 }])).toEqual({ share: 0.1, since: b, until: c });
});
