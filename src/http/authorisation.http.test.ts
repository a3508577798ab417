import type { FastifyInstance, RouteOptions } from 'fastify';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answered,
  codeOf,
  noon,
  openApp,
  openAppOn,
  send,
  type TestApp,
} from '../../tests/harness/app.ts';
import { anAccount, aPasskey, aSession, aStaffMember } from '../../tests/harness/builders.ts';
import { type Marked, markEverything } from '../../tests/harness/canary.ts';
import { aWorld, type World } from '../../tests/harness/world.ts';
import type { Operation } from '../kit/contract.ts';
import type { AccountId, PracticeId } from '../kit/ids.ts';
import { hashPassword } from '../platform/password.ts';
import { roles as everyRole, type Role } from '../practice/policy.ts';
import { authorisationTable, type RouteRow, rightPassword } from './authorisation-table.ts';

interface Principal {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly state: 'active' | 'invited' | 'suspended';
  readonly account: AccountId;
  readonly practice: PracticeId;
}

const known = new Map<string, Operation | undefined>();
const tableKeys = Object.keys(authorisationTable);

let app: TestApp;
let noPolicy: TestApp;
let noRowSecurity: TestApp;
let superuser: pg.Client;
let ours: World;
let theirs: World;
let marks: Marked;
let principals: readonly Principal[];
let theirAdmin: Principal;
let allRoles: Principal;
let calls = 0;

beforeAll(async () => {
  const watch = (server: FastifyInstance): void => {
    server.addHook('onRoute', noteRoute);
  };
  app = await openApp({ watch });
  noPolicy = await openAppOn(app.fresh, { may: () => true });
  noRowSecurity = await openAppOn(app.fresh, { connectAs: ({ access }) => access.superuser });
  superuser = new pg.Client(app.fresh.access.superuser);
  await superuser.connect();
  ours = await aWorld(app.database, 'canaryours');
  theirs = await aWorld(app.database, 'canarytheirs');
  const account = await anAccount(app.database, {
    email: 'known@example.org',
    password_hash: await hashPassword(rightPassword),
  });
  await aStaffMember(app.database, ours.practice.id, { account_id: account });
  const single = everyRole.map((role) => aPrincipal(role, ours, [role], 'active'));
  principals = [
    ...(await Promise.all(single)),
    await aPrincipal('invited', ours, everyRole, 'invited'),
    await aPrincipal('suspended', ours, everyRole, 'suspended'),
  ];
  allRoles = await aPrincipal('every role', ours, everyRole, 'active');
  theirAdmin = await aPrincipal('their admin', theirs, everyRole, 'active');
  marks = await markEverything(app.fresh.access.superuser, theirs.practice.id, theirs.mark);
  await markEverything(app.fresh.access.superuser, ours.practice.id, ours.mark);
  // The sign-in of the table goes on under its own address.
  await superuser.query(`update account set email = 'known@example.org' where id = $1`, [account]);
}, 120_000);

afterAll(async () => {
  await superuser.end();
  await noPolicy.close();
  await noRowSecurity.close();
  await app.close();
});

function noteRoute(route: RouteOptions): void {
  for (const method of [route.method].flat()) {
    if (method !== 'HEAD') known.set(`${method} ${route.url}`, route.config?.operation);
  }
}

async function aPrincipal(
  name: string,
  world: World,
  roles: readonly Role[],
  state: Principal['state'],
): Promise<Principal> {
  const member = { roles: [...roles], state };
  const { accountId } = await aStaffMember(app.database, world.practice.id, member);
  await aPasskey(app.database, accountId);
  return { name, roles, state, account: accountId, practice: world.practice.id };
}

type Worth = 'any' | 'pending' | 'full' | 'fresh' | 'enrol';
const factorRequired = 'second_factor_required';
const byPin = 'full_sign_in_required';
// The states of a session, and what each is told where an operation asks for more. All of them have a passkey.
const worths: readonly {
  readonly state: string;
  readonly over: Parameters<typeof aSession>[4];
  readonly says: Readonly<Partial<Record<Worth, string>>>;
}[] = [
  {
    state: 'waiting for its second factor',
    over: { factor_at: null },
    says: { any: factorRequired, full: factorRequired, fresh: factorRequired, enrol: factorRequired },
  },
  {
    state: 'opened by a PIN',
    over: { kind: 'pin', factor_at: null, proved_at: null },
    says: { full: byPin, fresh: byPin, enrol: byPin },
  },
  {
    state: 'proved long ago',
    over: { factor_at: new Date(noon.getTime() - 300_001), proved_at: new Date(noon.getTime() - 300_001) },
    says: { fresh: 'step_up_required', enrol: 'step_up_required' },
  },
];

type Ids = Readonly<Record<string, string>>;

async function idsOf(row: RouteRow, worldOf: (nth: number) => World, owner?: AccountId): Promise<Ids> {
  const entries = Object.entries(row.ids ?? {});
  const made = entries.map(
    async ([name, kind], nth) => [name, await worldOf(nth).make(kind, owner)] as const,
  );
  return Object.fromEntries(await Promise.all(made));
}

/** Ids that exist nowhere, of the same form. */
function nowhere(row: RouteRow): Ids {
  const form = (kind: string): string =>
    kind === 'practice' ? 'nowhere' : kind === 'invitation' ? 'x'.repeat(43) : crypto.randomUUID();
  return Object.fromEntries(Object.entries(row.ids ?? {}).map(([name, kind]) => [name, form(kind)]));
}

async function call(
  through: TestApp,
  key: string,
  row: RouteRow,
  principal: Principal | undefined,
  ids: Ids,
  worth: Parameters<typeof aSession>[4] = {},
): Promise<Answered> {
  const [method = '', path = ''] = key.split(' ');
  calls += 1;
  // A session of its own for each call: some of the calls end it. An address of its own: no limit is hit.
  const cookie =
    principal === undefined
      ? undefined
      : await aSession(app.database, principal.account, principal.practice, app.clock.now(), worth);
  if (row.counted === true) await superuser.query('delete from attempt');
  if (row.needs === 'pin' && principal !== undefined) {
    await superuser.query(
      `insert into desk_pin (account_id, pin_hash, set_at) values ($1, 'none', now()) on conflict do nothing`,
      [principal.account],
    );
  }
  const url = path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? '') + (row.query ?? '');
  return send(through.server, url, {
    method: method as 'GET',
    cookie,
    body: row.body?.(ids),
    ...(row.contentType === undefined ? {} : { headers: { 'content-type': row.contentType } }),
    from: `10.${calls >> 16}.${(calls >> 8) & 255}.${calls & 255}`,
  });
}

async function eventsOf(answered: Answered): Promise<readonly { practice_id: number; result: string }[]> {
  const found = await superuser.query<{ practice_id: number; result: string }>(
    'select practice_id, result from audit_event where request_id = $1 order by id',
    [answered.headers['x-request-id']],
  );
  return found.rows;
}

function expectNoTrace(answered: Answered, world: World, cell: string): void {
  const everything = `${answered.text} ${JSON.stringify(answered.headers)}`.toLowerCase();
  for (const trace of [world.mark, world.practice.slug, world.practice.publicId, world.patient]) {
    expect(everything, cell).not.toContain(trace.toLowerCase());
  }
}

function withoutReference({ status, body }: Answered): unknown {
  return { status, body: { ...(body as object), requestId: '' } };
}

function rowOf(key: string): RouteRow {
  const row = authorisationTable[key];
  if (row === undefined) throw new Error(`no row for ${key}`);
  return row;
}

/** For whoever asks, signed in or not. */
function isOpen({ may }: RouteRow): boolean {
  return may === 'page' || may === 'public' || may === 'link';
}

function mayCall(row: RouteRow, principal: Principal): boolean {
  if (isOpen(row) || row.may === 'signed_in') return true;
  return principal.roles.some((role) => row.may.includes(role as never));
}

test('the router was seen, and every route has a row and every row a route', () => {
  expect(known.size).toBeGreaterThan(20);
  expect(principals.map(({ name }) => name)).toEqual([...everyRole, 'invited', 'suspended']);
  expect([...known.keys()].sort()).toEqual([...tableKeys].sort());
});

test('a row says what its operation says: the policy table and the matrix agree', () => {
  for (const [key, operation] of known) {
    const row = rowOf(key);
    const open = row.may === 'public' || row.may === 'signed_in';
    if (operation === undefined) expect(['page', 'link'], key).toContain(row.may);
    else if (open) expect(operation.verb, key).toBe(row.may);
    else expect(operation.verb, key).toMatch(/^[a-z]+\.[a-z]+$/);
    expect(operation?.session, key).toBe(row.session);
    const params = [...key.matchAll(/:(\w+)/g)].map(([, name]) => name);
    expect(Object.keys(row.ids ?? {}), key).toEqual(expect.arrayContaining(params));
  }
});

test('the other practice has a row in every table and its mark in every text', () => {
  expect(marks.tables.length).toBeGreaterThan(30);
  expect(marks.empty).toEqual([]);
  expect(marks.marked.length).toBeGreaterThan(40);
  // Held to a list of words by a check, or a setting: nothing to recognise a practice by.
  expect(marks.unmarked).toMatchInlineSnapshot(`
    [
      "act.arm",
      "act.state",
      "act_outcome.outcome",
      "consent.purpose",
      "consent.channel",
      "contact_made.channel",
      "contact_made.purpose",
      "contact_point.kind",
      "contact_request.kind",
      "contact_request.method",
      "contact_wish.best_time",
      "contact_wish.welcome",
      "contact_wish.keep",
      "day_plan.held_counts",
      "deed.kind",
      "episode.solved",
      "hl7_feed.name",
      "hl7_message.feed",
      "hl7_message.state",
      "household.source",
      "import.state",
      "inbound.kind",
      "inbound.via",
      "inbound.best_time",
      "inbound.outcome",
      "inbox_file.state",
      "leaving_item.code",
      "leaving_item.applies",
      "location.zone",
      "location.opening_hours",
      "mail_taken.kind",
      "mailbox_reading.failure",
      "marketing_authorisation.ended_how",
      "merge.decided",
      "merge_entry.action",
      "merge_request.state",
      "message.channel",
      "message.legal_class",
      "message.purpose",
      "message.arm",
      "message.state",
      "no_show_model.state",
      "patient.birth_precision",
      "patient.sex",
      "patient.status",
      "patient.exit_reason",
      "patient_link.purpose",
      "patient_note.sensitivity",
      "personal_detail.kind",
      "personal_detail.sharing",
      "personal_detail.source",
      "possible_match.state",
      "promise.source",
      "question_asked.question",
      "rhythm_score.status",
      "sender_check.spf",
      "sender_check.dkim",
      "sender_check.dmarc",
      "setting_change.subject",
      "share.code",
      "staff_member.roles",
      "staff_member.state",
      "staff_member.source_id",
      "staff_photo.media_type",
      "suppression.scope",
      "template_version.legal_class",
      "template_version.paper",
      "touchpoint.trigger",
      "touchpoint.channel",
      "touchpoint.purpose",
      "touchpoint.legal_class",
      "visit.status",
      "visit_charge.kind",
      "visit_wish.comfort",
    ]
  `);
});

describe.each(tableKeys)('%s', (key) => {
  const row = rowOf(key);

  test('answers each role as the table says, in its own shape, with one audit event', async () => {
    for (const principal of principals) {
      const cell = `${key} as ${principal.name}`;
      const ids = await idsOf(row, () => ours, principal.account);
      const answered = await call(app, key, row, principal, ids);
      const events = await eventsOf(answered);
      const open = isOpen(row);
      expectNoTrace(answered, theirs, cell);
      if (principal.state !== 'active' && !open) {
        const gone = key === 'POST /api/session/practice' ? 404 : (row.status ?? 200);
        expect(answered.status, cell).toBe(row.may === 'signed_in' ? gone : 409);
        expect(events, cell).toEqual([]);
      } else if (!mayCall(row, principal)) {
        expect(answered.status, cell).toBe(403);
        expect(events, cell).toEqual([{ practice_id: ours.practice.id, result: 'not_allowed' }]);
      } else {
        expect(answered.status, `${cell}: ${answered.text}`).toBe(row.status ?? 200);
        const result = answered.status === 200 ? 'ok' : expect.any(String);
        const event = { practice_id: ours.practice.id, result };
        const count = row.may === 'page' ? 0 : (row.events ?? 1);
        expect(events, cell).toEqual(new Array(count).fill(event));
        if (answered.status === 200) expectReply(key, answered, cell);
      }
    }
  });

  // Of somebody with every role: whatever is refused here is refused for the session alone.
  test.each(worths)('asks of a session that is $state what the table says', async ({ over, says }) => {
    const refused = isOpen(row) ? undefined : says[row.session ?? 'any'];
    const ids = await idsOf(row, () => ours, allRoles.account);
    const before = await withoutTrail(ours);
    const answered = await call(app, key, row, allRoles, ids, over);
    if (refused === undefined) {
      // Let through to whatever it is: uploads are checked one at a time, for one.
      expect(answered.status, answered.text).not.toBe(403);
      return;
    }
    expect(answered.status, answered.text).toBe(403);
    expect(codeOf(answered)).toBe(refused);
    expect(await eventsOf(answered)).toEqual([{ practice_id: ours.practice.id, result: refused }]);
    expectNoTrace(answered, ours, key);
    expect(await withoutTrail(ours), 'nothing but the trail').toBe(before);
  });

  test('knows nobody without a session', async () => {
    const ids = await idsOf(row, () => ours);
    const answered = await call(app, key, row, undefined, ids);
    expectNoTrace(answered, theirs, key);
    if (isOpen(row)) {
      expect(answered.status).toBe(row.status ?? 200);
      return;
    }
    expect(answered.status).toBe(401);
    expectNoTrace(answered, ours, key);
    const guessed = await send(app.server, key.split(' ')[1] ?? '', {
      method: key.split(' ')[0] as 'GET',
      cookie: 'x'.repeat(43),
    });
    expect(guessed.status).toBe(401);
    expect(await eventsOf(answered)).toEqual([]);
  });

  for (const layers of ['every layer', 'row-level security alone', 'the policy and filters alone']) {
    test(`does not tell a foreign id from one that exists nowhere, with ${layers}`, async () => {
      const through =
        layers === 'every layer' ? app : layers === 'row-level security alone' ? noPolicy : noRowSecurity;
      const active = principals.filter(({ state }) => state === 'active');
      // With the policy off all roles are one; with row-level security off, only who passes the policy can reach a row.
      const members =
        through === app
          ? active
          : through === noPolicy
            ? active.filter(({ name }) => name === 'integrator')
            : active.filter((member) => mayCall(row, member));
      expect(members.length).toBeGreaterThan(0);
      await expectApart(through, key, row, members, ours, theirs);
      await expectApart(through, key, row, [theirAdmin], theirs, ours);
    });
  }
});

/** Foreign and mixed ids for members of `home`: nothing of `away` is said, and nothing of it is changed. */
async function expectApart(
  through: TestApp,
  key: string,
  row: RouteRow,
  members: readonly Principal[],
  home: World,
  away: World,
): Promise<void> {
  if (isOpen(row)) return;
  const mixes: (readonly [string, Ids])[] = [['foreign', await idsOf(row, () => away)]];
  if (Object.keys(row.ids ?? {}).length > 1) {
    mixes.push(['own parent, foreign child', await idsOf(row, (nth) => (nth === 0 ? home : away))]);
    mixes.push(['foreign parent, own child', await idsOf(row, (nth) => (nth === 0 ? away : home))]);
  }
  const before = await fingerprint(away);
  for (const member of members) {
    const allowed = through === noPolicy || mayCall(row, member);
    const none = withoutReference(await call(through, key, row, member, nowhere(row)));
    for (const [mix, ids] of mixes) {
      const cell = `${key} as ${member.name}, ${mix}`;
      const answered = await call(through, key, row, member, ids);
      expectNoTrace(answered, away, cell);
      if (row.ids === undefined) continue;
      expect(answered.status, `${cell}: ${answered.text}`).toBe(allowed ? 404 : 403);
      expect(withoutReference(answered), cell).toEqual(none);
      const result = allowed ? 'not_found' : 'not_allowed';
      expect(await eventsOf(answered), cell).toEqual([{ practice_id: home.practice.id, result }]);
    }
  }
  expect(await fingerprint(away), key).toBe(before);
}

async function withoutTrail(world: World): Promise<string> {
  return (await fingerprint(world)).replace(/^audit_event .*$/m, '');
}

/** Changes whenever any row of the practice does. */
async function fingerprint(world: World): Promise<string> {
  const sums = marks.tables.map(
    (table) =>
      `select '${table} ' || count(*) || ' ' || coalesce(sum(hashtextextended(x::text, 0)), 0) as line
       from ${table} x where practice_id = ${world.practice.id}`,
  );
  const found = await superuser.query<{ line: string }>(`${sums.join(' union all ')} order by line`);
  return found.rows.map(({ line }) => line).join('\n');
}

test('the fingerprint of a practice sees a new row', async () => {
  const before = await fingerprint(theirs);
  await theirs.make('detail');
  expect(await fingerprint(theirs)).not.toBe(before);
});

function expectReply(key: string, answered: Answered, cell: string): void {
  const operation = known.get(key);
  if (operation === undefined) return;
  const read = operation.reply.safeParse(answered.body);
  expect(read.success ? [] : read.error.issues, cell).toEqual([]);
  // What the contract does not name never leaves.
  expect(read.data, cell).toEqual(answered.body);
}

test.each([
  ['today with other minutes', '/api/today?minutes=200'],
  ['another day, scored and planned anew', '/api/today?asOf=2026-03-04'],
  ['one act', '/api/today/one?minutes=200'],
  ['the trail before a foreign event', '/api/audit?before='],
])('%s: nothing of the other practice, whichever layer is off', async (_, path) => {
  const [manager] = principals.filter(({ roles }) => roles.includes('manager'));
  const [event] = (
    await superuser.query<{ id: string }>('select id from audit_event where practice_id = $1 limit 1', [
      theirs.practice.id,
    ])
  ).rows;
  for (const through of [app, noPolicy, noRowSecurity]) {
    const row: RouteRow = { may: ['manager'], query: path.endsWith('=') ? (event?.id ?? 'none') : '' };
    const answered = await call(through, `GET ${path}`, row, manager, {});
    expect(answered.status, answered.text).toBe(200);
    expectNoTrace(answered, theirs, path);
  }
});

test('planning the day of one practice leaves the other as it is, with row-level security off', async () => {
  await superuser.query('delete from day_plan where practice_id = $1', [ours.practice.id]);
  const before = await fingerprint(theirs);
  const [manager] = principals.filter(({ roles }) => roles.includes('manager'));
  const answered = await call(noRowSecurity, 'GET /api/today', rowOf('GET /api/today'), manager, {});
  expect(answered.status, answered.text).toBe(200);
  expectNoTrace(answered, theirs, 'planned anew');
  expect(await fingerprint(theirs)).toBe(before);
});
