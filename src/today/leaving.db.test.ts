import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPatient, aPractice, aPromise, aStaffMember, aVisit } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, openDatabase } from '../database/database.ts';
import type { PatientId, VisitId } from '../kit/ids.ts';
import { listWhatMatters } from '../patients/reading.ts';
import { saveVisitWish } from '../patients/visit-wish-actions.ts';
import { startPlan } from '../plan/actions.ts';
import type { Actor, Practice } from '../practice/model.ts';
import { finishLeavingOf, takeLeavingBack, talkAboutVisit } from './leaving-actions.ts';

const now = new Date('2026-03-02T17:00:00Z');
let fresh: FreshDatabase;
let database: Database;
let practice: Practice;
let actor: Actor;
let patient: PatientId;
let visit: VisitId;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  practice = await aPractice(database);
  await database.inPractice(practice.id, (db) => startPlan(db, practice.id));
  const { id, accountId } = await aStaffMember(database, practice.id);
  actor = { practice, accountId, staffMemberId: id, displayName: 'Dana', roles: ['front_desk'] };
  patient = await aPatient(database, practice.id);
  await aVisit(database, practice.id, patient, { on: '2025-09-01', status: 'left' });
  visit = await aVisit(database, practice.id, patient, { on: '2026-03-02', status: 'seen' });
});
afterAll(async () => {
  await database.close();
  await fresh.close();
});

const finish = (list: Partial<Parameters<typeof finishLeavingOf>[3]> = {}, of: VisitId = visit) =>
  database.inPractice(practice.id, (db) =>
    finishLeavingOf(db, actor, of, { clientKey: crypto.randomUUID(), seenTo: [], ...list }, now),
  );
const matters = () =>
  database.inPractice(practice.id, (db) =>
    listWhatMatters(db, practice.id, patient, actor.staffMemberId, '2026-03-02' as never),
  );

test('what was seen to and what was left open is kept, and what was heard is remembered with its date', async () => {
  const finished = await finish({ seenTo: ['questions'], heard: '  sings in a choir ' });
  if (!finished.ok) throw new Error(finished.refusal.code);
  // Nobody was here for the first time, and nothing is owed: the shorter list.
  expect(finished.value.leaving.seenTo).toEqual(['questions']);
  expect(finished.value.leaving.leftOpen).toEqual(['next-visit', 'expect']);
  expect((await matters()).map(({ words, toldOn }) => ({ words, toldOn }))).toEqual([
    { words: 'sings in a choir', toldOn: '2026-03-02' },
  ]);
  const taken = await database.inPractice(practice.id, (db) =>
    takeLeavingBack(db, actor, finished.value.leaving.id, now),
  );
  expect(taken.ok).toBe(true);
  expect(await matters()).toEqual([]);
  const again = await database.inPractice(practice.id, (db) =>
    takeLeavingBack(db, actor, finished.value.leaving.id, now),
  );
  expect(again.ok).toBe(false);
});

test('sent twice with one key it happened once', async () => {
  const clientKey = crypto.randomUUID();
  const one = await finish({ clientKey, heard: 'has a new dog' });
  const two = await finish({ clientKey, heard: 'has a new dog' });
  if (!one.ok || !two.ok) throw new Error('refused');
  expect(two.value.leaving.id).toBe(one.value.leaving.id);
  expect(two.value.isNew).toBe(false);
  expect((await matters()).filter(({ words }) => words === 'has a new dog')).toHaveLength(1);
});

const lists = async (seenTo: readonly string[], of?: VisitId) => {
  const finished = await finish({ seenTo }, of);
  return finished.ok
    ? [finished.value.leaving.seenTo, finished.value.leaving.leftOpen]
    : finished.refusal.code;
};

test('an item that the practice does not list is refused; one that stopped applying meanwhile is not', async () => {
  expect(await lists(['tea'])).toBe('invalid_input');
  expect(await lists(['expect'])).toEqual([['expect'], ['next-visit', 'questions']]);
  const owed = await aPromise(database, practice.id, patient, {});
  expect(await lists(['expect'])).toEqual([['expect'], ['next-visit', 'promise', 'questions']]);
  await database.inPractice(practice.id, (db) =>
    db.updateTable('promise').set({ kept_at: now }).where('id', '=', owed).execute(),
  );
  expect(await lists(['promise'])).toEqual([['promise'], ['next-visit', 'expect', 'questions']]);
});

test('the visit itself is no next one: its list is finished also before it begins', async () => {
  const other = await aPatient(database, practice.id);
  const afternoon = { on: '2026-03-02', starts_at: new Date('2026-03-02T21:00:00Z') } as const;
  const ahead = await aVisit(database, practice.id, other, { ...afternoon, status: 'booked' });
  expect(await lists(['next-visit'], ahead)).toMatchObject([['next-visit'], expect.any(Array)]);
  expect(await lists([], ahead)).toMatchObject([[], expect.arrayContaining(['next-visit'])]);
  await aVisit(database, practice.id, other, { on: '2026-06-02', status: 'booked' });
  expect(await lists([], ahead)).toMatchObject([[], expect.not.arrayContaining(['next-visit'])]);
});

test('a visit that was called off, and one that is not there, have no list', async () => {
  const off = await aVisit(database, practice.id, patient, { on: '2026-03-03', status: 'cancelled' });
  const refused = await finish({}, off);
  expect(refused.ok ? '' : refused.refusal.code).toBe('invalid_input');
  const nothing = await finish({}, crypto.randomUUID() as VisitId);
  expect(nothing.ok ? '' : nothing.refusal.code).toBe('not_found');
});

test('a visit is talked about once, however often somebody says so', async () => {
  const talk = (talked: boolean) =>
    database.inPractice(practice.id, (db) => talkAboutVisit(db, actor, visit, talked, now));
  const rows = () =>
    database.inPractice(practice.id, (db) =>
      db.selectFrom('talked_about').select('visit_id').where('practice_id', '=', practice.id).execute(),
    );
  await talk(true);
  await talk(true);
  expect(await rows()).toHaveLength(1);
  await talk(false);
  await talk(false);
  expect(await rows()).toHaveLength(0);
});

test('whoever told us a worry is asked how it was, once; taken back, it is asked again', async () => {
  const worried = await aVisit(database, practice.id, patient, { on: '2026-03-02', status: 'seen' });
  await database.inPractice(practice.id, (db) =>
    saveVisitWish(
      db,
      practice.id,
      { id: worried, patientId: patient, day: '2026-03-02' as never },
      { matters: 'no surprises', worry: 8, comfort: ['stop_signal'] },
      '2026-03-01' as never,
      new Date('2026-03-01T10:00:00Z'),
    ),
  );
  const asked = await finish({ seenTo: ['how-it-was'] }, worried);
  if (!asked.ok) throw new Error(asked.refusal.code);
  expect(await lists([], worried)).toMatchObject([[], expect.not.arrayContaining(['how-it-was'])]);
  await database.inPractice(practice.id, (db) => takeLeavingBack(db, actor, asked.value.leaving.id, now));
  expect(await lists([], worried)).toMatchObject([[], expect.arrayContaining(['how-it-was'])]);
});

test('the same press sent twice at once is one list, and what was heard is remembered once', async () => {
  const key = crypto.randomUUID();
  const list = { clientKey: key, seenTo: [], heard: 'keeps bees' };
  let begun = (): void => undefined;
  const beginning = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const first = database.inPractice(practice.id, async (db) => {
    const finished = await finishLeavingOf(db, actor, visit, list, now);
    begun();
    // Meanwhile the other request reads that nothing is there yet.
    await new Promise((resolve) => setTimeout(resolve, 300));
    return finished;
  });
  await beginning;
  const twice = await Promise.all([first, finish(list)]);
  const ids = twice.map((one) => (one.ok ? one.value.leaving.id : one.refusal.code));
  expect(ids[0]).toBe(ids[1]);
  expect((await matters()).filter(({ words }) => words === 'keeps bees')).toHaveLength(1);
});
