import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Agent, anAgent, codeOf, openApp, type TestApp } from '../../tests/harness/app.ts';
import {
  anAct,
  aPatient,
  aPersonalDetail,
  aPractice,
  aPromise,
  aService,
  aTouchpoint,
} from '../../tests/harness/builders.ts';
import { worldDay } from '../../tests/harness/world.ts';
import type { PatientId } from '../kit/ids.ts';
import { startPlan } from '../plan/actions.ts';
import type { Practice } from '../practice/model.ts';

let app: TestApp;
let practice: Practice;
let manager: Agent;
let patient: PatientId;

beforeAll(async () => {
  app = await openApp();
  practice = await aPractice(app.database);
  await app.database.inPractice(practice.id, (db) => startPlan(db, practice.id));
  manager = await anAgent(app, practice, ['manager']);
  patient = await aPatient(app.database, practice.id);
});
afterAll(() => app.close());

type Look = () => Promise<unknown>;

async function body(url: string): Promise<Record<string, unknown>> {
  return (await manager.get(url)).body as Record<string, unknown>;
}
const patientHas =
  (part: string): Look =>
  async () =>
    (await body(`/api/patients/${patient}`))[part];
const plan: Look = () => body('/api/plan');

/** Does something, and takes it back by the deed that the reply names. */
async function takesBack(
  look: Look,
  act: () => ReturnType<Agent['send']>,
  by: Agent = manager,
): Promise<string> {
  const before = await look();
  const done = await act();
  expect(done.status, done.text).toBe(200);
  expect(await look()).not.toEqual(before);
  const deed = String(done.headers['keepwell-deed']);
  const undone = await by.send('POST', `/api/deeds/${deed}/undo`);
  expect(undone.status, undone.text).toBe(200);
  expect(await look()).toEqual(before);
  return deed;
}

test('what matters, remembered or forgotten, is taken back', async () => {
  const detail = { words: 'likes tea', kind: 'likes', sharing: 'say', source: 'visit', toldOn: '2026-03-02' };
  await takesBack(patientHas('whatMatters'), () =>
    manager.send('POST', `/api/patients/${patient}/details`, detail),
  );
  const id = await aPersonalDetail(app.database, practice.id, patient, { words: 'runs marathons' });
  await takesBack(patientHas('whatMatters'), () =>
    manager.send('DELETE', `/api/patients/${patient}/details/${id}`),
  );
});

test('a promise and a status are taken back', async () => {
  const promise = { words: 'call back', dueOn: '2026-03-09', source: 'call' };
  await takesBack(patientHas('promises'), () =>
    manager.send('POST', `/api/patients/${patient}/promises`, promise),
  );
  await takesBack(patientHas('status'), () =>
    manager.send('POST', `/api/patients/${patient}/status`, { status: 'exited', reason: 'moved' }),
  );
});

test('a withdrawal returns to what was said before, and an undo never grants', async () => {
  const path = `/api/patients/${patient}/consents`;
  const say = (purpose: string, granted: boolean) =>
    manager.send('POST', path, { purpose, channel: 'call', granted, evidence: 'said so' });
  const newest = async (purpose: string) => {
    const rows = await app.database.inPractice(practice.id, (db) =>
      db
        .selectFrom('consent')
        .select('granted')
        .where('practice_id', '=', practice.id)
        .where('patient_id', '=', patient)
        .where('purpose', '=', purpose as 'care')
        .orderBy('created_at', 'desc')
        .limit(1)
        .execute(),
    );
    return rows[0]?.granted;
  };
  await say('marketing', true);
  app.clock.set(new Date(app.clock.now().getTime() + 1000));
  const withdrawn = await say('marketing', false);
  app.clock.set(new Date(app.clock.now().getTime() + 1000));
  await manager.send('POST', `/api/deeds/${withdrawn.headers['keepwell-deed']}/undo`);
  expect(await newest('marketing')).toBe(true);
  const first = await say('feedback', false);
  const refused = await manager.send('POST', `/api/deeds/${first.headers['keepwell-deed']}/undo`);
  expect(codeOf(refused)).toBe('cannot_undo');
  expect(await newest('feedback')).toBe(false);
});

test('settings of the plan and of a service are taken back', async () => {
  const { touchpoints, shares } = (await plan()) as {
    touchpoints: { id: string; minutes: number }[];
    shares: { code: string; percent: number }[];
  };
  const path = `/api/touchpoints/${touchpoints[0]?.id}`;
  await takesBack(plan, () => manager.send('PATCH', path, { minutes: 77, enabled: false }));
  const [share] = shares;
  await takesBack(plan, () =>
    manager.send('PUT', '/api/plan/shares', { shares: [{ code: share?.code, percent: 1 }] }),
  );
  const capacity = { capacity: [{ role: 'front_desk', weekday: 2, minutes: 1 }] };
  await takesBack(plan, () => manager.send('PUT', '/api/plan/capacity', capacity));
  const service = await aService(app.database, practice.id);
  const services: Look = async () => (await body('/api/practice')).services;
  await takesBack(services, () => manager.send('PATCH', `/api/services/${service}`, { minutes: 41 }));
});

test('whose act it is and its words are taken back; the newest deed comes first, and only once', async () => {
  const touchpoint = await aTouchpoint(app.database, practice.id);
  const promise = await aPromise(app.database, practice.id, patient);
  const act = await anAct(app.database, practice.id, { patient, touchpoint, day: worldDay, promise });
  const opened: Look = async () => (await body(`/api/acts/${act}`)).act;
  const to = { staffMemberId: manager.staffMemberId };
  await takesBack(opened, () => manager.send('PUT', `/api/acts/${act}/owner`, to));
  const words = { language: 'en', words: 'Good morning' };
  const deed = await takesBack(opened, () => manager.send('PUT', `/api/acts/${act}/words`, words));
  expect((await manager.send('POST', `/api/deeds/${deed}/undo`)).status).toBe(404);
  app.clock.set(new Date(app.clock.now().getTime() + 1000));
  const answer = { outcome: 'done', clientKey: crypto.randomUUID() };
  const outcome = await manager.send('POST', `/api/acts/${act}/outcomes`, answer);
  const newest = async () =>
    ((await body('/api/deeds')) as { deeds: { id: string; kind: string }[] }).deeds[0];
  expect(await newest()).toMatchObject({ kind: 'outcome', id: outcome.headers['keepwell-deed'] });
  // Taken back on the Done tab: it is off the stack as well.
  const { outcomeId } = outcome.body as { outcomeId: string };
  await manager.send('POST', `/api/outcomes/${outcomeId}/undo`, { clientKey: crypto.randomUUID() });
  expect((await newest())?.id).not.toBe(outcome.headers['keepwell-deed']);
});

test('what a colleague changed since is not taken back with what was there before', async () => {
  const ana = await anAgent(app, practice, ['manager', 'front_desk']);
  /** The manager does something and a colleague the same otherwise: what the colleague did stands. */
  const refuses = async (look: Look, doneBy: (by: Agent, nth: number) => ReturnType<Agent['send']>) => {
    const done = await doneBy(manager, 1);
    expect(done.status, done.text).toBe(200);
    const since = await doneBy(ana, 2);
    expect(since.status, since.text).toBe(200);
    const stands = await look();
    const undone = await manager.send('POST', `/api/deeds/${done.headers['keepwell-deed']}/undo`);
    expect(codeOf(undone)).toBe('cannot_undo');
    expect(await look()).toEqual(stands);
  };
  const { touchpoints, shares } = (await plan()) as {
    touchpoints: { id: string }[];
    shares: { code: string }[];
  };
  const path = `/api/touchpoints/${touchpoints[0]?.id}`;
  await refuses(plan, (by, nth) => by.send('PATCH', path, { minutes: 60 + nth }));
  const share = (code: string | undefined, percent: number) => ({ shares: [{ code, percent }] });
  await refuses(plan, (by, nth) => by.send('PUT', '/api/plan/shares', share(shares[0]?.code, nth)));
  const minutesOf = (role: string, minutes: number) => ({ capacity: [{ role, weekday: 4, minutes }] });
  await refuses(plan, (by, nth) => by.send('PUT', '/api/plan/capacity', minutesOf('front_desk', nth)));
  const service = await aService(app.database, practice.id);
  const services: Look = async () => (await body('/api/practice')).services;
  await refuses(services, (by, nth) => by.send('PATCH', `/api/services/${service}`, { minutes: 40 + nth }));
  const items: Look = () => body('/api/plan/leaving-items');
  const { items: listed } = (await items()) as { items: object[] };
  await refuses(items, (by, nth) => by.send('PUT', '/api/plan/leaving-items', { items: listed.slice(nth) }));
  const touchpoint = await aTouchpoint(app.database, practice.id);
  const act = await anAct(app.database, practice.id, { patient, touchpoint, day: worldDay });
  const opened: Look = async () => (await body(`/api/acts/${act}`)).act;
  await refuses(opened, (by) =>
    by.send('PUT', `/api/acts/${act}/owner`, { staffMemberId: by.staffMemberId }),
  );
  // What a colleague changed beside it is no hindrance.
  const done = await manager.send('PUT', '/api/plan/shares', share(shares[0]?.code, 3));
  await ana.send('PUT', '/api/plan/shares', share(shares[1]?.code, 4));
  expect((await manager.send('POST', `/api/deeds/${done.headers['keepwell-deed']}/undo`)).status).toBe(200);
  expect(await plan()).toMatchObject({
    shares: expect.arrayContaining([expect.objectContaining({ code: shares[1]?.code, percent: 4 })]),
  });
});

test('nobody takes back what another did, or what their role no longer includes', async () => {
  const ana = await anAgent(app, practice, ['front_desk']);
  const done = await manager.send('PUT', '/api/plan/capacity', {
    capacity: [{ role: 'front_desk', weekday: 3, minutes: 5 }],
  });
  const path = `/api/deeds/${done.headers['keepwell-deed']}/undo`;
  expect((await ana.send('POST', path)).status).toBe(404);
  await app.database.inPractice(practice.id, (db) =>
    db
      .updateTable('staff_member')
      .set({ roles: ['front_desk'] })
      .where('practice_id', '=', practice.id)
      .where('id', '=', manager.staffMemberId as never)
      .execute(),
  );
  expect(codeOf(await manager.send('POST', path))).toBe('not_allowed');
});
