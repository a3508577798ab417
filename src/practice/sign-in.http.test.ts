import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Answered,
  agentOf,
  anAgent,
  codeOf,
  cookieOf,
  enrolApp,
  noon,
  openApp,
  openAppOn,
  type Send,
  send,
  type TestApp,
} from '../../tests/harness/app.ts';
import { anAccount, aPractice, aSession, aStaffMember, unique } from '../../tests/harness/builders.ts';
import type { AccountId } from '../kit/ids.ts';
import { hashPassword } from '../platform/password.ts';
import { hashToken } from '../platform/token.ts';
import { makeFirstRunLink } from './actions.ts';
import type { Practice } from './model.ts';

let app: TestApp;
let practice: Practice;
let calls = 0;
const password = 'four calm otters reading';
const other = 'seven loud geese singing';
let hash: string;

beforeAll(async () => {
  app = await openApp();
  hash = await hashPassword(password);
});
afterAll(() => app.close());
beforeEach(async () => {
  app.clock.set(noon);
  practice = await aPractice(app.database);
});

/** From an address of its own, unless the test says from where: no limit is hit by chance. */
function post(url: string, body: unknown, how: Send = {}): Promise<Answered> {
  calls += 1;
  const from = `10.1.${calls >> 8}.${calls & 255}`;
  return send(app.server, url, { method: 'POST', body, from, ...how });
}

async function somebody(
  over: { readonly roles?: string[] } = {},
): Promise<{ email: string; account: AccountId }> {
  const email = `${unique('sam')}@example.org`;
  const account = await anAccount(app.database, { email, password_hash: hash });
  await aStaffMember(app.database, practice.id, { account_id: account, ...over });
  return { email, account };
}

function passwordHashOf(account: AccountId): Promise<string | null> {
  return app.database.untenanted(async (db) => {
    const row = await db
      .selectFrom('account')
      .select('password_hash')
      .where('id', '=', account)
      .executeTakeFirstOrThrow();
    return row.password_hash;
  });
}

const hours = (count: number): Date => new Date(noon.getTime() + count * 3_600_000);
const minutes = (count: number): Date => new Date(noon.getTime() + count * 60_000);
const statuses = (answers: readonly Answered[]): number[] => answers.map(({ status }) => status).sort();

describe('signing in', () => {
  test('opens a session in the practice, and the cookie is kept from scripts', async () => {
    const { email } = await somebody();
    const answered = await post('/api/sign-in', { email: `  ${email.toUpperCase()} `, password });
    expect(answered.status, answered.text).toBe(200);
    expect(answered.body).toMatchObject({ email, practice: { slug: practice.slug }, today: '2026-03-02' });
    expect(String(answered.headers['set-cookie'])).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
    const session = await send(app.server, '/api/session', { cookie: cookieOf(answered) });
    expect(session.body).toMatchObject({ email });
  });

  test('an unknown address, a wrong password and an account without one get the same answer', async () => {
    const { email } = await somebody();
    const invited = `${unique('kim')}@example.org`;
    await anAccount(app.database, { email: invited, password_hash: null });
    const disabled = `${unique('kim')}@example.org`;
    await anAccount(app.database, { email: disabled, password_hash: hash, disabled_at: noon });
    const answers = [
      await post('/api/sign-in', { email, password: other }),
      await post('/api/sign-in', { email: 'nobody@example.org', password }),
      await post('/api/sign-in', { email: invited, password }),
      await post('/api/sign-in', { email: disabled, password }),
    ];
    for (const answered of answers) {
      expect(answered.status).toBe(401);
      expect({ ...(answered.body as object), requestId: '' }).toEqual({
        ...(answers[0]?.body as object),
        requestId: '',
      });
      expect(cookieOf(answered)).toBeUndefined();
    }
  });

  test('an unknown address takes as long as a wrong password', async () => {
    const { email } = await somebody();
    const time = async (address: string): Promise<number> => {
      const since = performance.now();
      await post('/api/sign-in', { email: address, password: other });
      return performance.now() - since;
    };
    // Taken in turns, and the shortest of each, so that a busy machine slows both alike.
    const [wrong, unknown]: [number[], number[]] = [[], []];
    for (let i = 0; i < 8; i += 1) {
      wrong.push(await time(email));
      unknown.push(await time(`${unique('no')}@example.org`));
    }
    // Without the decoy it would be a quarter.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...wrong) / 2);
  });

  test('ten tries an account and network, then not even the right password; elsewhere it still works', async () => {
    const { email } = await somebody();
    const from = '198.51.100.7';
    for (let i = 0; i < 10; i += 1) {
      expect((await post('/api/sign-in', { email, password: other }, { from })).status).toBe(401);
    }
    const limited = await post('/api/sign-in', { email, password }, { from });
    expect(limited.status).toBe(429);
    expect(codeOf(limited)).toBe('too_many_attempts');
    expect((await post('/api/sign-in', { email, password })).status).toBe(200);
    app.clock.set(minutes(16));
    expect((await post('/api/sign-in', { email, password }, { from })).status).toBe(200);
  });

  test('addresses of one IPv6 network count as one, in every spelling', async () => {
    const answers: Answered[] = [];
    for (let i = 0; i < 62; i += 1) {
      const host = ((i * 7919) % 65_521).toString(16);
      const from = i % 2 === 0 ? `2001:db8:7:1::${host}` : `2001:0DB8:0007:0001:0:0:1:${host}`;
      answers.push(
        await post('/api/sign-in', { email: `${unique('no')}@example.org`, password: 'x' }, { from }),
      );
    }
    expect(statuses(answers.slice(0, 60))).toEqual(new Array(60).fill(401));
    expect(statuses(answers.slice(60))).toEqual([429, 429]);
    const next = await post(
      '/api/sign-in',
      { email: 'no@example.org', password: 'x' },
      { from: '2001:db8:7:2::1' },
    );
    expect(next.status).toBe(401);
  });

  test('a forwarded address is believed of a trusted proxy alone, and only what that proxy added', async () => {
    const tries = async (
      through: TestApp,
      from: string,
      forwarded: (i: number) => string,
    ): Promise<number> => {
      let last = 0;
      for (let i = 0; i < 61; i += 1) {
        const headers = { 'x-forwarded-for': forwarded(i), 'x-real-ip': forwarded(i), forwarded: `for=${i}` };
        const body = { email: `${unique('no')}@example.org`, password: 'x' };
        last = (await send(through.server, '/api/sign-in', { method: 'POST', body, headers, from })).status;
      }
      return last;
    };
    expect(await tries(app, '203.0.113.1', (i) => `192.0.2.${i}`)).toBe(429);
    const config = { ...app.ports.config, trustedProxies: ['203.0.113.9'] };
    const proxied = await openAppOn(app.fresh, { config });
    expect(await tries(proxied, '203.0.113.9', (i) => `192.0.2.${i}`)).toBe(401);
    // The client wrote the first part itself; the proxy appended the true address.
    expect(await tries(proxied, '203.0.113.9', (i) => `192.0.2.${i}, 198.51.100.200`)).toBe(429);
    // Not the proxy: whatever it says is not believed.
    expect(await tries(proxied, '203.0.113.10', (i) => `192.0.2.${i}`)).toBe(429);
    await proxied.close();
  });

  test('a session that came with the request is not taken over', async () => {
    const { email, account } = await somebody();
    const planted = await aSession(app.database, await anAccount(app.database), null, noon);
    const answered = await post('/api/sign-in', { email, password }, { cookie: planted });
    const fresh = cookieOf(answered);
    expect(fresh).not.toBe(planted);
    const stillTheirs = await send(app.server, '/api/session', { cookie: planted });
    expect(stillTheirs.body).not.toMatchObject({ email });
    const chosen = await post('/api/sign-in', { email, password }, { cookie: 'chosen-by-somebody-else' });
    expect(cookieOf(chosen)).not.toBe('chosen-by-somebody-else');
    expect((await send(app.server, '/api/session', { cookie: 'chosen-by-somebody-else' })).status).toBe(401);
    expect(account).toBeDefined();
  });

  test('only the digest of a token is stored', async () => {
    const { email } = await somebody();
    const token = cookieOf(await post('/api/sign-in', { email, password })) ?? '';
    expect(token.length).toBe(43);
    const rows = await app.database.untenanted((db) => db.selectFrom('session').selectAll().execute());
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(rows.some(({ token_hash }) => token_hash.toString('utf8') === token)).toBe(false);
  });
});

describe('a session', () => {
  test('ends when nobody has used it for ten minutes, and lives on while somebody does', async () => {
    const agent = await anAgent(app, practice, ['front_desk']);
    for (const minute of [9, 18, 27]) {
      app.clock.set(minutes(minute));
      expect((await agent.get('/api/session')).status, String(minute)).toBe(200);
    }
    app.clock.set(minutes(37.1));
    const ended = await agent.get('/api/session');
    expect(ended.status).toBe(401);
    // Nothing about the cookie: somebody else may have signed in at this browser while this was under way.
    expect(ended.headers['set-cookie']).toBeUndefined();
    app.clock.set(minutes(28));
    expect((await agent.get('/api/session')).status).toBe(200);
  });

  test('is not held up by a slow request of its own', async () => {
    const agent = await anAgent(app, practice, ['front_desk']);
    app.clock.set(minutes(5));
    const slow = new pg.Client(app.fresh.access.superuser);
    await slow.connect();
    await slow.query('begin');
    await slow.query('select from session where token_hash = $1 for update', [hashToken(agent.token)]);
    const answered = await agent.get('/api/session');
    await slow.query('rollback');
    await slow.end();
    expect(answered.status).toBe(200);
  }, 5_000);

  test('ends twelve hours after it was opened, however busy it was', async () => {
    const { email } = await somebody();
    const cookie = cookieOf(await post('/api/sign-in', { email, password }));
    for (let at = 9; at < 720; at += 9) {
      app.clock.set(minutes(at));
      expect((await send(app.server, '/api/session', { cookie })).status, String(at)).toBe(200);
    }
    app.clock.set(minutes(720));
    expect((await send(app.server, '/api/session', { cookie })).status).toBe(401);
  });

  test('is ended by signing out, and the others of the account with "everywhere"', async () => {
    const member = await aStaffMember(app.database, practice.id);
    const [desk, phone, tablet] = [
      await agentOf(app, practice.id, member),
      await agentOf(app, practice.id, member),
      await agentOf(app, practice.id, member),
    ];
    const colleague = await anAgent(app, practice, ['front_desk']);
    const out = await desk.send('POST', '/api/sign-out');
    expect(String(out.headers['set-cookie'])).toMatch(/^keepwell=;.*Expires=Thu, 01 Jan 1970/);
    expect(statuses([await desk.get('/api/session'), await phone.get('/api/session')])).toEqual([200, 401]);
    await phone.send('POST', '/api/sign-out-everywhere');
    const after = [await phone.get('/api/session'), await tablet.get('/api/session')];
    expect(statuses(after)).toEqual([401, 401]);
    expect((await colleague.get('/api/session')).status).toBe(200);
  });

  test('of a suspended staff member ends at once, and signing in again opens no door', async () => {
    const admin = await anAgent(app, practice, ['admin']);
    const { email, account } = await somebody();
    const cookie = cookieOf(await post('/api/sign-in', { email, password }));
    const listed = await admin.get('/api/staff');
    const { staff } = listed.body as { staff: { id: string; email: string }[] };
    const id = staff.find((one) => one.email === email)?.id ?? '';
    const suspended = await admin.send('PATCH', `/api/staff/${id}`, { state: 'suspended' });
    expect(suspended.body).toMatchObject({ state: 'suspended' });
    expect((await send(app.server, '/api/session', { cookie })).status).toBe(401);
    const again = await post('/api/sign-in', { email, password });
    expect(again.body).toMatchObject({ practice: null, practices: [], roles: [], verbs: [] });
    const inside = await send(app.server, '/api/staff', { cookie: cookieOf(again) });
    expect(codeOf(inside)).toBe('no_practice');
    const chosen = await post('/api/session/practice', { slug: practice.slug }, { cookie: cookieOf(again) });
    expect(chosen.status).toBe(404);
    await admin.send('PATCH', `/api/staff/${id}`, { state: 'active' });
    const back = await post('/api/sign-in', { email, password });
    expect(back.body).toMatchObject({ practice: { slug: practice.slug } });
    expect(await passwordHashOf(account)).toBe(hash);
  });

  test('of a disabled account is over', async () => {
    const { account } = await somebody();
    const cookie = await aSession(app.database, account, practice.id, noon);
    expect((await send(app.server, '/api/session', { cookie })).status).toBe(200);
    await app.database.untenanted((db) =>
      db.updateTable('account').set({ disabled_at: noon }).where('id', '=', account).execute(),
    );
    expect((await send(app.server, '/api/session', { cookie })).status).toBe(401);
  });
});

describe('two practices and one account', () => {
  test('are worked in one at a time, and each trail tells of the arrival', async () => {
    const second = await aPractice(app.database, { slug: unique('oak'), name: 'Oak Street' });
    const account = await anAccount(app.database);
    const first = await aStaffMember(app.database, practice.id, { account_id: account, roles: ['manager'] });
    await aStaffMember(app.database, second.id, { account_id: account, roles: ['billing'] });
    const agent = await agentOf(app, practice.id, first);
    expect((await agent.get('/api/session')).body).toMatchObject({
      roles: ['manager'],
      practices: [{ slug: second.slug }, { slug: practice.slug }],
    });
    const moved = await agent.send('POST', '/api/session/practice', { slug: second.slug });
    expect(moved.body).toMatchObject({ practice: { slug: second.slug }, roles: ['billing'] });
    // The roles of the one do not follow into the other.
    expect((await agent.get('/api/audit')).status).toBe(403);
    const trail = async (of: Practice): Promise<unknown> =>
      app.database.inPractice(of.id, (db) =>
        db
          .selectFrom('audit_event')
          .select('action')
          .where('request_id', '=', String(moved.headers['x-request-id']))
          .execute(),
      );
    expect(await trail(practice)).toEqual([{ action: 'session.choosePractice' }]);
    expect(await trail(second)).toEqual([{ action: 'session.opened' }]);
  });

  test('suspended in the one, a person works on in the other', async () => {
    const second = await aPractice(app.database);
    const { email, account } = await somebody();
    const there = await aStaffMember(app.database, second.id, { account_id: account });
    const session = await agentOf(app, practice.id, there);
    const admin = await anAgent(app, second, ['admin']);
    await admin.send('PATCH', `/api/staff/${there.id}`, { state: 'suspended' });
    expect((await session.get('/api/session')).body).toMatchObject({ practices: [{ slug: practice.slug }] });
    // The newest practice would be the suspended one.
    expect((await post('/api/sign-in', { email, password })).body).toMatchObject({
      practice: { slug: practice.slug },
    });
  });
});

describe('the last administrator', () => {
  test('stays one, until somebody else is', async () => {
    const admin = await anAgent(app, practice, ['admin', 'manager']);
    const path = `/api/staff/${admin.staffMemberId}`;
    for (const change of [{ roles: ['manager'] }, { roles: [] }, { state: 'suspended' }]) {
      expect(codeOf(await admin.send('PATCH', path, change)), JSON.stringify(change)).toBe('last_admin');
    }
    // Neither somebody invited nor somebody suspended counts.
    await admin.send('POST', '/api/staff/invitations', {
      email: `${unique('kim')}@example.org`,
      displayName: 'Kim',
      roles: ['admin'],
    });
    await aStaffMember(app.database, practice.id, { roles: ['admin'], state: 'suspended' });
    expect(codeOf(await admin.send('PATCH', path, { roles: ['manager'] }))).toBe('last_admin');
    await anAgent(app, practice, ['admin']);
    expect((await admin.send('PATCH', path, { roles: ['manager'] })).status).toBe(200);
  });

  test('two administrators who demote each other at once leave one', async () => {
    for (let round = 0; round < 5; round += 1) {
      const here = await aPractice(app.database);
      const [one, two] = [await anAgent(app, here, ['admin']), await anAgent(app, here, ['admin'])];
      const answers = await Promise.all([
        one.send('PATCH', `/api/staff/${two.staffMemberId}`, { roles: ['billing'] }),
        two.send('PATCH', `/api/staff/${one.staffMemberId}`, { state: 'suspended' }),
      ]);
      const admins = await app.database.inPractice(here.id, (db) =>
        db
          .selectFrom('staff_member')
          .select(['roles', 'state'])
          .where('practice_id', '=', here.id)
          .where('state', '=', 'active')
          .execute(),
      );
      expect(admins.filter(({ roles }) => roles.includes('admin')).length, JSON.stringify(answers)).toBe(1);
      expect(statuses(answers)[0]).toBe(200);
    }
  });
});

describe('an invitation', () => {
  async function invite(email: string, here = practice, roles = ['front_desk']): Promise<string> {
    const admin = await anAgent(app, here, ['admin']);
    const answered = await admin.send('POST', '/api/staff/invitations', { email, displayName: 'Kim', roles });
    expect(answered.status, answered.text).toBe(200);
    return String((answered.body as { link: string }).link.split('#')[1]);
  }

  test('lets somebody new choose a password, once', async () => {
    const email = `${unique('kim')}@example.org`;
    const token = await invite(email);
    expect(codeOf(await post('/api/invitations/accept', { token, password: 'short' }))).toBe('weak_password');
    const accepted = await post('/api/invitations/accept', { token, password, displayName: 'Kim Lee' });
    expect(accepted.body).toMatchObject({ email, practice: { slug: practice.slug }, roles: ['front_desk'] });
    const twice = await post('/api/invitations/accept', { token, password: other });
    expect(codeOf(twice)).toBe('link_ended');
    expect((await post('/api/sign-in', { email, password })).status).toBe(200);
    expect((await post('/api/sign-in', { email, password: other })).status).toBe(401);
  });

  test('asks somebody with an account for the password they have, and changes it never', async () => {
    const { email, account } = await somebody();
    const second = await aPractice(app.database);
    const token = await invite(email, second);
    const wrong = await post('/api/invitations/accept', { token, password: other, displayName: 'Mallory' });
    expect(codeOf(wrong)).toBe('wrong_credentials');
    expect(await passwordHashOf(account)).toBe(hash);
    const right = await post('/api/invitations/accept', { token, password, displayName: 'Mallory' });
    expect(right.body).toMatchObject({ practice: { slug: second.slug } });
    expect(await passwordHashOf(account)).toBe(hash);
    const names = await app.database.untenanted((db) =>
      db.selectFrom('account').select('display_name').where('id', '=', account).execute(),
    );
    expect(names).toEqual([{ display_name: 'Ana Ruiz' }]);
  });

  test('is no second door to guess a password through', async () => {
    const { email } = await somebody();
    const token = await invite(email, await aPractice(app.database));
    const from = '198.51.100.77';
    const guesses: Answered[] = [];
    for (let i = 0; i < 11; i += 1) {
      guesses.push(await post('/api/invitations/accept', { token, password: `guess ${i}` }, { from }));
    }
    expect(statuses(guesses)).toEqual([...new Array(10).fill(401), 429]);
    // Counted with the tries at the front door.
    expect((await post('/api/sign-in', { email, password }, { from })).status).toBe(429);
  });

  test('ends after seven days, with a newer one, and when the person is suspended', async () => {
    const email = `${unique('kim')}@example.org`;
    const first = await invite(email);
    const second = await invite(email);
    expect(codeOf(await post('/api/invitations/accept', { token: first, password }))).toBe('link_ended');
    app.clock.set(hours(7 * 24 + 1));
    expect(codeOf(await post('/api/invitations/accept', { token: second, password }))).toBe('link_ended');
    const third = await invite(email);
    const admin = await anAgent(app, practice, ['admin']);
    const { staff } = (await admin.get('/api/staff')).body as { staff: { id: string; email: string }[] };
    const path = `/api/staff/${staff.find((one) => one.email === email)?.id}`;
    expect(codeOf(await admin.send('PATCH', path, { state: 'active' }))).toBe('invalid_input');
    await admin.send('PATCH', path, { state: 'suspended' });
    expect(codeOf(await post('/api/invitations/accept', { token: third, password }))).toBe('link_ended');
    // Readmitted, they are where they were: invited, not a member.
    expect((await admin.send('PATCH', path, { state: 'active' })).body).toMatchObject({ state: 'invited' });
    const fourth = await invite(email);
    expect((await post('/api/invitations/accept', { token: fourth, password })).status).toBe(200);
  });

  test('pressed fifty times at once is accepted once', async () => {
    const email = `${unique('kim')}@example.org`;
    const token = await invite(email);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        post('/api/invitations/accept', { token, password: `${password} ${i}` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200).length).toBe(1);
    expect(answers.every(({ status }) => status < 500)).toBe(true);
    const sessions = await app.database.untenanted((db) =>
      db
        .selectFrom('session')
        .innerJoin('account', 'account.id', 'session.account_id')
        .where('email', '=', email)
        .select('session.account_id')
        .execute(),
    );
    expect(sessions.length).toBe(1);
  });

  test('pressed thirty times at once by somebody who proves their password is accepted once', async () => {
    const { email } = await somebody();
    const token = await invite(email, await aPractice(app.database));
    const presses = Array.from({ length: 30 }, () => post('/api/invitations/accept', { token, password }));
    expect(statuses(await Promise.all(presses))).toEqual([200, ...new Array(29).fill(410)]);
  });

  test('two invitations of one new person, accepted at once, choose one password', async () => {
    for (let round = 0; round < 5; round += 1) {
      const email = `${unique('kim')}@example.org`;
      const tokens = [await invite(email), await invite(email, await aPractice(app.database))];
      const answers = await Promise.all([
        post('/api/invitations/accept', { token: tokens[0], password }),
        post('/api/invitations/accept', { token: tokens[1], password: other }),
      ]);
      expect(statuses(answers)).toEqual([200, 401]);
      const won = answers[0]?.status === 200 ? password : other;
      expect((await post('/api/sign-in', { email, password: won })).status).toBe(200);
    }
  });

  test('says the same to an inviter whether the address is known elsewhere or not', async () => {
    const { email } = await somebody();
    const second = await aPractice(app.database);
    const admin = await anAgent(app, second, ['admin']);
    const ask = async (address: string): Promise<unknown> => {
      const body = { email: address, displayName: 'Kim', roles: ['billing'] };
      const answered = await admin.send('POST', '/api/staff/invitations', body);
      const { staffMember } = answered.body as { staffMember: object };
      return { ...staffMember, id: '', email: '' };
    };
    expect(await ask(email)).toEqual(await ask(`${unique('new')}@example.org`));
  });

  test('sent twice at the same moment is one staff member', async () => {
    const email = `${unique('kim')}@example.org`;
    const [one, two] = [await anAgent(app, practice, ['admin']), await anAgent(app, practice, ['admin'])];
    const body = { email, displayName: 'Kim', roles: ['billing'] };
    const answers = await Promise.all([
      one.send('POST', '/api/staff/invitations', body),
      two.send('POST', '/api/staff/invitations', body),
    ]);
    for (const { status, text } of answers) expect([200, 409], text).toContain(status);
    const { staff } = (await one.get('/api/staff')).body as { staff: { email: string }[] };
    expect(staff.filter((member) => member.email === email).length).toBe(1);
  });
});

describe('the first run', () => {
  let first: TestApp;
  beforeEach(async () => {
    first = await openApp();
    return () => first.close();
  });

  const eve = { displayName: 'Eve', email: 'eve@example.org', password };
  function run(token: string, body: object = eve): Promise<Answered> {
    calls += 1;
    const from = `10.2.${calls >> 8}.${calls & 255}`;
    return send(first.server, '/api/first-run', { method: 'POST', body: { ...body, token }, from });
  }

  test('makes the one account that administers every practice, and its link is used up', async () => {
    const here = [await aPractice(first.database), await aPractice(first.database)];
    const token = (await makeFirstRunLink(first.database, noon)) ?? '';
    const made = await run(token);
    expect(made.status, made.text).toBe(200);
    // Nothing is told before the second factor is set up.
    expect(made.body).toMatchObject({ state: 'mfa_pending', practices: [], roles: [] });
    const cookie = cookieOf(made) ?? '';
    await enrolApp(first, cookie);
    const session = await send(first.server, '/api/session', { cookie });
    const { practices, roles } = session.body as { practices: { slug: string }[]; roles: string[] };
    expect(practices.map(({ slug }) => slug).sort()).toEqual(here.map(({ slug }) => slug).sort());
    expect(roles).toContain('admin');
    expect(codeOf(await run(token))).toBe('link_ended');
    expect(await makeFirstRunLink(first.database, noon)).toBeUndefined();
  });

  test('pressed fifty times at once, or through two links, makes one account', async () => {
    const one = (await makeFirstRunLink(first.database, noon)) ?? '';
    const presses = Array.from({ length: 50 }, (_, i) => run(one, { ...eve, email: `eve${i}@example.org` }));
    const answers = await Promise.all(presses);
    expect(answers.filter(({ status }) => status === 200).length).toBe(1);
    expect(answers.filter(({ status }) => status === 410).length).toBe(49);
    const accounts = await first.database.untenanted((db) => db.selectFrom('account').select('id').execute());
    expect(accounts.length).toBe(1);
  });

  test('of two links that two consoles printed at once, the second is worth nothing after the first', async () => {
    const links = await Promise.all([
      makeFirstRunLink(first.database, noon),
      makeFirstRunLink(first.database, noon),
      makeFirstRunLink(first.database, noon),
    ]);
    const answers = await Promise.all(
      links.map((token, i) => run(token ?? '', { ...eve, email: `eve${i}@example.org` })),
    );
    expect(statuses(answers)).toEqual([200, 410, 410]);
  });

  test('ends after a day, and tells nobody without a link whether an address is known', async () => {
    const token = (await makeFirstRunLink(first.database, noon)) ?? '';
    first.clock.set(hours(24.1));
    expect(codeOf(await run(token))).toBe('link_ended');
    await anAccount(first.database, { email: 'known@example.org', password_hash: hash });
    const forged = 'x'.repeat(43);
    const [known, unknown] = [
      await run(forged, { ...eve, email: 'known@example.org' }),
      await run(forged, { ...eve, email: 'unknown@example.org' }),
    ];
    expect(codeOf(known)).toBe('link_ended');
    expect({ ...(known?.body as object), requestId: '' }).toEqual({
      ...(unknown?.body as object),
      requestId: '',
    });
  });

  test('an invitation is no first-run link, and the other way round', async () => {
    const here = await aPractice(first.database);
    const admin = await anAgent(first, here, ['admin']);
    const body = { email: 'kim@example.org', displayName: 'Kim', roles: ['billing'] };
    const invited = await admin.send('POST', '/api/staff/invitations', body);
    const invitation = String((invited.body as { link: string }).link.split('#')[1]);
    expect(codeOf(await run(invitation))).toBe('link_ended');
    const firstRun = (await makeFirstRunLink(first.database, noon)) ?? '';
    const accepted = await send(first.server, '/api/invitations/accept', {
      method: 'POST',
      body: { token: firstRun, password },
    });
    expect(codeOf(accepted)).toBe('link_ended');
    // No token opens a session by itself.
    for (const token of [invitation, firstRun]) {
      expect((await send(first.server, '/api/session', { cookie: token })).status).toBe(401);
    }
  });
});
