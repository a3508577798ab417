import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Agent, anAgent, noon, openApp, openAppOn, type TestApp } from '../../tests/harness/app.ts';
import { anAct, aPatient, aPractice, aTouchpoint } from '../../tests/harness/builders.ts';
import { worldDay } from '../../tests/harness/world.ts';
import type { ActId, PatientId } from '../kit/ids.ts';
import { tellDesks } from '../platform/live.ts';
import type { Practice } from '../practice/model.ts';

interface Stream {
  readonly status: number;
  /** The news so far, parsed. */
  readonly news: () => readonly Record<string, unknown>[];
  readonly text: () => string;
  /** False once the server has ended it. */
  readonly isOpen: () => boolean;
  close(): void;
}

let app: TestApp;
let beside: TestApp;
let practice: Practice;
let other: Practice;
let desk: Agent;
let patient: PatientId;
let act: ActId;

const live = { beatMilliseconds: 100, streamsAPerson: 3, streams: 12 };

beforeAll(async () => {
  app = await openApp({ live });
  // Another process on the same database.
  beside = await openAppOn(app.fresh, { live });
  practice = await aPractice(app.database);
  other = await aPractice(app.database);
  desk = await anAgent(app, practice, ['front_desk']);
  patient = await aPatient(app.database, practice.id, { given_name: 'Unmistakable' });
  const touchpoint = await aTouchpoint(app.database, practice.id);
  act = await anAct(app.database, practice.id, { patient, touchpoint, day: worldDay });
});
afterAll(async () => {
  await beside.close();
  await app.close();
});

async function listen(door: TestApp, token: string): Promise<Stream> {
  const reply = await door.server.inject({
    url: '/api/events',
    headers: { cookie: `keepwell=${token}` },
    payloadAsStream: true,
  });
  let text = '';
  let isOpen = true;
  const stream = reply.stream();
  stream.on('data', (chunk: Buffer) => {
    text += String(chunk);
  });
  for (const end of ['end', 'close', 'error']) {
    stream.on(end, () => {
      isOpen = false;
    });
  }
  if (reply.statusCode === 200) await expect.poll(() => text).toContain('event: ready');
  const news = () =>
    [...text.matchAll(/event: news\ndata: (.+)\n/g)].map(([, data = '{}']) => JSON.parse(data));
  return {
    status: reply.statusCode,
    news,
    text: () => text,
    isOpen: () => isOpen,
    close: () => stream.destroy(),
  };
}

test('an answer at one desk is told at another, in another process, by ids alone', async () => {
  const stream = await listen(beside, desk.token);
  const body = { outcome: 'declined', reason: 'Unmistakable said no', clientKey: crypto.randomUUID() };
  expect((await desk.send('POST', `/api/acts/${act}/outcomes`, body)).status).toBe(200);
  await expect.poll(stream.news).toContainEqual({ kind: 'act', id: act });
  expect(stream.text()).not.toContain('Unmistakable');
  stream.close();
});

test('a stream says how long nothing has been news in its practice', async () => {
  const quiet = (text: string): number =>
    JSON.parse(/event: ready\ndata: (.+)\n/.exec(text)?.[1] ?? '{}').quietMilliseconds;
  const [us, them] = [await anAgent(app, practice, ['manager']), await anAgent(app, other, ['manager'])];
  const witness = await listen(app, us.token);
  await app.database.inPractice(practice.id, async (db) => tellDesks(db, 'promises'));
  await expect.poll(witness.news).toContainEqual({ kind: 'promises' });
  const [ours, beyond] = [await listen(app, us.token), await listen(app, them.token)];
  expect(quiet(ours.text())).toBeGreaterThanOrEqual(0);
  // What is news to us is not to another practice.
  expect(quiet(beyond.text())).toBeGreaterThan(quiet(ours.text()));
  for (const stream of [witness, ours, beyond]) stream.close();
});

test('a withdrawn consent is told, and what is rolled back never is', async () => {
  const stream = await listen(app, desk.token);
  await app.database
    .inPractice(practice.id, async (db) => {
      await tellDesks(db, 'plan');
      await tellDesks(db, 'matches');
      throw new Error('rolled back');
    })
    .catch(() => {});
  const body = { purpose: 'care', channel: 'call', granted: false };
  expect((await desk.send('POST', `/api/patients/${patient}/consents`, body)).status).toBe(200);
  await expect.poll(stream.news).toContainEqual({ kind: 'patient', id: patient });
  expect(stream.news().map(({ kind }) => kind)).not.toContain('matches');
  stream.close();
});

test('nobody hears of another practice, or of what their role may not read', async () => {
  const theirs = await listen(app, (await anAgent(app, other, ['front_desk', 'manager', 'admin'])).token);
  const billing = await listen(app, (await anAgent(app, practice, ['billing'])).token);
  const manager = await listen(app, (await anAgent(app, practice, ['manager'])).token);
  await app.database.inPractice(practice.id, async (db) => {
    for (const kind of ['today', 'imports', 'plan', 'staff', 'session'] as const) await tellDesks(db, kind);
    await tellDesks(db, 'patient', { id: patient });
  });
  await expect.poll(() => manager.news().length).toBe(5);
  expect(manager.news().map(({ kind }) => kind)).toEqual(['today', 'imports', 'plan', 'staff', 'patient']);
  expect(billing.news().map(({ kind }) => kind)).toEqual(['staff', 'patient']);
  expect(theirs.news()).toEqual([]);
  for (const one of [theirs, billing, manager]) one.close();
});

test('who is on an act is told, also to whoever comes later, until they leave', async () => {
  const ana = await anAgent(app, practice, ['front_desk']);
  const path = `/api/acts/${act}/presence`;
  const window = crypto.randomUUID();
  const early = await listen(app, desk.token);
  expect((await ana.send('POST', path, { desk: window, here: true })).status).toBe(200);
  const here = { kind: 'presence', id: act, staff: ana.staffMemberId, desk: window, here: true };
  await expect.poll(early.news).toContainEqual(here);
  const late = await listen(app, desk.token);
  await expect.poll(late.news).toContainEqual(here);
  await ana.send('POST', path, { desk: window, here: false });
  await expect.poll(late.news).toContainEqual({ ...here, here: false });
  const last = await listen(app, desk.token);
  expect(last.news()).toEqual([]);
  for (const one of [early, late, last]) one.close();
});

test('a stream ends with its session, and with a sign-out at once', async () => {
  const leaving = await anAgent(app, practice, ['front_desk']);
  const stream = await listen(beside, leaving.token);
  await leaving.send('POST', '/api/sign-out');
  await expect.poll(stream.isOpen).toBe(false);
  expect(stream.text()).toContain('event: ended');
  expect((await listen(app, leaving.token)).status).toBe(401);
});

test('a stream and what a page looks up by itself keep no session awake', async () => {
  const idle = await anAgent(app, practice, ['front_desk']);
  const stream = await listen(app, idle.token);
  const lookUp = () =>
    app.server.inject({
      url: '/api/today/done',
      headers: { cookie: `keepwell=${idle.token}`, 'keepwell-by-itself': '1' },
    });
  app.clock.set(new Date(noon.getTime() + 6 * 60_000));
  expect((await lookUp()).statusCode).toBe(200);
  app.clock.set(new Date(noon.getTime() + 11 * 60_000));
  await expect.poll(stream.isOpen).toBe(false);
  expect((await lookUp()).statusCode).toBe(401);
  app.clock.set(noon);
});

test('one person opens so many streams and no more; a closed one makes room', async () => {
  // A server of its own: a stream that another test has just left still counts with all that one server holds.
  const own = await openAppOn(app.fresh, { live });
  const many = await anAgent(own, practice, ['front_desk']);
  const address = await own.server.listen({ port: 0, host: '127.0.0.1' });
  const open = async () => {
    const leave = new AbortController();
    const headers = { cookie: `keepwell=${many.token}` };
    const { status } = await fetch(`${address}/api/events`, { headers, signal: leave.signal });
    return { status, leave: () => leave.abort() };
  };
  const streams = [await open(), await open(), await open()];
  expect(streams.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect((await open()).status).toBe(429);
  streams[0]?.leave();
  await expect.poll(async () => (await open()).status).toBe(200);
  await own.close();
});

test('a server that stops ends its streams, and does not wait for who listens', async () => {
  const stopping = await openAppOn(app.fresh, { live });
  const stream = await listen(stopping, desk.token);
  await stopping.close();
  await expect.poll(stream.isOpen).toBe(false);
});
