import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  type Agent,
  type Answered,
  anAgent,
  codeOf,
  openApp,
  type TestApp,
} from '../../tests/harness/app.ts';
import { aContactPoint, aPatient, aPractice, aPromise } from '../../tests/harness/builders.ts';
import { findContactFacts } from '../contact/queries/find-facts.ts';
import type { PatientId, StaffMemberId } from '../kit/ids.ts';
import { localDate } from '../kit/local-date.ts';
import type { Practice } from '../practice/model.ts';
import { breakOverdue } from '../promises/settle-actions.ts';

let app: TestApp;
let practice: Practice;
let desk: Agent;
let patient: PatientId;

beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  practice = await aPractice(app.database);
  desk = await anAgent(app, practice, ['front_desk']);
  patient = await aPatient(app.database, practice.id);
});

interface Line {
  readonly id: string;
  readonly words: string;
  readonly phone: string | null;
  readonly state: string;
  readonly daysLate: number;
}
const list = async (query = ''): Promise<{ promises: readonly Line[]; owed: number; late: number }> =>
  (await desk.get(`/api/promises${query}`)).body as never;
const make = (words: string, dueOn: string, mine = true) =>
  aPromise(app.database, practice.id, patient, {
    words,
    due_on: localDate(dueOn),
    made_on: localDate('2026-02-01'),
    owner_id: mine ? (desk.staffMemberId as StaffMemberId) : null,
  });
const settle = (id: string, body: object): Promise<Answered> =>
  desk.send('POST', `/api/promises/${id}/settlement`, body);
const undo = (answered: Answered): Promise<Answered> =>
  desk.send('POST', `/api/deeds/${String(answered.headers['keepwell-deed'])}/undo`);
const breakNow = (today: string) =>
  app.database.inPractice(practice.id, (db) =>
    breakOverdue(db, practice.id, localDate(today), app.clock.now()),
  );
const isHeldBack = async (): Promise<boolean | undefined> => {
  const facts = await app.database.inPractice(practice.id, (db) =>
    findContactFacts(db, practice.id, [patient], app.clock.now()),
  );
  return facts.get(patient)?.brokenPromise;
};

test('what is owed stands with the oldest first, of everybody or of me', async () => {
  await make('send the plan', '2026-03-05');
  await make('call the lab', '2026-02-27', false);
  expect((await list()).promises.map(({ words, daysLate }) => [words, daysLate])).toEqual([
    ['call the lab', 3],
    ['send the plan', 0],
  ]);
  expect(await list()).toMatchObject({ owed: 2, late: 1 });
  expect(await list('?whose=mine')).toMatchObject({
    owed: 1,
    late: 0,
    promises: [{ words: 'send the plan' }],
  });
});

test('what is owed has the number to call, a confidential one alone, and none of somebody who died', async () => {
  const id = await make('call the lab', '2026-03-05');
  const phones = async (query = '') => (await list(query)).promises.map(({ phone }) => phone);
  expect(await phones()).toEqual([null]);
  const number = (received: string, rank: number, confidential: boolean) =>
    aContactPoint(app.database, practice.id, patient, {
      kind: 'mobile',
      received,
      normal: `+1${received.replace(/\D/g, '')}`,
      rank,
      confidential_only: confidential,
    });
  await number('(202) 555-0170', 1, false);
  await number('(202) 555-0171', 2, false);
  expect(await phones()).toEqual(['(202) 555-0170']);
  await number('(202) 555-0172', 3, true);
  expect(await phones()).toEqual(['(202) 555-0172']);
  await settle(id, { as: 'kept' });
  expect(await phones('?state=settled')).toEqual([null]);
  await make('send the plan', '2026-03-06');
  await app.database.inPractice(practice.id, (db) =>
    db
      .updateTable('patient')
      .set({ deceased_on: localDate('2026-02-20') })
      .where('id', '=', patient)
      .execute(),
  );
  expect(await phones()).toEqual([null]);
});

test('at the end of its day a promise is broken, once, and is owed until it is made good', async () => {
  const id = await make('send the plan', '2026-03-01');
  await make('today still', '2026-03-02');
  expect(await breakNow('2026-03-02')).toBe(1);
  expect(await breakNow('2026-03-02')).toBe(0);
  expect((await list()).promises.map(({ words, state }) => [words, state])).toEqual([
    ['send the plan', 'broken'],
    ['today still', 'open'],
  ]);
  expect(await isHeldBack()).toBe(true);
  expect(codeOf(await settle(id, { as: 'kept' }))).toBe('already_done');
  const good = await settle(id, { as: 'made_good' });
  expect(good.status, good.text).toBe(200);
  expect(await isHeldBack()).toBe(false);
  expect((await list('?state=settled')).promises).toMatchObject([
    { words: 'send the plan', state: 'made_good' },
  ]);
  await undo(good);
  expect(await isHeldBack()).toBe(true);
});

test('a person says that it was broken, and why; without a why nothing is written', async () => {
  const id = await make('send the plan', '2026-03-05');
  expect(codeOf(await settle(id, { as: 'broken' }))).toBe('reason_required');
  expect(codeOf(await settle(id, { as: 'made_good' }))).toBe('already_done');
  expect(await isHeldBack()).toBe(false);
  const broken = await settle(id, { as: 'broken', why: 'the lab was late' });
  expect((await list()).promises).toMatchObject([{ state: 'broken', brokenWhy: 'the lab was late' }]);
  expect(await isHeldBack()).toBe(true);
  await undo(broken);
  expect((await list()).promises).toMatchObject([{ state: 'open', brokenWhy: null }]);
});

test('kept is kept, once, and can be taken back', async () => {
  const id = await make('send the plan', '2026-03-05');
  const kept = await settle(id, { as: 'kept' });
  expect(codeOf(await settle(id, { as: 'kept' }))).toBe('already_done');
  expect(await list()).toMatchObject({ owed: 0, promises: [] });
  await undo(kept);
  expect(await list()).toMatchObject({ owed: 1 });
});

test('the share that was kept stands by the month it was due in, with its interval', async () => {
  for (const [dueOn, as] of [
    ['2026-02-10', 'kept'],
    ['2026-02-11', 'kept'],
    ['2026-02-12', 'broken'],
    ['2026-01-12', 'kept'],
  ] as const) {
    await settle(await make('something', dueOn), as === 'broken' ? { as, why: 'forgot' } : { as });
  }
  await make('not settled', '2026-02-20');
  const { months } = (await desk.get('/api/promises/rates')).body as { months: object[] };
  expect(months).toMatchObject([
    { month: '2026-02', kept: 2, broken: 1, madeGood: 0, share: { n: 3 } },
    { month: '2026-01', kept: 1, broken: 0, share: { value: 1, high: 1, n: 1 } },
  ]);
});

test('that a promise was broken is not taken back once somebody has made it good', async () => {
  const id = await make('send the plan', '2026-03-05');
  const broken = await settle(id, { as: 'broken', why: 'the lab was closed' });
  const other = await anAgent(app, practice, ['manager']);
  expect((await other.send('POST', `/api/promises/${id}/settlement`, { as: 'made_good' })).status).toBe(200);
  expect(codeOf(await undo(broken))).toBe('cannot_undo');
  expect((await list('?state=settled')).promises.map(({ state }) => state)).toEqual(['made_good']);
});
