import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answered, openApp, send, type TestApp } from '../../tests/harness/app.ts';
import { anAccount, aSession, aStaffMember } from '../../tests/harness/builders.ts';
import { aWorld, type World } from '../../tests/harness/world.ts';
import type { Operation } from '../kit/contract.ts';
import type { AccountId } from '../kit/ids.ts';
import { hashPassword } from '../platform/password.ts';
import { roles as everyRole } from '../practice/policy.ts';
import { authorisationTable, type RouteRow, rightPassword } from './authorisation-table.ts';

// Enough to find each fault that was ever found here; a long night takes KEEPWELL_FUZZ_RUNS=5000.
const runs = Number(process.env.KEEPWELL_FUZZ_RUNS ?? 20);
const known = new Map<string, Operation>();
let app: TestApp;
let ours: World;
let theirs: World;
let account: AccountId;
let superuser: pg.Client;
let calls = 0;

beforeAll(async () => {
  const watch = (server: FastifyInstance): void => {
    server.addHook('onRoute', ({ method, url, config }) => {
      if (config?.operation !== undefined) known.set(`${String(method)} ${url}`, config.operation);
    });
  };
  app = await openApp({ watch });
  superuser = new pg.Client(app.fresh.access.superuser);
  await superuser.connect();
  ours = await aWorld(app.database, 'ours');
  theirs = await aWorld(app.database, 'theirs');
  account = (await aStaffMember(app.database, ours.practice.id, { roles: [...everyRole] })).accountId;
  const password = await hashPassword(rightPassword);
  const signsIn = await anAccount(app.database, { email: 'known@example.org', password_hash: password });
  await aStaffMember(app.database, ours.practice.id, { account_id: signsIn });
}, 60_000);

afterAll(async () => {
  await superuser.end();
  await app.close();
});

type Ids = Readonly<Record<string, string>>;

async function idsOf(row: RouteRow): Promise<Ids> {
  const entries = Object.entries(row.ids ?? {});
  return Object.fromEntries(
    await Promise.all(entries.map(async ([name, kind]) => [name, await ours.make(kind, account)] as const)),
  );
}

async function call(key: string, params: Ids, query: string, body: unknown): Promise<Answered> {
  const [method = '', path = ''] = key.split(' ');
  calls += 1;
  const url = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  return send(app.server, url + query, {
    method: method as 'GET',
    cookie: await aSession(app.database, account, ours.practice.id, app.clock.now()),
    body,
    from: `10.${calls >> 16}.${(calls >> 8) & 255}.${calls & 255}`,
  });
}

const hostileText = fc.constantFrom(
  `'; drop table patient; --`,
  `" or 1=1 --`,
  `1) union select * from account --`,
  `\\'; select pg_sleep(9); --`,
  '$1',
  '%',
  '_',
  '\\',
  '{}',
  '[]',
  'null',
  'NaN',
  'Infinity',
  '-1',
  '0x10',
  '1e309',
  '00000000-0000-0000-0000-000000000000',
  '../../../etc/passwd',
  '{{constructor.constructor("return 1")()}}',
  '#{7*7}',
  '<script>alert(1)</script>',
  '\u0000',
  '\ud800',
  '\u202Egnp.exe',
  '💥'.repeat(60),
  'a'.repeat(5000),
  '2026-02-30',
  '0000-00-00',
  '9999-12-31',
  '0001-01-01',
  '2026-03-02T25:61:00Z',
  '2026-12-31T23:59:60Z',
  '+275760-09-13T00:00:00Z',
  '',
  ' ',
  '\t\r\n',
);
const hostileValue = fc.oneof(
  { weight: 6, arbitrary: hostileText },
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    1.5,
    2 ** 31,
    2 ** 53,
    -(2 ** 63),
    1e308,
    [],
    {},
    [[[[]]]],
    { $ne: null },
    { length: 9, 0: 'x' },
    { toString: 'x' },
    ['a', 'b'],
    { en: '\u0000' },
    { '\u0000': 'x' },
    { en: null },
    { "'; --": 'x' },
  ),
  fc.anything({ maxDepth: 2, withNullPrototype: false }),
);

function keysOf(shape: Operation['input']['body']): readonly string[] {
  const definition = (shape as { readonly _zod?: { readonly def: { readonly shape?: object } } } | undefined)
    ?._zod?.def;
  return Object.keys(definition?.shape ?? {});
}

/** Some fields of a valid input replaced by something hostile. */
function spoilt(fields: readonly string[]): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  return fc.record(Object.fromEntries(fields.map((field) => [field, hostileValue])), { requiredKeys: [] });
}

// Pages for patients take forms and are no operations; patient-pages/pages.http.test.ts throws at them what it likes.
const tableKeys = Object.keys(authorisationTable).filter(
  (key) => rowOf(key).may !== 'page' && rowOf(key).may !== 'link',
);

function rowOf(key: string): RouteRow {
  const row = authorisationTable[key];
  if (row === undefined) throw new Error(`no row for ${key}`);
  return row;
}

test('every route is known with its contract', () => {
  expect([...known.keys()].filter((key) => !key.startsWith('HEAD'))).toEqual(
    expect.arrayContaining(tableKeys),
  );
});

describe.each(tableKeys)('%s', (key) => {
  const row = rowOf(key);
  // A wrong day of Today is planned from scratch, and a password takes its time.
  const slow = key === 'GET /api/today' || row.may === 'public';

  test('answers whatever is sent, and never with a fault', async () => {
    const input = known.get(key)?.input ?? {};
    const params = keysOf(input.params);
    const sent = fc.record({
      params: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, spoilt(params)),
      query: spoilt(keysOf(input.query)),
      body: fc.oneof({ weight: 4, arbitrary: spoilt(keysOf(input.body)) }, hostileValue),
      whole: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(sent, async ({ params: wrong, query, body, whole }) => {
        const ids = await idsOf(row);
        const search = new URLSearchParams(row.query ?? '');
        for (const [name, value] of Object.entries(query)) {
          for (const one of [value].flat()) search.append(name, textOf(one));
        }
        const valid = row.body?.(ids);
        const spoiltBody = isObject(body) && whole && isObject(valid) ? { ...valid, ...body } : body;
        const texts = Object.entries(wrong).map(([name, value]) => [name, textOf(value)]);
        const answered = await call(
          key,
          { ...ids, ...Object.fromEntries(texts) },
          search.size === 0 ? '' : `?${search}`,
          row.body === undefined ? undefined : json(spoiltBody),
        );
        expect(answered.status, answered.text).toBeLessThan(500);
        expect(answered.status).not.toBe(400);
        if (answered.status >= 400) expect(answered.body).toMatchObject({ status: answered.status });
      }),
      { numRuns: slow ? Math.ceil(runs / 3) : runs },
    );
  });
});

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// What JSON can carry; a bigint or a function cannot be sent at all.
function json(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null');
  } catch {
    return 'no json';
  }
}

// What an address can carry: half a surrogate pair cannot be percent-encoded.
function textOf(value: unknown): string {
  const sent = json(value);
  const text = typeof sent === 'string' ? sent : JSON.stringify(sent);
  return text.replace(/\p{Surrogate}/gu, '').slice(0, 4000);
}

test.each([
  '?minutes=1&minutes=2',
  '?minutes[]=5',
  '?minutes[$gt]=1',
  '?minutes=5&asOf[]=2026-03-02',
  '?__proto__[minutes]=5&minutes=5',
  '?minutes=%27%3B%20drop%20table%20act',
  '?minutes=5;select',
  '?minutes=1e2',
  '?&&&=&minutes',
])('the query %s is read as one number or refused', async (query) => {
  const answered = await call('GET /api/today/one', {}, query, undefined);
  expect([200, 422], answered.text).toContain(answered.status);
});

test.each(['1899-12-31', '0100-01-01', '2999-01-01', '9999-12-31'])(
  'the day %s is too far away to be looked at, promised or remembered',
  async (day) => {
    const id = { patientId: ours.patient };
    const promise = { words: 'x', dueOn: day, source: 'call' };
    const detail = { words: 'x', kind: 'likes', sharing: 'say', source: 'visit', toldOn: day };
    const answers = [
      await call('GET /api/today', {}, `?asOf=${day}`, undefined),
      await call('POST /api/patients/:patientId/promises', id, '', promise),
      await call('POST /api/patients/:patientId/details', id, '', detail),
      await call('POST /api/patients/:patientId/details', id, '', {
        ...detail,
        toldOn: '2026-03-01',
        expiresOn: day,
      }),
      await call('POST /api/patients/:patientId/status', id, '', {
        status: 'exited',
        reason: 'moved',
        on: day,
      }),
    ];
    for (const { status, text } of answers) expect(status, text).toBe(422);
  },
);

async function listColumns(): Promise<readonly string[]> {
  const found = await superuser.query<{ name: string }>(
    `select distinct column_name as name from information_schema.columns where table_schema = 'public' order by 1`,
  );
  return found.rows.map(({ name }) => name);
}

// Every column as a field, in both spellings: none of it may be taken unless the contract names it.
async function everyColumn(taken: readonly string[]): Promise<Record<string, unknown>> {
  const stuffed: Record<string, unknown> = {};
  for (const column of await listColumns()) {
    const camel = column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    for (const name of [column, camel]) {
      if (taken.includes(name)) continue;
      stuffed[name] = /practice/i.test(name) ? theirs.practice.id : `massmark-${column}`;
    }
  }
  return stuffed;
}

async function countMarked(): Promise<number> {
  const tables = await superuser.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
  );
  const counts = tables.rows.map(
    ({ name }) => `select count(*)::int as n from ${name} x where x::text like '%massmark%'`,
  );
  const found = await superuser.query<{ n: number }>(
    `select sum(n)::int as n from (${counts.join(' union all ')}) c`,
  );
  return found.rows[0]?.n ?? 0;
}

async function countTheirs(): Promise<string> {
  const tables = await superuser.query<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.columns
     where table_schema = 'public' and column_name = 'practice_id' order by 1`,
  );
  const counts = tables.rows.map(({ name }) => `(select count(*) from ${name} where practice_id = $1)`);
  const found = await superuser.query<{ n: string }>(`select concat_ws(',', ${counts.join(', ')}) as n`, [
    theirs.practice.id,
  ]);
  return found.rows[0]?.n ?? '';
}

// Ids and moments differ from call to call; nothing else may.
function shapeOf(body: unknown): string {
  return JSON.stringify(body)
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'instant')
    .replace(/invitation#[^"]+/g, 'link')
    .replace(/\/p\/[a-z]+\/[^"]+/g, 'link')
    .replace(/"slug":"([a-z-]+?)(-\d+)?"/g, '"slug":"$1"')
    .replace(/"(email|code|reference|address)":"[^"]*"/g, '"$1"');
}

const strict: readonly string[] = ['PUT /api/plan', 'POST /api/plan/preview', 'POST /api/plan/news/reach'];

test('a column named in a body changes nothing that the contract does not name', async () => {
  expect((await listColumns()).length).toBeGreaterThan(150);
  const before = await countTheirs();
  for (const key of tableKeys) {
    const row = rowOf(key);
    // A body of files has no columns; its form fields are tried in imports.http.test.ts.
    if (row.body === undefined || row.contentType !== undefined || key === 'POST /api/first-run') continue;
    if (row.counted === true) await superuser.query('delete from attempt');
    const plainIds = await idsOf(row);
    const plain = await call(key, plainIds, '', row.body(plainIds));
    const ids = await idsOf(row);
    const body = row.body(ids) as object;
    const extra = await everyColumn(keysOf(known.get(key)?.input.body));
    const stuffed = await call(key, ids, '', { ...extra, ...body });
    const status = row.status ?? 200;
    expect(plain.status, `${key}: ${plain.text}`).toBe(status);
    // A plan is a whole file: a field that is not known is a slip of the pen, and nothing of it holds.
    if (strict.includes(key)) {
      expect(stuffed.status, key).toBe(422);
      continue;
    }
    expect(stuffed.status, `${key}: ${stuffed.text}`).toBe(status);
    // A file has no fields; its text is what it is.
    const shape = (answered: Answered) =>
      shapeOf(row.replyType === undefined ? answered.body : answered.text);
    expect(shape(stuffed), key).toBe(shape(plain));
    expect(await countMarked(), key).toBe(0);
  }
  expect(await countTheirs()).toBe(before);
}, 60_000);
