import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Agent, anAgent, noon, openApp, type TestApp } from '../../tests/harness/app.ts';
import {
  anAct,
  aPatient,
  aPersonalDetail,
  aPractice,
  aPromise,
  aService,
  aStaffMember,
  aTouchpoint,
  aVisit,
} from '../../tests/harness/builders.ts';
import type { getHuddle, getOverview, listDrift } from '../insight/contract.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { PatientId, ServiceId, StaffMemberId } from '../kit/ids.ts';
import { localDate } from '../kit/local-date.ts';
import type { Practice } from '../practice/model.ts';

let app: TestApp;
let practice: Practice;
let clinician: Agent;
let manager: Agent;

const today = localDate('2026-03-02');

beforeAll(async () => {
  app = await openApp();
  practice = await aPractice(app.database);
  clinician = await anAgent(app, practice, ['clinician']);
  manager = await anAgent(app, practice, ['manager']);
});
afterAll(() => app.close());

test('the huddle has the visits of the day by time, firsts and long absences, and what to remember', async () => {
  const { database } = app;
  const service = await aService(database, practice.id);
  const amin = await aStaffMember(database, practice.id, { display_name: 'Dr Amin', roles: ['clinician'] });
  const back = await aPatient(database, practice.id, { given_name: 'Tom', family_name: 'Hale' });
  const fresh = await aPatient(database, practice.id, { given_name: 'Maria', family_name: 'Ortiz' });
  const gone = await aPatient(database, practice.id, { given_name: 'Not', family_name: 'Coming' });
  const at = (patient: typeof back, day: string, time: string, status: string) =>
    aVisit(database, practice.id, patient, {
      local_day: localDate(day),
      starts_at: new Date(`${day}T${time}:00Z`),
      status: status as 'seen',
      service_id: service,
      clinician_id: amin.id,
    });
  await at(back, '2025-01-02', '15:00', 'seen');
  await at(back, '2026-03-02', '19:00', 'booked');
  await at(fresh, '2026-03-02', '14:00', 'booked');
  await at(gone, '2026-03-02', '15:00', 'cancelled');
  await at(gone, '2026-03-05', '15:00', 'booked');
  for (const [words, toldOn] of [
    ['likes the window seat', '2026-01-01'],
    ['father in hospital', '2026-02-14'],
    ['runs marathons', '2025-12-01'],
    ['an older thing', '2025-06-01'],
  ] as const) {
    const sharing = words.startsWith('father') ? 'know' : 'say';
    await aPersonalDetail(database, practice.id, back, {
      words,
      told_on: localDate(toldOn),
      sharing,
    });
  }
  await aPersonalDetail(database, practice.id, back, {
    words: 'told to Dr Amin alone',
    told_on: localDate('2026-03-01'),
    sharing: 'only_told',
    told_to: amin.id,
  });
  await aPromise(database, practice.id, back, {
    words: 'a price in writing',
    due_on: localDate('2026-02-20'),
  });
  // The night after its day has broken it: it is owed until it is made good, unless somebody gave it up.
  const brokenAt = new Date('2026-02-27T06:00:00Z');
  await aPromise(database, practice.id, back, {
    words: 'the new crown',
    due_on: localDate('2026-02-26'),
    broken_at: brokenAt,
  });
  await aPromise(database, practice.id, back, {
    words: 'made good',
    broken_at: brokenAt,
    made_good_at: brokenAt,
  });
  await aPromise(database, practice.id, back, {
    words: 'given up',
    broken_at: brokenAt,
    broken_by: amin.id,
    broken_why: 'they moved',
  });

  const answered = await clinician.get('/api/huddle');
  expect(answered.status).toBe(200);
  const huddle = answered.body as ReplyOf<typeof getHuddle>;
  expect(
    huddle.visits.map(({ patientName, isFirst, monthsAway, longAway }) => [
      patientName,
      isFirst,
      monthsAway,
      longAway,
    ]),
  ).toEqual([
    ['Maria Ortiz', true, null, false],
    ['Tom Hale', false, 14, true],
  ]);
  expect(huddle.visits[1]?.matters).toEqual([
    { words: 'father in hospital', toldOn: '2026-02-14', locked: true },
    { words: 'likes the window seat', toldOn: '2026-01-01', locked: false },
    { words: 'runs marathons', toldOn: '2025-12-01', locked: false },
  ]);
  expect(huddle.visits[1]?.promises).toEqual([
    { words: 'a price in writing', dueOn: '2026-02-20', late: true },
    { words: 'the new crown', dueOn: '2026-02-26', late: true },
  ]);
  expect(huddle.visits[1]?.clinician).toEqual({ id: amin.id, name: 'Dr Amin' });
  expect(huddle.nextDay).toBe('2026-03-05');

  const empty = (await clinician.get('/api/huddle?asOf=2026-03-03')).body as ReplyOf<typeof getHuddle>;
  expect([empty.visits, empty.nextDay]).toEqual([[], '2026-03-05']);
  expect((await clinician.get('/api/huddle?asOf=2026-02-30')).status).toBe(422);
});

test('the overview counts what is there, and says what is not', async () => {
  const answered = await manager.get('/api/overview');
  expect(answered.status).toBe(200);
  const overview = answered.body as ReplyOf<typeof getOverview>;
  expect(overview.day).toBe(today);
  expect(overview.patients).toEqual({ active: 3, prospective: 0, exited: 0 });
  expect(overview.weeks).toHaveLength(13);
  expect(overview.weeks.at(-1)).toEqual({ from: '2026-03-02', took: 0, missed: 0, cancelled: 1 });
  // 14:00 UTC is over at noon in New York, 19:00 is not; the third is booked for Thursday.
  expect(overview.withNext).toBe(2);
  expect(overview.visitsSince).toBe('2025-01-02');
  expect(overview.missing.withoutWay).toBe(3);
  expect(overview.lastImport).toBeNull();
  expect((await clinician.get('/api/overview')).status).toBe(403);
});

test('the owner’s page says who stays, who left, who was rebooked, and one thing to decide', async () => {
  const { database } = app;
  const other = await aPractice(database);
  const owner = await anAgent(app, other, ['manager']);
  const service = await aService(database, other.id);
  const second = await aService(database, other.id);
  const people = [];
  for (let i = 0; i < 5; i += 1) people.push(await aPatient(database, other.id));
  const [booked, drifting, overdue, both, gone] = people as [
    PatientId,
    PatientId,
    PatientId,
    PatientId,
    PatientId,
  ];
  const score = (patient: PatientId, of: ServiceId, status: string) =>
    database.inPractice(other.id, (db) =>
      sql`insert into rhythm_score (practice_id, patient_id, service_id, as_of, status, episodes, first_day, last_day,
          recall_days, gaps, due_on, days_past_due)
        values (${other.id}, ${patient}, ${of}, ${today}, ${status}, 1, '2025-03-02', '2025-09-02', 180, 0, '2026-03-01', 1)`.execute(
        db,
      ),
    );
  await score(booked, service, 'booked');
  await score(drifting, service, 'drifting');
  await score(overdue, service, 'overdue');
  // Late for one service, on course with another: on course.
  await score(both, service, 'overdue');
  await score(both, second, 'on_rhythm');
  await score(gone, service, 'exited');
  await database.inPractice(other.id, (db) =>
    sql`update patient set status = 'exited', exit_reason = 'moved', exited_on = '2026-02-20' where id = ${gone}`.execute(
      db,
    ),
  );
  const visit = (patient: PatientId, day: string, status: string, bookedAt: string) =>
    aVisit(database, other.id, patient, {
      local_day: localDate(day),
      starts_at: new Date(`${day}T15:00:00Z`),
      booked_at: new Date(`${bookedAt}T15:30:00Z`),
      status: status as 'seen',
      service_id: service,
    });
  await visit(booked, '2026-02-20', 'seen', '2026-02-01');
  await visit(booked, '2026-08-20', 'booked', '2026-02-20');
  // Booked three days after they had gone: not before leaving.
  await visit(drifting, '2026-02-21', 'seen', '2026-02-01');
  await visit(drifting, '2026-08-21', 'booked', '2026-02-24');
  const page = (await owner.get('/api/overview')).body as ReplyOf<typeof getOverview>;
  expect(page.kept).toMatchObject({
    asOf: today,
    scored: 4,
    booked: 1,
    onRhythm: 1,
    fresh: 0,
    drifting: 1,
    overdue: 1,
    share: { value: 0.5, n: 4 },
  });
  expect(page.left).toEqual([{ reason: 'moved', n: 1 }]);
  expect(page.rebooked).toMatchObject({ share: { value: 0.5, n: 2 }, datesKnown: true });
  const drift = (await owner.get('/api/drifting')).body as ReplyOf<typeof listDrift>;
  expect(drift.counts).toEqual({ drifting: 1, overdue: 1 });
  // The one who is on course with another service is not among them, nor who has left.
  expect(drift.patients.map(({ patientId }) => patientId).sort()).toEqual([drifting, overdue].sort());
  const late = (await owner.get('/api/drifting?status=overdue')).body as ReplyOf<typeof listDrift>;
  expect(late.patients.map(({ patientId, silentDays }) => [patientId, silentDays])).toEqual([[overdue, 181]]);
  expect((await owner.get('/api/drifting?status=lost')).status).toBe(422);
  // Nobody of the four can be reached.
  expect(page.decision).toEqual({ kind: 'reach', patients: 4, of: 4 });
});

test('who was rebooked is compared by service only where eleven or more were here', async () => {
  const { database } = app;
  const other = await aPractice(database);
  const owner = await anAgent(app, other, ['manager']);
  const many = await aService(database, other.id, { name: JSON.stringify({ en: 'Hygiene' }) });
  const few = await aService(database, other.id);
  const booked_at = new Date('2026-02-20T15:00:00Z');
  for (let i = 0; i < 15; i += 1) {
    const patient = await aPatient(database, other.id);
    const service_id = i < 12 ? many : few;
    await aVisit(database, other.id, patient, { on: '2026-02-20', status: 'left', service_id });
    if (i % 2 === 0)
      await aVisit(database, other.id, patient, { on: '2026-08-20', status: 'booked', booked_at });
  }
  const page = (await owner.get('/api/overview')).body as ReplyOf<typeof getOverview>;
  expect(page.rebookedByService).toHaveLength(1);
  expect(page.rebookedByService[0]).toMatchObject({
    service: { en: 'Hygiene' },
    share: { value: 0.5, n: 12 },
  });
});

test('the age of the schedule is told by source', async () => {
  const { database } = app;
  await database.inPractice(practice.id, async (db) => {
    const id = '01900000-0000-7000-8000-000000000001' as never;
    await db
      .insertInto('import')
      .values({
        practice_id: practice.id,
        id,
        state: 'finished',
        finished_at: new Date(noon.getTime() - 30 * 3_600_000),
      })
      .execute();
    await db
      .insertInto('import_file')
      .values({
        practice_id: practice.id,
        import_id: id,
        position: 1,
        name: 'visits.csv',
        kind: 'visits',
        mapping: JSON.stringify({ system: 'dentrix' }) as never,
      })
      .execute();
  });
  const answered = await clinician.get('/api/schedule-age');
  expect(answered.body).toEqual({
    sources: [{ kind: 'files', name: 'dentrix', at: '2026-03-01T11:00:00.000Z', stale: true }],
  });
});

test('a card asked for by hand stands in the huddle until it is written, as on Today', async () => {
  const { database } = app;
  const writer = await anAgent(app, practice, ['clinician']);
  const staff = writer.staffMemberId as StaffMemberId;
  await database.inPractice(practice.id, (db) =>
    db.updateTable('staff_member').set({ writes_cards: true }).where('id', '=', staff).execute(),
  );
  const patient = await aPatient(database, practice.id);
  const touchpoint = await aTouchpoint(database, practice.id, { trigger: 'by_hand', share: 'by_hand' });
  const over = { kind: 'card', channel: 'post' as const, share: 'by_hand', assigned_to: staff };
  const of = { patient, touchpoint, day: localDate('2026-02-27') };
  const card = await anAct(database, practice.id, of, over);
  const huddle = (await writer.get('/api/huddle')).body as ReplyOf<typeof getHuddle>;
  expect(huddle.cards.cards.map(({ actId }) => actId)).toEqual([card]);
});
