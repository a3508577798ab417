import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { aPractice, aStaffMember } from '../../tests/harness/builders.ts';
import { bareDatabase } from '../../tests/harness/fresh-database.ts';
import { anInstallation, type Installation } from '../../tests/harness/installation.ts';
import { listTables, spellPlainly } from '../database/catalogue.ts';
import { clientOf, openDatabase } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import { scratchOnEmbedded } from '../database/scratch.ts';
import { newId, type PatientId, type PracticeId } from '../kit/ids.ts';
import { recordAuditEvent } from '../platform/audit.ts';
import { readAnchor } from '../platform/audit-anchor.ts';
import { sealAuditEvents } from '../platform/audit-seal.ts';
import { verifyAudit } from '../platform/audit-verify.ts';
import { hashPassword } from '../platform/password.ts';
import { enqueue } from '../platform/queue.ts';
import { installationKey } from '../platform/secrets.ts';
import { listAllPractices } from '../practice/actions.ts';
import { signIn } from '../practice/sign-in.ts';
import { makeSample } from '../sample/actions.ts';
import { type BackupPlace, type BackupReport, backUp, drill, restore } from './actions.ts';
import { listBackups, readDrillNote } from './folder.ts';
import { isBackupId, leftOut } from './model.ts';
import { usualRetention } from './retention.ts';
import { tableName } from './snapshot.ts';

const email = 'ana@example.org';
const password = 'seven quiet otters';
let source: Installation;
let full: BackupReport;
const targets: Installation[] = [];

async function seed(installation: Installation): Promise<PracticeId> {
  const { database } = installation;
  const made = await makeSample(database, {
    slug: 'sample',
    patients: 120,
    seed: 3,
    now: new Date('2026-03-02T17:00:00Z'),
  });
  if (!made.ok) throw new Error(made.refusal.detail);
  const [practice] = await listAllPractices(database);
  if (practice === undefined) throw new Error('no practice was made');
  const { accountId } = await aStaffMember(database, practice.id, { roles: ['admin'] });
  const hash = await hashPassword(password);
  await database.untenanted((db) =>
    db.updateTable('account').set({ email, password_hash: hash }).where('id', '=', accountId).execute(),
  );
  await database.inPractice(practice.id, async (db) => {
    for (const requestId of ['a', 'b', 'c']) {
      const nobody = { accountId: null, staffMemberId: null, patientIds: [], objectIds: [], network: null };
      await recordAuditEvent(db, practice.id, { ...nobody, action: 'patients.get', result: 'ok', requestId });
    }
    await sealAuditEvents(db, practice.id);
    await enqueue(
      db,
      { name: 'today.refresh', maxAttempts: 8 },
      { ids: { day: '2026-03-02' } },
      { key: 'today' },
    );
  });
  await installationKey(installation.place.dataFolder, 'audit-anchor');
  return practice.id;
}

async function made(place: BackupPlace, full: boolean, at: string): Promise<BackupReport> {
  const outcome = await backUp(place, { full, retention: usualRetention, now: new Date(at) });
  if (!outcome.ok) throw new Error(outcome.refusal.detail);
  return outcome.value;
}

async function target(): Promise<Installation> {
  const installation = await anInstallation();
  targets.push(installation);
  return installation;
}

/** Every row of every table, and everything that surrounds them: keys, policies, grants, functions, numbering. */
async function everythingIn(access: pg.PoolConfig): Promise<Record<string, unknown>> {
  const database = openDatabase({ ...access, max: 1 });
  try {
    return await database.untenanted(async (db) => {
      await spellPlainly(db);
      const client = clientOf(db);
      const all: Record<string, unknown> = {};
      for (const { name } of await listTables(db)) {
        if (Object.hasOwn(leftOut, name)) continue;
        const found = await client.query(`select t::text as row from ${tableName(name)} t order by 1`);
        all[name] = found.rows;
      }
      const schema = await client.query(
        `select conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid) || convalidated as line
           from pg_constraint where connamespace = 'public'::regnamespace
         union all select indexdef from pg_indexes where schemaname = 'public'
         union all select tablename || policyname || coalesce(qual, '') || coalesce(with_check, '') from pg_policies where schemaname = 'public'
         union all select relname || relrowsecurity || relforcerowsecurity || coalesce(array_to_string(array(select unnest(relacl)::text order by 1), ','), '') || relowner::regrole
           from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'S')
         union all select pg_get_functiondef(oid) || coalesce(proacl::text, '') from pg_proc where pronamespace = 'public'::regnamespace
         order by 1`,
      );
      all.schema = schema.rows;
      all.history = (await client.query('select name, hash from schema_migration order by name')).rows;
      return all;
    });
  } finally {
    await database.close();
  }
}

async function waitingJobs(access: pg.PoolConfig): Promise<unknown> {
  const client = new pg.Client(access);
  await client.connect();
  const found = await client.query(
    `select t.identifier, j.payload, j.key, j.max_attempts, j.run_at, j.locked_by from graphile_worker._private_jobs j
     join graphile_worker._private_tasks t on t.id = j.task_id order by j.id`,
  );
  await client.end();
  return found.rows;
}

async function ask(installation: Installation, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client(installation.superuser);
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

const isEmpty = async (installation: Installation): Promise<boolean> =>
  (await ask(installation, 'select from practice')).rowCount === 0;

beforeAll(async () => {
  source = await anInstallation();
  await seed(source);
  full = await made(source.place, false, '2026-03-02T03:00:00Z');
}, 120_000);
afterEach(async () => {
  for (const one of targets.splice(0)) await one.close();
});
afterAll(() => source.close());

describe('a backup', () => {
  test('holds every table but those that are left out with a reason, and says so', async () => {
    const tables = await source.database.untenanted(listTables);
    expect(full).toMatchObject({ kind: 'full', keyMade: true, forgotten: [], program: expect.any(String) });
    expect(full.tables).toBe(tables.length - Object.keys(leftOut).length);
    expect(full.rows).toBeGreaterThan(1000);
    for (const name of Object.keys(leftOut)) expect(tables.map((table) => table.name)).toContain(name);
  });

  test('shows nothing of a patient without the key', async () => {
    const found = await ask(source, `select family_name from patient where length(family_name) > 5 limit 20`);
    expect(found.rowCount).toBeGreaterThan(5);
    for (const file of readdirSync(join(source.place.folder, full.backup))) {
      const bytes = readFileSync(join(source.place.folder, full.backup, file));
      for (const { family_name } of found.rows) expect(bytes.includes(family_name)).toBe(false);
    }
    expect(statSync(source.place.keyFile).mode & 0o077).toBe(0);
  });

  test('comes back whole into an empty installation: rows, rules, numbering, jobs, trail, sign-in', async () => {
    const empty = await target();
    const outcome = await restore(empty.withBackupsOf(source), {});
    expect(outcome).toMatchObject({ ok: true, value: { backup: full.backup, rows: full.rows } });
    expect(await everythingIn(empty.superuser)).toEqual(await everythingIn(source.superuser));
    expect(await waitingJobs(empty.superuser)).toEqual(await waitingJobs(source.superuser));
    const [practice] = await listAllPractices(empty.database);
    if (practice === undefined) throw new Error('no practice came back');
    const anchor = await readAnchor(
      empty.place.dataFolder,
      await installationKey(empty.place.dataFolder, 'audit-anchor'),
    );
    const head = anchor.kind === 'heads' ? anchor.heads.get(practice.id) : undefined;
    expect(head?.seq).toBe(3n);
    const trail = await empty.database.inPractice(practice.id, (db) => verifyAudit(db, practice.id, head));
    expect(trail).toMatchObject({ intact: true, sealed: 3 });
    const caller = { address: '203.0.113.9', requestId: 'r', now: new Date(), sessionHours: 12 };
    expect(await signIn(empty.database, email, password, caller as never)).toMatchObject({ ok: true });
    const next = await aPractice(empty.database);
    expect(next.id).toBe(practice.id + 1);
    const seen = await empty.database.inPractice(next.id, (db) =>
      db.selectFrom('patient').select('id').execute(),
    );
    expect(seen).toEqual([]);
  });

  test('of the next day writes only what changed, rests on the first, and each day comes back as it was', async () => {
    const before = await everythingIn(source.superuser);
    await ask(
      source,
      `update patient set preferred_name = 'Kit' where id = (select min(id::text)::uuid from patient)`,
    );
    const day = await made(source.place, false, '2026-03-03T03:00:00Z');
    expect(day).toMatchObject({ kind: 'day', rows: full.rows, bytes: expect.any(Number) });
    expect(day.written).toBeLessThan(full.written / 4);
    const { backups } = await listBackups(source.place.folder);
    expect(backups.at(-1)?.restsOn).toEqual([full.backup, day.backup]);
    const newest = await target();
    expect(await restore(newest.withBackupsOf(source), {})).toMatchObject({
      ok: true,
      value: { backup: day.backup },
    });
    expect(await everythingIn(newest.superuser)).toEqual(await everythingIn(source.superuser));
    const former = await target();
    expect(await restore(former.withBackupsOf(source), { day: '2026-03-02' })).toMatchObject({ ok: true });
    expect(await everythingIn(former.superuser)).toEqual(before);
  });

  test('is full again after a week', async () => {
    expect(await made(source.place, false, '2026-03-09T03:00:00Z')).toMatchObject({ kind: 'full' });
  });

  test('waits for nobody: a second one at the same time is refused', async () => {
    const holder = new pg.Client(source.superuser);
    await holder.connect();
    await holder.query('select pg_advisory_lock(4606)');
    const outcome = await backUp(source.place, { full: true, retention: usualRetention, now: new Date() });
    await holder.end();
    expect(outcome).toMatchObject({ ok: false, refusal: { code: 'backup_busy' } });
  });

  test('is of one moment, whoever writes meanwhile', async () => {
    const busy = await target();
    const practice = await aPractice(busy.database);
    let writing = true;
    let written = 0;
    const write = async (): Promise<void> => {
      for (; writing; written += 1) {
        // Two tables in one transaction: a backup has both rows or neither.
        await busy.database.inPractice(practice.id, async (db) => {
          const id = newId<PatientId>();
          await db.insertInto('patient').values({ practice_id: practice.id, id }).execute();
          await db.insertInto('visit_dirty').values({ practice_id: practice.id, patient_id: id }).execute();
        });
      }
    };
    const writers = [write(), write()];
    const backups: string[] = [];
    for (const day of ['02', '03', '04'])
      backups.push((await made(busy.place, false, `2026-03-${day}T03:00:00Z`)).backup);
    writing = false;
    await Promise.all(writers);
    expect(written).toBeGreaterThan(20);
    const counts: number[] = [];
    for (const day of ['2026-03-02', '2026-03-03', '2026-03-04']) {
      const empty = await target();
      expect(await restore(empty.withBackupsOf(busy), { day })).toMatchObject({ ok: true });
      const found = await ask(
        empty,
        `select (select count(*)::int from patient) as patients, (select count(*)::int from visit_dirty) as marks`,
      );
      const { patients, marks } = found.rows[0] as { patients: number; marks: number };
      expect(marks).toBe(patients);
      counts.push(patients);
    }
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts[2]).toBeLessThanOrEqual(written);
    expect(counts[2]).toBeGreaterThan(0);
  });

  test('needs no data folder: with a server of the operator’s own there may be none', async () => {
    const place = {
      ...source.place,
      dataFolder: join(source.root, 'none'),
      folder: join(source.root, 'other'),
    };
    const { backup } = await made(place, true, '2026-03-02T03:00:00Z');
    const empty = await target();
    const dataFolder = join(empty.root, 'none');
    const restored = await restore({ ...empty.withBackupsOf(source), folder: place.folder, dataFolder }, {});
    expect(restored).toMatchObject({ ok: true, value: { backup } });
    expect(readdirSync(dataFolder).sort()).toEqual(['audit-anchor.json', 'audit-anchor.key']);
  });

  test('is refused where its folder is a file', async () => {
    const file = join(source.root, 'file');
    writeFileSync(file, '');
    const options = { full: true, retention: usualRetention, now: new Date() };
    const outcome = await backUp({ ...source.place, folder: file }, options);
    expect(outcome).toMatchObject({ ok: false, refusal: { code: 'backup_folder' } });
  });

  test('is refused while its key would lie in the data or among the backups', async () => {
    for (const folder of [source.place.dataFolder, source.place.folder]) {
      const place = { ...source.place, keyFile: join(folder, 'backup.key') };
      const outcome = await backUp(place, { full: true, retention: usualRetention, now: new Date() });
      expect(outcome).toMatchObject({ ok: false, refusal: { code: 'backup_key' } });
      expect(existsSync(place.keyFile)).toBe(false);
    }
  });
});

describe('a restore is refused, and leaves the installation empty,', () => {
  interface Case {
    readonly what: string;
    readonly code: string;
    readonly spoil: (folder: string) => void;
  }
  // Of the same installation, with the same key.
  const another = (): string => {
    const ids = readdirSync(source.place.folder).filter(
      (name) => name.endsWith('-full') && name !== full.backup,
    );
    const [id] = ids;
    if (id === undefined) throw new Error('there is no other full backup');
    return join(source.place.folder, id);
  };
  const flip = (path: string, at: number): void => {
    const bytes = readFileSync(path);
    const place = at < 0 ? bytes.length + at : at;
    bytes[place] = (bytes[place] ?? 0) ^ 1;
    writeFileSync(path, bytes);
  };
  const cases: readonly Case[] = [
    { what: 'a bit of the pack is wrong', code: 'backup_damaged', spoil: (f) => flip(join(f, 'pack'), 5000) },
    {
      what: 'the last bit of the pack is wrong',
      code: 'backup_damaged',
      spoil: (f) => flip(join(f, 'pack'), -1),
    },
    {
      what: 'the pack is cut short',
      code: 'backup_damaged',
      spoil: (f) => writeFileSync(join(f, 'pack'), readFileSync(join(f, 'pack')).subarray(0, -1)),
    },
    { what: 'a bit of the list is wrong', code: 'backup_damaged', spoil: (f) => flip(join(f, 'body'), 40) },
    {
      what: 'the list was made longer',
      code: 'backup_damaged',
      spoil: (f) => appendFileSync(join(f, 'body'), 'x'),
    },
    {
      what: 'the open part was changed',
      code: 'backup_damaged',
      spoil: (f) =>
        writeFileSync(
          join(f, 'manifest.json'),
          readFileSync(join(f, 'manifest.json'), 'utf8').replace('"rows": ', '"rows": 1'),
        ),
    },
    {
      what: 'the signature is another',
      code: 'backup_damaged',
      spoil: (f) => writeFileSync(join(f, 'signature'), Buffer.alloc(64).toString('base64')),
    },
    ...['pack', 'body', 'signature'].map((file) => ({
      what: `the ${file} is missing`,
      code: 'backup_incomplete',
      spoil: (f: string) => rmSync(join(f, file)),
    })),
    {
      what: 'the pack is that of another backup',
      code: 'backup_damaged',
      spoil: (f) => cpSync(join(another(), 'pack'), join(f, 'pack')),
    },
    {
      what: 'the list is that of another backup',
      code: 'backup_damaged',
      spoil: (f) => cpSync(join(another(), 'body'), join(f, 'body')),
    },
    {
      what: 'all of it is another backup under this name',
      code: 'backup_damaged',
      spoil: (f) => cpSync(another(), f, { recursive: true }),
    },
    {
      what: 'it is in a newer form',
      code: 'backup_newer',
      spoil: (f) => {
        const text = readFileSync(join(f, 'manifest.json'), 'utf8');
        writeFileSync(join(f, 'manifest.json'), text.replace('"version": 1', '"version": 2'));
      },
    },
    {
      what: 'the open part is missing',
      code: 'backup_incomplete',
      spoil: (f) => rmSync(join(f, 'manifest.json')),
    },
  ];
  test('whatever is not as it was signed', async () => {
    const empty = await target();
    for (const { what, code, spoil } of cases) {
      const folder = join(empty.root, 'copy');
      rmSync(folder, { recursive: true, force: true });
      cpSync(join(source.place.folder, full.backup), join(folder, full.backup), { recursive: true });
      const place = { ...empty.withBackupsOf(source), folder };
      spoil(join(folder, full.backup));
      expect(await restore(place, {}), what).toMatchObject({ ok: false, refusal: { code } });
      expect(await isEmpty(empty), what).toBe(true);
    }
  });

  test('a newest one that cannot be read, rather than taking an older one in its place', async () => {
    const empty = await target();
    cpSync(source.place.folder, empty.place.folder, { recursive: true });
    const newest = readdirSync(empty.place.folder).filter(isBackupId).sort().at(-1) ?? '';
    writeFileSync(join(empty.place.folder, newest, 'manifest.json'), '{}');
    const outcome = await restore({ ...empty.place, keyFile: source.place.keyFile }, {});
    expect(outcome).toMatchObject({ ok: false, refusal: { detail: expect.stringContaining(newest) } });
    expect(await isEmpty(empty)).toBe(true);
  });

  test('with another key, without one, without a backup, on a day without one', async () => {
    const empty = await target();
    const stranger = await target();
    await made(stranger.place, true, '2026-03-02T03:00:00Z');
    const place = empty.withBackupsOf(source);
    for (const [given, code] of [
      [{ ...place, keyFile: stranger.place.keyFile }, 'backup_key'],
      [{ ...place, keyFile: join(empty.root, 'none.key') }, 'backup_key'],
      [{ ...place, folder: join(empty.root, 'none') }, 'backup_none'],
    ] as const) {
      expect(await restore(given, {})).toMatchObject({ ok: false, refusal: { code } });
    }
    expect(await restore(place, { day: '2020-01-01' })).toMatchObject({
      ok: false,
      refusal: { code: 'backup_none' },
    });
    expect(await isEmpty(empty)).toBe(true);
  });

  test('where there is a practice already, and that one stays', async () => {
    const lived = await target();
    await aPractice(lived.database, { slug: 'lakeside' });
    const before = await everythingIn(lived.superuser);
    expect(await restore(lived.withBackupsOf(source), {})).toMatchObject({
      ok: false,
      refusal: { code: 'not_empty' },
    });
    expect(await everythingIn(lived.superuser)).toEqual(before);
  });

  test('of a newer program', async () => {
    const newer = await target();
    await ask(newer, `insert into schema_migration (name, hash) values ('9001_future.sql', repeat('0', 64))`);
    await made(newer.place, true, '2026-03-02T03:00:00Z');
    const empty = await target();
    expect(await restore(empty.withBackupsOf(newer), {})).toMatchObject({
      ok: false,
      refusal: { code: 'backup_newer', detail: expect.stringContaining('9001_future.sql') },
    });
    expect(await isEmpty(empty)).toBe(true);
  });
});

test('a backup of an older schema is loaded as it was and then brought forward', async () => {
  const old = await bareDatabase();
  const older = await target();
  const place = { ...older.place, access: old.access };
  await migrate(old.access, { through: '0010_platform.sql' });
  const client = new pg.Client(old.access.superuser);
  await client.connect();
  await client.query(`insert into practice (public_id, slug, name) values ('x', 'old', 'Old')`);
  await client.query(
    `insert into patient (practice_id, id, family_name) select id, gen_random_uuid(), 'Ashby' from practice`,
  );
  await client.end();
  await made(place, true, '2026-03-02T03:00:00Z');
  await old.close();
  const empty = await target();
  expect(await restore({ ...empty.place, folder: place.folder, keyFile: place.keyFile }, {})).toMatchObject({
    ok: true,
  });
  expect((await ask(empty, 'select family_name from patient')).rows).toEqual([{ family_name: 'Ashby' }]);
  const now = await everythingIn(empty.superuser);
  const fresh = await everythingIn((await target()).superuser);
  expect(now.schema).toEqual(fresh.schema);
  expect(now.history).toEqual(fresh.history);
});

describe('the restore drill', () => {
  test('brings the newest backup back beside the database, says so, and leaves nothing behind', async () => {
    const options = {
      makeScratch: scratchOnEmbedded(source.fresh.access),
      now: new Date('2026-03-09T04:00:00Z'),
    };
    expect(await drill(source.place, options)).toMatchObject({ ok: true, value: { good: true } });
    expect(await readDrillNote(source.place.folder)).toMatchObject({
      good: true,
      at: '2026-03-09T04:00:00.000Z',
    });
    const left = await ask(source, `select from pg_database where datname like 'keepwell_scratch_%'`);
    expect(left.rowCount).toBe(0);
  });

  test('notes a backup that does not come back', async () => {
    const copy = await target();
    cpSync(source.place.folder, copy.place.folder, { recursive: true });
    const newest = (await listBackups(copy.place.folder)).backups.at(-1)?.id ?? '';
    const pack = join(copy.place.folder, newest, 'pack');
    const bytes = readFileSync(pack);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(pack, bytes);
    const place = { ...source.place, folder: copy.place.folder };
    const options = {
      makeScratch: scratchOnEmbedded(source.fresh.access),
      now: new Date('2026-03-09T05:00:00Z'),
    };
    expect(await drill(place, options)).toMatchObject({ ok: true, value: { good: false } });
    expect(await readDrillNote(copy.place.folder)).toMatchObject({ good: false });
  });
});
