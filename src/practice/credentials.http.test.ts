import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Agent,
  type Answered,
  anAgent,
  cookieOf,
  openApp,
  send,
  type TestApp,
} from '../../tests/harness/app.ts';
import { aPractice, unique } from '../../tests/harness/builders.ts';
import type { Practice } from './model.ts';

// Random walks over everything that the public and an administrator can press, beside a model of what must follow.
// The rule (trust T-05): a password is chosen once, by whoever holds an invitation of an account that has none.
// Nothing else ever changes it, and nothing but it, or that first choice, opens a session.

const passwords = ['four calm otters reading', 'seven loud geese singing'] as const;
const practicesHere = 2;
const people = 2;

type Step =
  | { readonly kind: 'invite'; readonly practice: number; readonly person: number }
  | { readonly kind: 'accept'; readonly link: number; readonly password: number }
  | { readonly kind: 'sign in'; readonly person: number; readonly password: number }
  | { readonly kind: 'first run'; readonly link: number; readonly person: number; readonly password: number }
  | { readonly kind: 'suspend' | 'readmit'; readonly practice: number; readonly person: number }
  | { readonly kind: 'look'; readonly session: number }
  | { readonly kind: 'switch'; readonly session: number; readonly practice: number }
  | { readonly kind: 'sign out everywhere'; readonly session: number };

const nth = (count: number): fc.Arbitrary<number> => fc.nat({ max: count - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('invite' as const), practice: nth(practicesHere), person: nth(people) }),
  fc.record({ kind: fc.constant('accept' as const), link: nth(6), password: nth(2) }),
  fc.record({ kind: fc.constant('accept' as const), link: nth(6), password: nth(2) }),
  fc.record({ kind: fc.constant('sign in' as const), person: nth(people), password: nth(2) }),
  fc.record({ kind: fc.constant('first run' as const), link: nth(6), person: nth(people), password: nth(2) }),
  fc.record({
    kind: fc.constantFrom('suspend' as const, 'readmit' as const),
    practice: nth(practicesHere),
    person: nth(people),
  }),
  fc.record({ kind: fc.constant('look' as const), session: nth(6) }),
  fc.record({ kind: fc.constant('switch' as const), session: nth(6), practice: nth(practicesHere) }),
  fc.record({ kind: fc.constant('sign out everywhere' as const), session: nth(6) }),
);

interface Place {
  readonly practice: Practice;
  readonly admin: Agent;
}

/** What must be so, told without looking at the code. */
interface Model {
  readonly emails: readonly string[];
  readonly password: (string | undefined)[];
  /** By practice and person. */
  readonly state: Map<string, 'invited' | 'active' | 'suspended'>;
  readonly accepted: Set<string>;
  readonly links: { token: string; practice: number; person: number; open: boolean }[];
  readonly sessions: { token: string; person: number; running: boolean; practice: number | undefined }[];
}

let app: TestApp;
let places: readonly Place[];
let calls = 0;

beforeAll(async () => {
  app = await openApp();
  const made: Place[] = [];
  for (let i = 0; i < practicesHere; i += 1) {
    const practice = await aPractice(app.database);
    made.push({ practice, admin: await anAgent(app, practice, ['admin']) });
  }
  places = made;
});
afterAll(() => app.close());

function post(url: string, body: unknown, cookie?: string): Promise<Answered> {
  calls += 1;
  const from = `10.${calls >> 16}.${(calls >> 8) & 255}.${calls & 255}`;
  return send(app.server, url, { method: 'POST', body, from, cookie });
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error(`nothing stands at ${index}`);
  return found;
}

const key = (practice: number, person: number): string => `${practice} ${person}`;

/** The newest practice that the person works in: where signing in leads. */
function homeOf(model: Model, person: number): number | undefined {
  return [1, 0].find(
    (practice) =>
      model.state.get(key(practice, person)) === 'active' && model.accepted.has(key(practice, person)),
  );
}

async function invite(model: Model, practice: number, person: number): Promise<void> {
  const body = { email: at(model.emails, person), displayName: 'Kim', roles: ['billing'] };
  const answered = await at(places, practice).admin.send('POST', '/api/staff/invitations', body);
  const state = model.state.get(key(practice, person));
  expect(answered.status).toBe(state === undefined || state === 'invited' ? 200 : 409);
  if (answered.status !== 200) return;
  for (const link of model.links) {
    if (link.practice === practice && link.person === person) link.open = false;
  }
  model.state.set(key(practice, person), 'invited');
  const token = String((answered.body as { link: string }).link.split('#')[1]);
  model.links.push({ token, practice, person, open: true });
}

function opened(model: Model, answered: Answered, person: number, practice: number | undefined): void {
  const token = cookieOf(answered) ?? '';
  expect(token).not.toBe('');
  model.sessions.push({ token, person, running: true, practice });
}

async function accept(model: Model, index: number, password: string): Promise<void> {
  const link = model.links[index];
  const token = link?.token ?? 'x'.repeat(43);
  const answered = await post('/api/invitations/accept', { token, password, displayName: 'Mallory' });
  if (link === undefined || !link.open) {
    expect(answered.status).toBe(410);
    return;
  }
  const had = model.password[link.person];
  expect(answered.status, answered.text).toBe(had === undefined || had === password ? 200 : 401);
  if (answered.status !== 200) return;
  link.open = false;
  model.password[link.person] = password;
  model.state.set(key(link.practice, link.person), 'active');
  model.accepted.add(key(link.practice, link.person));
  opened(model, answered, link.person, link.practice);
}

async function change(
  model: Model,
  practice: number,
  person: number,
  to: 'active' | 'suspended',
): Promise<void> {
  const { admin } = at(places, practice);
  const { staff } = (await admin.get('/api/staff')).body as { staff: { id: string; email: string | null }[] };
  const id = staff.find(({ email }) => email === at(model.emails, person))?.id;
  if (id === undefined) return;
  const before = model.state.get(key(practice, person));
  const answered = await admin.send('PATCH', `/api/staff/${id}`, { state: to });
  if (to === 'active' && before === 'invited') {
    expect(answered.status).toBe(422);
    return;
  }
  expect(answered.status).toBe(200);
  const accepted = model.accepted.has(key(practice, person));
  model.state.set(key(practice, person), to === 'active' && !accepted ? 'invited' : to);
  if (to === 'active') return;
  for (const link of model.links) if (link.practice === practice && link.person === person) link.open = false;
  for (const session of model.sessions) {
    if (session.person === person && session.practice === practice) session.running = false;
  }
}

async function look(model: Model, index: number): Promise<void> {
  const session = model.sessions[index];
  const answered = await send(app.server, '/api/session', { cookie: session?.token ?? 'none' });
  expect(answered.status).toBe(session?.running === true ? 200 : 401);
  if (session?.running !== true) return;
  const here = session.practice;
  const inside = here !== undefined && model.state.get(key(here, session.person)) === 'active';
  expect(answered.body).toMatchObject({
    email: at(model.emails, session.person),
    practice: inside ? { slug: at(places, here).practice.slug } : null,
  });
}

async function walk(model: Model, one: Step): Promise<void> {
  switch (one.kind) {
    case 'invite':
      return invite(model, one.practice, one.person);
    case 'accept':
      return accept(model, one.link, at(passwords, one.password));
    case 'first run': {
      const token = model.links[one.link]?.token ?? 'x'.repeat(43);
      const email = at(model.emails, one.person);
      const body = { token, displayName: 'Mallory', email, password: at(passwords, one.password) };
      expect((await post('/api/first-run', body)).status).toBe(410);
      return;
    }
    case 'sign in': {
      const password = at(passwords, one.password);
      const answered = await post('/api/sign-in', { email: at(model.emails, one.person), password });
      expect(answered.status).toBe(model.password[one.person] === password ? 200 : 401);
      if (answered.status === 200) opened(model, answered, one.person, homeOf(model, one.person));
      return;
    }
    case 'suspend':
      return change(model, one.practice, one.person, 'suspended');
    case 'readmit':
      return change(model, one.practice, one.person, 'active');
    case 'look':
      return look(model, one.session);
    case 'switch': {
      const session = model.sessions[one.session];
      if (session?.running !== true) return;
      const { slug } = at(places, one.practice).practice;
      const answered = await post('/api/session/practice', { slug }, session.token);
      const member = key(one.practice, session.person);
      const may = model.state.get(member) === 'active' && model.accepted.has(member);
      expect(answered.status, answered.text).toBe(may ? 200 : 404);
      if (may) session.practice = one.practice;
      return;
    }
    case 'sign out everywhere': {
      const session = model.sessions[one.session];
      if (session?.running !== true) return;
      expect((await post('/api/sign-out-everywhere', {}, session.token)).status).toBe(200);
      for (const other of model.sessions) if (other.person === session.person) other.running = false;
    }
  }
}

async function storedHashes(model: Model): Promise<ReadonlyMap<string, string | null>> {
  const rows = await app.database.untenanted((db) =>
    db
      .selectFrom('account')
      .select(['email', 'password_hash'])
      .where('email', 'in', [...model.emails])
      .execute(),
  );
  return new Map(rows.map((row) => [row.email, row.password_hash]));
}

test('no walk through invitations, links, sign-ins and suspensions changes a password that was chosen', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const emails = Array.from({ length: people }, () => `${unique('walker')}@example.org`);
      const model: Model = {
        emails,
        password: new Array(people).fill(undefined),
        state: new Map(),
        accepted: new Set(),
        links: [],
        sessions: [],
      };
      let before = await storedHashes(model);
      for (const one of steps) {
        await walk(model, one);
        const after = await storedHashes(model);
        for (const [email, hash] of before) if (hash !== null) expect(after.get(email)).toBe(hash);
        for (const [person, email] of emails.entries()) {
          expect((after.get(email) ?? null) === null, email).toBe(model.password[person] === undefined);
        }
        before = after;
      }
      for (let index = 0; index < model.sessions.length; index += 1) await look(model, index);
      if (model.sessions.length > 0) seen.add('a session');
      if (model.accepted.size > 1) seen.add('an account in two places');
      if (model.sessions.some(({ running }) => !running)) seen.add('an ended session');
      if ([...model.state.values()].includes('suspended')) seen.add('somebody suspended');
    }),
    // The same walks each time, so that the places below are reached each time; more runs wander freely.
    process.env.KEEPWELL_FUZZ_RUNS === undefined
      ? { numRuns: 60, seed: 11 }
      : { numRuns: Number(process.env.KEEPWELL_FUZZ_RUNS) },
  );
  // The walks went somewhere.
  expect([...seen].sort()).toEqual([
    'a session',
    'an account in two places',
    'an ended session',
    'somebody suspended',
  ]);
}, 120_000);
