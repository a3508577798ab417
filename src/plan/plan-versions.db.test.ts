import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aPractice } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, type Db, openDatabase } from '../database/database.ts';
import { type Actor, consoleActor, type Practice } from '../practice/model.ts';
import { speak } from '../words/told.ts';
import { addStarterTouchpoints, changeTouchpoint, startPlan } from './actions.ts';
import type { PlanWish } from './plan-file-contract.ts';
import { applyPlan, listPlanVersions, readMission, readPlan, restorePlan } from './version-actions.ts';

let fresh: FreshDatabase;
let database: Database;
let practice: Practice;
let actor: Actor;
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
  actor = consoleActor(practice);
  await inside((db) => startPlan(db, practice.id));
});

const inside = <T>(work: (db: Db) => Promise<T>): Promise<T> => database.inPractice(practice.id, work);
const plan = () => inside((db) => readPlan(db, practice.id));
const versions = () => inside((db) => listPlanVersions(db, practice.id));
const apply = (wish: PlanWish) => inside((db) => applyPlan(db, actor, wish, now));

test('the starter plan has twenty touchpoints, and what is new in it is off or makes nothing of itself', async () => {
  const { touchpoints } = await plan();
  expect(touchpoints.length).toBeGreaterThanOrEqual(20);
  expect(touchpoints.filter((one) => one.automatic && one.enabled)).toEqual([]);
  // By telephone, on paper or at the desk: none needs a provider.
  expect(touchpoints.map((one) => one.channel).filter((one) => one === 'email' || one === 'text')).toEqual(
    [],
  );
});

test('every save is a version with who and what; the plan as it was is the first', async () => {
  const before = await plan();
  await apply({ statement: { objective: 'Nobody is forgotten', mission: 'We take time' } });
  const [reminder] = before.touchpoints.filter((one) => one.code === 'reminder');
  if (reminder === undefined) throw new Error('the starter plan reminds of visits');
  await inside((db) => changeTouchpoint(db, actor, reminder.id, { minutes: 9 }, now));
  expect((await versions()).map((one) => [one.version, speak(one.what, 'en')])).toEqual([
    [3, 'touchpoint “Remind of the visit”'],
    [2, 'several changes at once, or a file'],
    [1, 'the plan as it was'],
  ]);
  expect(await inside((db) => readMission(db, practice.id))).toBe('We take time');
  // Nothing changed, nothing kept.
  await inside((db) => changeTouchpoint(db, actor, reminder.id, { minutes: 9 }, now));
  expect(await versions()).toHaveLength(3);
});

test('a version comes back exactly, and as a version of its own', async () => {
  const before = await plan();
  await apply({
    statement: { methods: ['calls before first visits'] },
    shares: [{ code: 'return', percent: 5 }],
    capacity: [{ role: 'billing', weekday: 1, minutes: 30 }],
    touchpoints: [
      { code: 'recall', minutes: 3, channel: 'post', restDays: 90 },
      {
        code: 'flu',
        title: { en: 'Flu season' },
        trigger: 'on_date',
        params: { on: '10-01' },
        channel: 'email',
        templates: { email: 'flu' },
        purpose: 'care',
        ownerRole: 'front_desk',
        minutes: 1,
        share: 'thanks',
        script: { en: 'It is the season.' },
        enabled: true,
      },
    ],
  });
  const changed = await plan();
  expect(changed.touchpoints.find((one) => one.code === 'flu')).toMatchObject({
    automatic: true,
    enabled: true,
  });
  expect(changed.touchpoints.find((one) => one.code === 'recall')).toMatchObject({
    channel: 'post',
    restDays: 90,
  });

  expect((await inside((db) => restorePlan(db, actor, 1, now))).ok).toBe(true);
  const after = await plan();
  expect(after.touchpoints.filter((one) => one.code !== 'flu')).toEqual(before.touchpoints);
  expect(after.touchpoints.find((one) => one.code === 'flu')?.enabled).toBe(false);
  expect(after.shares).toEqual(before.shares);
  expect(after.statement).toEqual(before.statement);
  expect(after.capacity.filter((one) => one.minutes > 0)).toEqual(before.capacity);
  expect((await versions())[0]?.version).toBe(3);
  expect(await inside((db) => restorePlan(db, actor, 99, now))).toMatchObject({
    ok: false,
    refusal: { code: 'not_found' },
  });
});

test.each<[string, PlanWish]>([
  ['shares above a hundred', { shares: [{ code: 'return', percent: 99 }] }],
  ['a share that is not there', { touchpoints: [{ code: 'recall', share: 'gold' }] }],
  ['a new touchpoint in parts', { touchpoints: [{ code: 'flu', minutes: 3 }] }],
  ['a message without a template', { touchpoints: [{ code: 'drifting', channel: 'email', enabled: true }] }],
  ['a promise that goes by itself', { touchpoints: [{ code: 'promise', channel: 'text' }] }],
  ['a class that nobody said', { touchpoints: [{ code: 'recall', legalClass: 'unknown', enabled: true }] }],
  ['no words', { touchpoints: [{ code: 'recall', script: {} }] }],
])('%s is refused, and nothing of the wish holds', async (_, wish) => {
  const before = await plan();
  const changed = await apply({ statement: { mission: 'lost' }, ...wish });
  expect(changed).toMatchObject({ ok: false, refusal: { code: 'invalid_input' } });
  expect(await plan()).toEqual(before);
  expect(await versions()).toEqual([]);
});

test('two who save at once both stand in the versions', async () => {
  await Promise.all([
    apply({ statement: { mission: 'one' } }),
    apply({ statement: { objective: 'two' } }),
    inside((db) => addStarterTouchpoints(db, actor)),
  ]);
  expect((await plan()).statement).toMatchObject({ mission: 'one', objective: 'two' });
  expect((await versions()).map((one) => one.version)).toEqual([3, 2, 1]);
});
