import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aPatient, aPractice } from '../../tests/harness/builders.ts';
import { openDatabase } from './database.ts';
import type { ServerAccess } from './embedded/access.ts';
import { startServer } from './embedded/server.ts';
import { migrate } from './migrate.ts';
import type { DatabaseAccess } from './open.ts';
import { openOwnServer, rolesByHand } from './own-server.ts';
import { scratchOnOwnServer } from './scratch.ts';

// A server of its own: roles belong to a whole server, and here some tests begin without them.
let folder: string;
let access: ServerAccess;
let stop: () => Promise<void>;
let superuser: pg.Client;
let count = 0;
let name: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keepwell-own-'));
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  const started = await startServer({ dataFolder: folder, settings });
  if (!started.ok) throw new Error(started.refusal.detail);
  access = started.value.access;
  stop = () => started.value.stopAnyway();
  superuser = new pg.Client({ ...access.superuser, database: 'postgres' });
  await superuser.connect();
  await superuser.query(`create role visitor login password 'guest'`);
});
afterAll(async () => {
  await superuser.end();
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

// As a server that never heard of us: without our roles, and a database that belongs to nobody of ours.
beforeEach(async () => {
  count += 1;
  if (count > 1) await superuser.query(`drop database ${name} with (force)`);
  await superuser.query('drop database if exists keepwell with (force)');
  await superuser.query('drop role if exists keepwell_owner, keepwell_app, keepwell_queue');
  name = `clinic_${count}`;
  await superuser.query(`create database ${name}`);
});

function urlOf(user: string, password: string, extra = ''): string {
  const { host, port } = access.superuser;
  const where = String(host).startsWith('/')
    ? `localhost/${name}?host=${host}&port=${port}`
    : `${host}:${port}/${name}?`;
  return `postgresql://${user}:${encodeURIComponent(password)}@${where}${extra}`;
}

const ofSuperuser = (extra = ''): string => urlOf('postgres', String(access.superuser.password), extra);
const ofVisitor = (): string => urlOf('visitor', 'guest');

async function opened(url: string): Promise<DatabaseAccess> {
  const own = await openOwnServer(url);
  if (!own.ok) throw new Error(own.refusal.detail);
  return own.value;
}

/** Works as an installation: migrates, keeps two practices apart, and connects as no one who might not. */
async function expectToWork(own: DatabaseAccess): Promise<void> {
  await migrate(own);
  const database = openDatabase(own.app);
  try {
    const [one, two] = [await aPractice(database), await aPractice(database)];
    await aPatient(database, one.id);
    const seen = (of: typeof one.id): Promise<number> =>
      database.inPractice(of, async (db) => (await db.selectFrom('patient').selectAll().execute()).length);
    expect([await seen(one.id), await seen(two.id)]).toEqual([1, 0]);
    const closed = database.untenanted((db) => db.selectFrom('patient').selectAll().execute());
    await expect(closed).rejects.toThrow();
  } finally {
    await database.close();
  }
  for (const [role, pool] of Object.entries(own)) {
    const client = new pg.Client(pool);
    await client.connect();
    const found = await client.query('select current_user as me');
    await client.end();
    expect(found.rows).toEqual([{ me: `keepwell_${role}` }]);
  }
}

test('a server without our roles gets them from a superuser, and again changes nothing', async () => {
  await expectToWork(await opened(ofSuperuser()));
  await expectToWork(await opened(ofSuperuser()));
  const found = await superuser.query(
    `select rolname, rolcanlogin, rolsuper, rolbypassrls from pg_roles where rolname like 'keepwell%' order by 1`,
  );
  expect(found.rows).toEqual([
    { rolname: 'keepwell_app', rolcanlogin: false, rolsuper: false, rolbypassrls: false },
    { rolname: 'keepwell_owner', rolcanlogin: false, rolsuper: false, rolbypassrls: true },
    { rolname: 'keepwell_queue', rolcanlogin: false, rolsuper: false, rolbypassrls: false },
  ]);
});

test('options of the URL itself do not keep us from taking our roles', async () => {
  const own = await opened(ofSuperuser('&options=-c%20statement_timeout%3D30000'));
  await expectToWork(own);
  const client = new pg.Client(own.app);
  await client.connect();
  const found = await client.query('show statement_timeout');
  await client.end();
  expect(found.rows).toEqual([{ statement_timeout: '30s' }]);
});

test('a login that may make no roles is told what an administrator runs once, and that is enough', async () => {
  const refused = await openOwnServer(ofVisitor());
  expect(refused.ok).toBe(false);
  if (refused.ok) return;
  expect(refused.refusal.code).toBe('database_roles');
  expect(refused.refusal.detail).toContain(rolesByHand);
  const inside = new pg.Client({ ...access.superuser, database: name });
  await inside.connect();
  const words = rolesByHand
    .replace('<the login role of DATABASE_URL>', 'visitor')
    .replace('<the database>', name);
  expect(words).not.toContain('<');
  await inside.query(words);
  await inside.end();
  await expectToWork(await opened(ofVisitor()));
});

test('a login that may make roles but is no superuser makes them and takes them', async () => {
  await superuser.query(`create role maker login password 'guest' createrole createdb bypassrls`);
  await superuser.query(`alter database ${name} owner to maker`);
  await expectToWork(await opened(urlOf('maker', 'guest')));
  await superuser.query(`drop database ${name} with (force)`);
  await superuser.query('drop role keepwell_owner, keepwell_app, keepwell_queue');
  await superuser.query('drop role maker');
  await superuser.query(`create database ${name}`);
});

test('a wrong password, database or address is said in words, without the password', async () => {
  const cases: readonly (readonly [string, string])[] = [
    [urlOf('visitor', 'wrong-secret'), 'database_login'],
    [ofVisitor().replace(name, 'nowhere'), 'database_login'],
    ['postgresql://visitor:wrong-secret@127.0.0.1:1/x', 'database_unreachable'],
    ['postgresql://visitor:wrong-secret@nowhere.invalid/x', 'database_unreachable'],
    ['postgresql://[wrong-secret', 'invalid_configuration'],
  ];
  for (const [url, code] of cases) {
    const own = await openOwnServer(url);
    expect(own.ok, code).toBe(false);
    if (own.ok) continue;
    expect(own.refusal.code, own.refusal.detail).toBe(code);
    expect(own.refusal.detail).not.toContain('wrong-secret');
  }
});

test('a scratch database beside ours is made, migrated and dropped by whoever may make one', async () => {
  await superuser.query(`create role builder login password 'guest' createdb createrole`);
  await superuser.query(`alter database ${name} owner to builder`);
  await superuser.query(`create role keepwell_owner nologin bypassrls`);
  await superuser.query('create role keepwell_app nologin');
  await superuser.query('create role keepwell_queue nologin');
  await superuser.query('grant keepwell_owner, keepwell_app, keepwell_queue to builder');
  for (const url of [ofSuperuser(), urlOf('builder', 'guest')]) {
    const scratch = await scratchOnOwnServer(url)();
    if (!scratch.ok) throw new Error(scratch.refusal.detail);
    await expectToWork(scratch.value.access);
    await scratch.value.drop();
  }
  const left = await superuser.query(`select from pg_database where datname like 'keepwell_scratch_%'`);
  expect(left.rowCount).toBe(0);
});

test('who may not make a database is told what an administrator runs', async () => {
  expect(await scratchOnOwnServer(ofVisitor())()).toMatchObject({
    ok: false,
    refusal: { code: 'scratch_impossible', detail: expect.stringContaining('createdb') },
  });
});
