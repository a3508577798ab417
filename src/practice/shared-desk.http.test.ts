import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Agent,
  type Answered,
  agentOf,
  anAgent,
  codeOf,
  cookieOf,
  noon,
  openApp,
  send,
  type TestApp,
} from '../../tests/harness/app.ts';
import { anAccount, aPractice, aStaffMember, unique } from '../../tests/harness/builders.ts';
import { hashPassword } from '../platform/password.ts';
import { pinWeakness } from './desk-pin.ts';
import type { Practice } from './model.ts';

let app: TestApp;
let practice: Practice;
let admin: Agent;
/** Of the browser at the reception. */
let device: string;
let deviceId: string;
let hash: string;
const password = 'four calm otters reading';
const pin = '482915';
const later = (hours: number): Date => new Date(noon.getTime() + hours * 3_600_000);

beforeAll(async () => {
  app = await openApp();
  hash = await hashPassword(password);
});
afterAll(() => app.close());
beforeEach(async () => {
  app.clock.set(noon);
  practice = await aPractice(app.database);
  admin = await anAgent(app, practice, ['admin']);
  device = deviceCookieOf(await admin.send('POST', '/api/shared-devices', { name: 'Reception' }));
  const { devices } = (await admin.get('/api/shared-devices')).body as { devices: { id: string }[] };
  deviceId = devices[0]?.id ?? '';
});

function deviceCookieOf(answered: Answered): string {
  expect(answered.status, answered.text).toBe(200);
  const line = String(answered.headers['set-cookie']);
  expect(line).toMatch(/; HttpOnly; SameSite=Lax$/);
  expect(answered.text).toBe('{"ok":true}');
  return /^keepwell-desk=([^;]+);/.exec(line)?.[1] ?? '';
}

/** A request of the browser at the reception. */
function atDesk(method: 'GET' | 'POST', url: string, body?: unknown, session?: string): Promise<Answered> {
  const cookie = [`keepwell-desk=${device}`, ...(session === undefined ? [] : [`keepwell=${session}`])];
  return send(app.server, url, { method, body, headers: { cookie: cookie.join('; ') } });
}

const switchTo = (staffMemberId: string, digits = pin, session?: string): Promise<Answered> =>
  atDesk('POST', '/api/desk/switch', { staffMemberId, pin: digits }, session);

async function withPin(roles: readonly ('front_desk' | 'manager')[] = ['front_desk']): Promise<Agent> {
  const agent = await anAgent(app, practice, roles);
  expect((await agent.send('PUT', '/api/me/pin', { pin })).status).toBe(200);
  return agent;
}

async function readiness(): Promise<Readonly<Record<string, string>>> {
  const { desk } = (await atDesk('GET', '/api/desk')).body as {
    desk: { people: { staffMemberId: string; readiness: string }[] } | null;
  };
  return Object.fromEntries((desk?.people ?? []).map((one) => [one.staffMemberId, one.readiness]));
}

describe('a shared desk', () => {
  test('lists those who set a PIN, to itself alone', async () => {
    const kim = await withPin();
    await anAgent(app, practice, ['front_desk']);
    expect(await readiness()).toEqual({ [kim.staffMemberId]: 'ready' });
    expect((await send(app.server, '/api/desk')).body).toEqual({ desk: null });
    const guessed = { cookie: `keepwell-desk=${practice.publicId}.${'x'.repeat(43)}` };
    expect((await send(app.server, '/api/desk', { headers: guessed })).body).toEqual({ desk: null });
  });

  test('is kept as a digest, named with its last use, and ended with the sessions that a PIN opened', async () => {
    const kim = await withPin();
    const rows = await app.database.inPractice(practice.id, (db) =>
      db.selectFrom('shared_device').selectAll().where('practice_id', '=', practice.id).execute(),
    );
    expect(rows[0]?.token_hash).toHaveLength(32);
    expect(JSON.stringify(rows)).not.toContain(device);
    app.clock.set(new Date(noon.getTime() + 60_000));
    const session = cookieOf(await switchTo(kim.staffMemberId)) ?? '';
    expect((await admin.get('/api/shared-devices')).body).toMatchObject({
      devices: [
        { name: 'Reception', usedAt: new Date(noon.getTime() + 60_000).toISOString(), isThis: false },
      ],
    });
    expect((await admin.send('DELETE', `/api/shared-devices/${deviceId}`)).status).toBe(200);
    expect((await send(app.server, '/api/today', { cookie: session })).status).toBe(401);
    expect((await switchTo(kim.staffMemberId)).status).toBe(404);
  });

  test('of one practice knows nobody of another', async () => {
    const other = await aPractice(app.database);
    const theirs = await anAgent(app, other, ['front_desk']);
    await theirs.send('PUT', '/api/me/pin', { pin });
    expect(await readiness()).toEqual({});
    expect((await switchTo(theirs.staffMemberId)).status).toBe(404);
  });
});

describe('a switch by PIN', () => {
  test('ends the session that was there, and the trail tells it from a sign-in', async () => {
    const [kim, sam] = [await withPin(), await withPin()];
    const switched = await switchTo(kim.staffMemberId, pin, sam.token);
    expect(switched.body).toMatchObject({ state: 'pin', staffMemberId: kim.staffMemberId });
    expect((await sam.get('/api/today')).status).toBe(401);
    const cookie = cookieOf(switched) ?? '';
    expect((await send(app.server, '/api/today', { cookie })).status).toBe(200);
    const events = await app.database.inPractice(practice.id, (db) =>
      db
        .selectFrom('audit_event')
        .select(['action', 'result', 'staff_member_id', 'object_ids'])
        .where('practice_id', '=', practice.id)
        .where('staff_member_id', '=', kim.staffMemberId as never)
        .orderBy('id', 'desc')
        .limit(2)
        .execute(),
    );
    expect(events).toMatchObject([
      { action: 'today.list', object_ids: expect.arrayContaining([deviceId]) },
      { action: 'session.switchedByPin', result: 'ok', object_ids: [deviceId] },
    ]);
  });

  test('proves nothing: no roles, no factors, no settings, no other practice, whatever is typed', async () => {
    const boss = await aStaffMember(app.database, practice.id, { roles: ['admin', 'manager'] });
    const agent = await agentOf(app, practice.id, boss);
    await agent.send('PUT', '/api/me/pin', { pin });
    await signInAt(boss.accountId, agent);
    app.clock.set(later(1));
    const cookie = cookieOf(await switchTo(boss.id)) ?? '';
    const tries: readonly (readonly ['POST' | 'PATCH' | 'PUT' | 'DELETE' | 'GET', string, unknown?])[] = [
      ['PATCH', `/api/staff/${agent.staffMemberId}`, { roles: ['billing'] }],
      ['POST', `/api/staff/${agent.staffMemberId}/factor-reset`],
      ['POST', '/api/staff/invitations', { email: 'a@example.org', displayName: 'A', roles: ['admin'] }],
      ['PATCH', '/api/practice', { idleMinutes: 30 }],
      ['POST', '/api/shared-devices', { name: 'Mine' }],
      ['POST', '/api/me/passkey-options'],
      ['PUT', '/api/me/pin', { pin }],
      ['POST', '/api/session/practice', { slug: practice.slug }],
    ];
    const proof = { kind: 'code', code: agent.authenticator?.code(app.clock.now()) };
    for (const proved of [false, true]) {
      if (proved) await send(app.server, '/api/session/proof', { method: 'POST', cookie, body: proof });
      for (const [method, url, body] of tries) {
        const answered = await send(app.server, url, { method, cookie, body });
        expect(codeOf(answered), `${method} ${url} ${answered.text}`).toBe('full_sign_in_required');
      }
    }
  });

  test('is locked after five wrong ones, also for the right one, until its person chooses anew', async () => {
    const kim = await withPin();
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => switchTo(kim.staffMemberId, '000111')),
    );
    expect(answers.map(codeOf)).toEqual(new Array(12).fill('wrong_pin'));
    expect(codeOf(await switchTo(kim.staffMemberId))).toBe('wrong_pin');
    expect(await readiness()).toEqual({ [kim.staffMemberId]: 'locked' });
    await kim.send('PUT', '/api/me/pin', { pin: '739164' });
    expect((await switchTo(kim.staffMemberId, '739164')).status).toBe(200);
  });

  test('of a device is limited as well, whoever it is tried on', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, () => withPin()));
    const codes: (string | undefined)[] = [];
    for (const person of people)
      for (let i = 0; i < 4; i += 1) codes.push(codeOf(await switchTo(person.staffMemberId, '000111')));
    expect(codes.filter((code) => code === 'wrong_pin')).toHaveLength(30);
    expect(codes.slice(30)).toEqual(['too_many_attempts', 'too_many_attempts']);
  });

  test('is a manager’s for twelve hours after a full sign-in at this desk, and ends with them', async () => {
    const account = await anAccount(app.database, {
      email: `${unique('max')}@example.org`,
      password_hash: hash,
    });
    const member = await aStaffMember(app.database, practice.id, { account_id: account, roles: ['manager'] });
    const agent = await agentOf(app, practice.id, member);
    await agent.send('PUT', '/api/me/pin', { pin });
    expect(await readiness()).toEqual({ [member.id]: 'sign_in_first' });
    expect(codeOf(await switchTo(member.id))).toBe('full_sign_in_required');
    await signInAt(account, agent);
    app.clock.set(later(11.95));
    const cookie = cookieOf(await switchTo(member.id)) ?? '';
    expect((await send(app.server, '/api/today', { cookie })).status).toBe(200);
    app.clock.set(later(12));
    expect((await send(app.server, '/api/today', { cookie })).status).toBe(401);
    expect(codeOf(await switchTo(member.id))).toBe('full_sign_in_required');
  });

  test('opens no door to somebody who was suspended', async () => {
    const kim = await withPin();
    await admin.send('PATCH', `/api/staff/${kim.staffMemberId}`, { state: 'suspended' });
    expect(await readiness()).toEqual({});
    expect((await switchTo(kim.staffMemberId)).status).toBe(404);
  });
});

/** With password and code, in the browser at the reception. */
async function signInAt(account: string, agent: Agent): Promise<void> {
  await app.database.untenanted((db) =>
    db
      .updateTable('account')
      .set({ password_hash: hash })
      .where('id', '=', account as never)
      .execute(),
  );
  const { email } = await app.database.untenanted((db) =>
    db
      .selectFrom('account')
      .select('email')
      .where('id', '=', account as never)
      .executeTakeFirstOrThrow(),
  );
  const entered = await atDesk('POST', '/api/sign-in', { email, password });
  expect(entered.body).toMatchObject({ state: 'mfa_pending' });
  expect(Object.values(await readiness())).not.toContain('ready');
  const body = { kind: 'code', code: agent.authenticator?.code(app.clock.now()) };
  const proved = await atDesk('POST', '/api/session/proof', body, cookieOf(entered));
  expect(proved.status, proved.text).toBe(200);
}

test('a PIN has six to twelve digits, and is none of the first that anybody would try', () => {
  for (const weak of [
    '48291',
    '4829151234567',
    '48291a',
    '111111',
    '123456',
    '987654',
    '121212',
    '135791113',
  ])
    expect(pinWeakness(weak) === undefined, weak).toBe(weak === '135791113');
  expect(pinWeakness(pin)).toBeUndefined();
});
