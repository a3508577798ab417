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
  send,
  type TestApp,
} from '../../tests/harness/app.ts';
import { anAccount, aPractice, aSession, aStaffMember, unique } from '../../tests/harness/builders.ts';
import { aSoftPasskey, type SoftPasskey } from '../../tests/harness/passkey.ts';
import { anAuthenticatorApp } from '../../tests/harness/second-factor.ts';
import type { AccountId } from '../kit/ids.ts';
import { hashPassword } from '../platform/password.ts';
import { resetFactorsAtConsole } from './enrolment.ts';
import type { Practice } from './model.ts';

let app: TestApp;
let practice: Practice;
let hash: string;
let calls = 0;
const password = 'four calm otters reading';
const later = (seconds: number): Date => new Date(noon.getTime() + seconds * 1000);

beforeAll(async () => {
  app = await openApp();
  hash = await hashPassword(password);
});
afterAll(() => app.close());
beforeEach(async () => {
  app.clock.set(noon);
  practice = await aPractice(app.database);
});

function post(url: string, body?: unknown, cookie?: string): Promise<Answered> {
  calls += 1;
  return send(app.server, url, { method: 'POST', body, cookie, from: `10.9.${calls >> 8}.${calls & 255}` });
}

interface Person {
  readonly email: string;
  readonly account: AccountId;
}

async function somebody(roles: string[] = ['manager']): Promise<Person> {
  const email = `${unique('max')}@example.org`;
  const account = await anAccount(app.database, { email, password_hash: hash });
  await aStaffMember(app.database, practice.id, { account_id: account, roles });
  return { email, account };
}

async function byPassword({ email }: Person): Promise<string> {
  return cookieOf(await post('/api/sign-in', { email, password })) ?? '';
}

const look = async (cookie: string): Promise<unknown> =>
  (await send(app.server, '/api/session', { cookie })).body;
const today = (cookie: string): Promise<Answered> => send(app.server, '/api/today', { cookie });
const proof = (cookie: string, code: string, kind = 'code'): Promise<Answered> =>
  post('/api/session/proof', { kind, code }, cookie);

async function recoveryCodesOf(cookie: string): Promise<{ codes: string[]; letters: string }> {
  const begun = await post('/api/me/authenticator-app', undefined, cookie);
  const { letters } = begun.body as { letters: string };
  const code = anAuthenticatorApp(letters).code(app.clock.now());
  const done = await post('/api/me/authenticator-app/confirmation', { code }, cookie);
  return { codes: (done.body as { recoveryCodes: string[] }).recoveryCodes, letters };
}

describe('a session whose second factor is missing', () => {
  test('knows its own state and nothing of the practice', async () => {
    const token = await byPassword(await somebody());
    expect(await look(token)).toMatchObject({
      state: 'mfa_pending',
      practice: null,
      practices: [],
      roles: [],
      verbs: [],
      factors: { app: false, passkey: false, required: true },
    });
    const refused = await today(token);
    expect([refused.status, codeOf(refused)]).toEqual([403, 'second_factor_required']);
  });

  test('is led through the first set-up, and is then a full one', async () => {
    const token = await byPassword(await somebody());
    const { codes } = await recoveryCodesOf(token);
    expect(new Set(codes).size).toBe(10);
    expect(await look(token)).toMatchObject({ state: 'full', factors: { app: true } });
    expect((await today(token)).status).toBe(200);
  });

  test('cannot add a factor to those that the account has', async () => {
    const person = await somebody();
    await enrolApp(app, await byPassword(person));
    const thief = await byPassword(person);
    for (const url of ['authenticator-app', 'passkey-options', 'recovery-codes']) {
      expect(codeOf(await post(`/api/me/${url}`, undefined, thief)), url).toBe('second_factor_required');
    }
    expect(codeOf(await post('/api/me/authenticator-app/confirmation', { code: '123456' }, thief))).toBe(
      'second_factor_required',
    );
  });

  test('gets a new token when it is passed: the old one is worth nothing', async () => {
    const person = await somebody();
    const authenticator = await enrolApp(app, await byPassword(person));
    app.clock.set(later(60));
    const token = await byPassword(person);
    const passed = await proof(token, authenticator.code(app.clock.now()));
    expect(passed.status, passed.text).toBe(200);
    const renewed = cookieOf(passed) ?? '';
    expect(renewed).not.toBe('');
    expect((await today(token)).status).toBe(401);
    expect((await today(renewed)).status).toBe(200);
    expect(passed.text).not.toContain(renewed);
  });

  test('comes to whoever is given such a role in the middle of a session', async () => {
    const admin = await anAgent(app, practice, ['admin']);
    const member = await aStaffMember(app.database, practice.id);
    const desk = await agentOf(app, practice.id, member);
    expect((await desk.get('/api/today')).status).toBe(200);
    expect((await admin.send('PATCH', `/api/staff/${member.id}`, { roles: ['manager'] })).status).toBe(200);
    expect(codeOf(await desk.get('/api/today'))).toBe('second_factor_required');
  });

  test('is not asked of a front desk, until it adds one itself; then its other sessions are', async () => {
    const person = await somebody(['front_desk']);
    const [one, other] = [await byPassword(person), await byPassword(person)];
    expect((await today(one)).status).toBe(200);
    await enrolApp(app, one);
    expect((await today(one)).status).toBe(200);
    expect(codeOf(await today(other))).toBe('second_factor_required');
  });
});

describe('a code', () => {
  test('counts once, whoever comes first', async () => {
    const person = await somebody();
    const authenticator = await enrolApp(app, await byPassword(person));
    app.clock.set(later(60));
    const code = authenticator.code(app.clock.now());
    const tokens = await Promise.all(Array.from({ length: 5 }, () => byPassword(person)));
    const answers = await Promise.all(tokens.map((token) => proof(token, code)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401]);
  });

  test('is right for half a minute before and after, and wrong a minute later', async () => {
    const person = await somebody();
    const authenticator = await enrolApp(app, await byPassword(person));
    const code = authenticator.code(later(90));
    app.clock.set(later(150));
    expect(codeOf(await proof(await byPassword(person), code))).toBe('wrong_code');
    app.clock.set(later(120));
    expect((await proof(await byPassword(person), code)).status).toBe(200);
  });

  test('is guessed ten times in a quarter of an hour and no more, from any number of sessions', async () => {
    const person = await somebody();
    const authenticator = await enrolApp(app, await byPassword(person));
    app.clock.set(later(900));
    for (let i = 0; i < 10; i += 1)
      expect((await proof(await byPassword(person), '000000')).status).toBe(401);
    const right = authenticator.code(app.clock.now());
    expect(codeOf(await proof(await byPassword(person), right))).toBe('too_many_attempts');
    app.clock.set(later(1800));
    expect((await proof(await byPassword(person), authenticator.code(app.clock.now()))).status).toBe(200);
  });

  test('of an app that was never confirmed opens nothing', async () => {
    const person = await somebody(['front_desk']);
    const token = await byPassword(person);
    const begun = await post('/api/me/authenticator-app', undefined, token);
    const authenticator = anAuthenticatorApp((begun.body as { letters: string }).letters);
    expect(codeOf(await proof(token, authenticator.code(noon)))).toBe('wrong_code');
  });

  test('is not read from a stolen database: the secret is sealed', async () => {
    const person = await somebody();
    const { letters } = await enrolApp(app, await byPassword(person));
    const row = await app.database.untenanted((db) =>
      db
        .selectFrom('authenticator_app')
        .selectAll()
        .where('account_id', '=', person.account)
        .executeTakeFirstOrThrow(),
    );
    expect(row.secret.toString('latin1')).not.toContain(letters);
    expect(row.secret).toHaveLength(12 + 16 + 20);
  });
});

describe('a recovery code', () => {
  test('lets in once, and new ones end the old', async () => {
    const person = await somebody();
    const first = await byPassword(person);
    const { codes } = await recoveryCodesOf(first);
    const used = await proof(await byPassword(person), codes[3] ?? '', 'recovery');
    expect(used.status, used.text).toBe(200);
    expect(codeOf(await proof(await byPassword(person), codes[3] ?? '', 'recovery'))).toBe('wrong_code');
    const mine = await send(app.server, '/api/me/sign-in', { cookie: first });
    expect(mine.body).toMatchObject({ recoveryCodesLeft: 9 });
    expect((await post('/api/me/recovery-codes', undefined, first)).status).toBe(200);
    expect(codeOf(await proof(await byPassword(person), codes[4] ?? '', 'recovery'))).toBe('wrong_code');
  });

  test('is kept as a digest alone', async () => {
    const person = await somebody();
    const { codes } = await recoveryCodesOf(await byPassword(person));
    const rows = await app.database.untenanted((db) =>
      db.selectFrom('recovery_code').selectAll().where('account_id', '=', person.account).execute(),
    );
    expect(rows).toHaveLength(10);
    for (const row of rows) {
      expect(row.code_hash).toHaveLength(32);
      expect(codes.join()).not.toContain(row.code_hash.toString('hex'));
    }
  });
});

async function withPasskey(): Promise<Person & { readonly token: string; readonly passkey: SoftPasskey }> {
  const person = await somebody();
  const token = await byPassword(person);
  const passkey = aSoftPasskey();
  const begun = await post('/api/me/passkey-options', undefined, token);
  const response = passkey.register((begun.body as { options: unknown }).options);
  const added = await post('/api/me/passkeys', { name: 'key', response }, token);
  expect(added.status, added.text).toBe(200);
  return { ...person, token, passkey };
}

async function options(url: string, cookie?: string): Promise<unknown> {
  return ((await post(url, undefined, cookie)).body as { options: unknown }).options;
}

describe('a passkey', () => {
  test('is both factors: it signs in without a password', async () => {
    const { passkey, email } = await withPasskey();
    const response = passkey.prove(await options('/api/sign-in/passkey-options'));
    const entered = await post('/api/sign-in/passkey', { response });
    expect(entered.status, entered.text).toBe(200);
    expect(entered.body).toMatchObject({ email, state: 'full' });
    expect((await today(cookieOf(entered) ?? '')).status).toBe(200);
  });

  test('passes the second factor after the password', async () => {
    const person = await withPasskey();
    const token = await byPassword(person);
    const response = person.passkey.prove(await options('/api/session/proof-options', token));
    const passed = await post('/api/session/proof', { kind: 'passkey', response }, token);
    expect(passed.body).toMatchObject({ state: 'full' });
  });

  test.each([
    ['of another page', { origin: 'http://localhost:4601' }],
    ['of another address', { relyingParty: 'keepwell.example' }],
    ['of nobody who showed that it is them', { verified: false }],
    ['of an authenticator that did not count on', { counter: 1 }],
    ['of a challenge that is none of ours', { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
  ])('answers nothing with a proof %s', async (_, over) => {
    const { passkey } = await withPasskey();
    const response = passkey.prove(await options('/api/sign-in/passkey-options'), over);
    const answered = await post('/api/sign-in/passkey', { response });
    expect([answered.status, codeOf(answered), cookieOf(answered)]).toEqual([
      401,
      'wrong_passkey',
      undefined,
    ]);
  });

  test('answers each challenge once, within five minutes, and for its purpose alone', async () => {
    const { passkey, token } = await withPasskey();
    const response = passkey.prove(await options('/api/sign-in/passkey-options'));
    expect((await post('/api/sign-in/passkey', { response })).status).toBe(200);
    expect((await post('/api/sign-in/passkey', { response })).status).toBe(401);
    const crossed = passkey.prove(await options('/api/session/proof-options', token));
    expect((await post('/api/sign-in/passkey', { response: crossed })).status).toBe(401);
    const late = passkey.prove(await options('/api/sign-in/passkey-options'));
    app.clock.set(later(301));
    expect((await post('/api/sign-in/passkey', { response: late })).status).toBe(401);
  });

  test('of somebody else proves nothing about oneself', async () => {
    const [mine, theirs] = [await withPasskey(), await withPasskey()];
    const token = await byPassword(mine);
    const response = theirs.passkey.prove(await options('/api/session/proof-options', token));
    expect(codeOf(await post('/api/session/proof', { kind: 'passkey', response }, token))).toBe(
      'wrong_passkey',
    );
  });

  test('does not work at a bare IP address, which says so', async () => {
    const bare = await openAppOn(app.fresh, { origin: 'http://127.0.0.1:4600' });
    const asked = await send(bare.server, '/api/sign-in/passkey-options', {
      method: 'POST',
      headers: { origin: 'http://127.0.0.1:4600' },
    });
    expect(codeOf(asked)).toBe('no_passkeys_here');
    await bare.close();
  });

  test('is not removed while it is the only factor of a role that needs one', async () => {
    const { token } = await withPasskey();
    const mine = (await send(app.server, '/api/me/sign-in', { cookie: token })).body as {
      passkeys: { id: string }[];
    };
    const url = `/api/me/passkeys/${mine.passkeys[0]?.id}`;
    expect(codeOf(await send(app.server, url, { method: 'DELETE', cookie: token }))).toBe('last_factor');
    await enrolApp(app, token);
    expect((await send(app.server, url, { method: 'DELETE', cookie: token })).status).toBe(200);
  });
});

describe('a fresh proof', () => {
  test('holds for five minutes, and a code renews it', async () => {
    const admin = await anAgent(app, practice, ['admin']);
    const { id } = await aStaffMember(app.database, practice.id);
    const change = (): Promise<Answered> => admin.send('PATCH', `/api/staff/${id}`, { roles: ['billing'] });
    app.clock.set(later(300));
    expect((await change()).status).toBe(200);
    app.clock.set(later(301));
    expect(codeOf(await change())).toBe('step_up_required');
    expect((await admin.prove()).status).toBe(200);
    expect((await change()).status).toBe(200);
  });

  test('is asked for to invite somebody with more rights, not for anybody else', async () => {
    const admin = await anAgent(app, practice, ['admin']);
    app.clock.set(later(301));
    const invite = (role: string): Promise<Answered> =>
      admin.send('POST', '/api/staff/invitations', {
        email: `${unique('new')}@example.org`,
        displayName: 'New',
        roles: [role],
      });
    for (const role of ['admin', 'manager', 'integrator'])
      expect(codeOf(await invite(role))).toBe('step_up_required');
    expect((await invite('front_desk')).status).toBe(200);
  });

  test('is the password for whoever has no second factor, and never for whoever has one', async () => {
    const desk = await somebody(['front_desk']);
    const token = await byPassword(desk);
    const pin = (): Promise<Answered> =>
      send(app.server, '/api/me/pin', { method: 'PUT', cookie: token, body: { pin: '482915' } });
    app.clock.set(later(301));
    expect(codeOf(await pin())).toBe('step_up_required');
    const wrong = { kind: 'password', password: 'seven loud geese singing' };
    expect((await post('/api/session/proof', wrong, token)).status).toBe(401);
    expect((await post('/api/session/proof', { kind: 'password', password }, token)).status).toBe(200);
    expect((await pin()).status).toBe(200);
    const manager = await byPassword(await somebody());
    await enrolApp(app, manager);
    expect((await post('/api/session/proof', { kind: 'password', password }, manager)).status).toBe(401);
  });
});

describe('a reset', () => {
  test('by an administrator ends every session, and the next sign-in sets a factor up anew', async () => {
    const person = await somebody();
    const token = await byPassword(person);
    await enrolApp(app, token);
    const admin = await anAgent(app, practice, ['admin']);
    const { staff } = (await admin.get('/api/staff')).body as { staff: { id: string; email: string }[] };
    const id = staff.find(({ email }) => email === person.email)?.id;
    const reset = await admin.send('POST', `/api/staff/${id}/factor-reset`);
    expect(reset.status, reset.text).toBe(200);
    expect((await today(token)).status).toBe(401);
    const again = await byPassword(person);
    expect(await look(again)).toMatchObject({ state: 'mfa_pending', factors: { app: false } });
    await enrolApp(app, again);
    expect((await today(again)).status).toBe(200);
  });

  test('is refused for somebody whose account another practice rests on', async () => {
    const person = await somebody();
    const other = await aPractice(app.database);
    await aStaffMember(app.database, other.id, { account_id: person.account });
    const admin = await anAgent(app, practice, ['admin']);
    const { staff } = (await admin.get('/api/staff')).body as { staff: { id: string; email: string }[] };
    const id = staff.find(({ email }) => email === person.email)?.id;
    expect(codeOf(await admin.send('POST', `/api/staff/${id}/factor-reset`))).toBe('works_elsewhere');
  });

  test('at the console is the way back in, and stands in the trail', async () => {
    const person = await somebody(['admin']);
    const token = await byPassword(person);
    await enrolApp(app, token);
    expect(await resetFactorsAtConsole(app.database, person.email, 'request', noon)).toMatchObject({
      ok: true,
    });
    expect(await resetFactorsAtConsole(app.database, 'no@example.org', 'request', noon)).toMatchObject({
      ok: false,
    });
    expect((await today(token)).status).toBe(401);
    const events = await app.database.inPractice(practice.id, (db) =>
      db
        .selectFrom('audit_event')
        .select(['action', 'result'])
        .where('practice_id', '=', practice.id)
        .execute(),
    );
    expect(events).toContainEqual({ action: 'staff.resetFactorsAtConsole', result: 'ok' });
  });
});

describe('idle time', () => {
  const idle = async (minutes: number | null): Promise<string> => {
    await app.database.untenanted((db) =>
      db.updateTable('practice').set({ idle_minutes: minutes }).where('id', '=', practice.id).execute(),
    );
    const { accountId } = await aStaffMember(app.database, practice.id);
    return aSession(app.database, accountId, practice.id, noon);
  };

  test.each([
    [2, 119, 120],
    [30, 1799, 1800],
    [null, 599, 600],
  ])('of %s minutes is that of the practice', async (minutes, within, over) => {
    const token = await idle(minutes);
    app.clock.set(later(within));
    const headers = { 'keepwell-by-itself': '1' };
    expect((await send(app.server, '/api/today', { cookie: token, headers })).status).toBe(200);
    app.clock.set(later(over));
    expect((await today(token)).status).toBe(401);
  });

  test('goes on under a page that asks by itself, and begins anew with a person', async () => {
    const [left, used] = [await idle(2), await idle(2)];
    for (let seconds = 60; seconds <= 240; seconds += 60) {
      app.clock.set(later(seconds));
      const headers = { 'keepwell-by-itself': '1' };
      expect((await send(app.server, '/api/today', { cookie: left, headers })).status).toBe(
        seconds < 120 ? 200 : 401,
      );
      expect((await today(used)).status).toBe(200);
    }
  });
});
