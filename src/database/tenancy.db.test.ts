import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aPatient, aPractice } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { newId, type PatientId, type PracticeId } from '../kit/ids.ts';
import { copyInto } from './copy.ts';
import { clientOf, type Database, type Db, openDatabase } from './database.ts';

let fresh: FreshDatabase;
let database: Database;
/** One connection for everything: what one borrower leaves behind, the next one gets. */
let narrow: Database;
let superuser: pg.Client;
let ours: PracticeId;
let theirs: PracticeId;
let patient: PatientId;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  narrow = openDatabase({ ...fresh.access.app, max: 1 });
  superuser = new pg.Client(fresh.access.superuser);
  await superuser.connect();
  ours = (await aPractice(database)).id;
  theirs = (await aPractice(database)).id;
  patient = await aPatient(database, ours);
  await aPatient(database, theirs);
});
afterAll(async () => {
  await superuser.end();
  await narrow.close();
  await database.close();
  await fresh.close();
});

// These four know no practice, or are read before one is entered.
const beforePractices = ['link_token', 'membership', 'session'];
// Functions of the owner that the application may call; each was read with that in mind.
const reviewed = [
  'audit_events_of',
  'erase_patient',
  'move_ledger_rows',
  'refresh_planner_statistics',
  'take_back_ledgers',
  'take_back_merge_words',
];
const withoutPractice = [
  'account',
  'attempt',
  'authenticator_app',
  'bulk_mail_day',
  'desk_pin',
  'passkey',
  'passkey_challenge',
  'practice',
  'recovery_code',
  'schema_migration',
];

async function tables(): Promise<readonly { name: string; tenant: boolean }[]> {
  const found = await superuser.query<{ name: string; tenant: boolean }>(
    `select c.relname as name, exists (select from pg_attribute a where a.attrelid = c.oid
       and a.attname = 'practice_id' and not a.attisdropped) as tenant
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`,
  );
  return found.rows;
}

/** Everything in the catalogue that would let one practice see, name or count another's rows. */
async function violations(): Promise<readonly string[]> {
  const found = await superuser.query<{ problem: string }>(
    `with tenant as (
       select c.oid, c.relname as name, c.relrowsecurity as on, c.relforcerowsecurity as forced, a.attnum, a.attnotnull
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'practice_id' and not a.attisdropped
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> all($1)
     )
     select name || ' has no forced row-level security' as problem from tenant where not ("on" and forced)
     union all select name || ' may have no practice' from tenant where not attnotnull
     union all
     select t.name || ' has ' || count(p.*) || ' policies that are the one of the house'
     from tenant t left join pg_policy p on p.polrelid = t.oid and p.polpermissive and p.polcmd = '*' and p.polroles = '{0}'
       and pg_get_expr(p.polqual, t.oid) = '(practice_id = (current_setting(''app.practice''::text))::integer)'
       and pg_get_expr(p.polwithcheck, t.oid) = pg_get_expr(p.polqual, t.oid)
     group by t.oid, t.name having count(p.*) <> 1 or (select count(*) from pg_policy q where q.polrelid = t.oid) <> 1
     union all
     select t.name || ': key ' || i.indexrelid::regclass || ' does not begin with the practice'
     from tenant t join pg_index i on i.indrelid = t.oid and i.indisunique where i.indkey[0] <> t.attnum
     union all
     select t.name || ' has no primary key'
     from tenant t where not exists (select from pg_index i where i.indrelid = t.oid and i.indisprimary)
     union all
     select t.name || ': foreign key ' || f.conname || ' does not begin with the practice on both sides'
     from tenant t join pg_constraint f on f.conrelid = t.oid and f.contype = 'f'
     left join tenant other on other.oid = f.confrelid
     where f.conkey[1] <> t.attnum and f.confrelid <> 'account'::regclass
       or other.oid is not null and f.confkey[1] <> other.attnum
       or other.oid is null and f.confrelid <> 'practice'::regclass and f.confrelid <> 'account'::regclass
     union all
     select c.relname || ' has no practice and is not known for it' from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> all($1 || $2)
       and c.oid not in (select oid from tenant)
     union all
     select c.relname || ' is a view without security_invoker' from pg_class c
     where c.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace,
         'graphile_worker'::regnamespace)
       and c.relkind = 'v' and not coalesce(c.reloptions && array['security_invoker=true', 'security_invoker=on'], false)
     union all
     select c.relname || ' is a materialised view: no policy holds for it' from pg_class c where c.relkind = 'm'
     union all
     select p.proname || ' is a definer without a fixed search_path' from pg_proc p
     where p.prosecdef and p.pronamespace not in ('pg_catalog'::regnamespace, 'graphile_worker'::regnamespace)
       and not exists (select from unnest(p.proconfig) as setting where setting like 'search_path=%')
     union all
     select rolname || ' may pass row-level security or make roles' from pg_roles
     where rolname in ('keepwell_app', 'keepwell_queue')
       and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
     union all
     select 'keepwell_app owns ' || d.objid || ' of ' || d.classid::regclass from pg_shdepend d
     where d.refobjid = 'keepwell_app'::regrole and d.deptype = 'o'
     union all
     select 'keepwell_app is a member of ' || m.roleid::regrole from pg_auth_members m
     where m.member = 'keepwell_app'::regrole
     union all
     select t.name || ' may be emptied or watched by keepwell_app' from tenant t
     where has_table_privilege('keepwell_app', t.oid, 'truncate, references, trigger')
     union all
     select n.nspname || ' may be filled by keepwell_app' from pg_namespace n
     where n.nspname in ('public', 'graphile_worker', 'keepwell_queue')
       and has_schema_privilege('keepwell_app', n.oid, 'create')
     union all
     select 'keepwell_app may call ' || p.proname from pg_proc p
     where p.pronamespace = 'public'::regnamespace and has_function_privilege('keepwell_app', p.oid, 'execute')
       and p.proname <> all($3)
     union all
     select 'keepwell_app may enter the queue of the library'
     where has_schema_privilege('keepwell_app', 'graphile_worker', 'usage')
     order by 1`,
    [beforePractices, withoutPractice, reviewed],
  );
  return found.rows.map(({ problem }) => problem);
}

describe('the catalogue', () => {
  test('keeps practices apart in every table, key, view, function and role', async () => {
    const all = await tables();
    expect(all.filter(({ tenant }) => tenant).length).toBeGreaterThan(30);
    expect(all.map(({ name }) => name)).toEqual(
      expect.arrayContaining([...beforePractices, ...withoutPractice]),
    );
    expect(await violations()).toEqual([]);
  });

  test.each([
    [
      'create table bad (practice_id int not null, id int, primary key (practice_id, id))',
      'bad has no forced',
    ],
    ['alter table patient no force row level security', 'patient has no forced'],
    ['alter table patient disable row level security', 'patient has no forced'],
    ['create policy other on patient using (true)', 'patient has 1 policies'],
    ['drop policy own_practice on patient', 'patient has 0 policies'],
    ['alter policy own_practice on patient using (practice_id > 0)', 'patient has 0 policies'],
    ['create unique index bad on patient (id)', 'key bad does not begin with the practice'],
    ['alter table act add unique (id, practice_id)', 'does not begin with the practice'],
    [
      'alter table visit add unique (practice_id, patient_id, id); alter table act add foreign key (patient_id, id, practice_id) references visit (patient_id, id, practice_id)',
      'does not begin with the practice on both sides',
    ],
    ['create table lonely (id int primary key)', 'lonely has no practice'],
    ['create view everyone as select * from patient', 'everyone is a view without security_invoker'],
    ['create materialized view everyone as select 1 as n', 'everyone is a materialised view'],
    ['create function peek() returns int language sql security definer return 1', 'peek is a definer'],
    ['alter role keepwell_app bypassrls', 'keepwell_app may pass'],
    ['alter table holiday owner to keepwell_app', 'keepwell_app owns'],
    ['grant keepwell_owner to keepwell_app', 'keepwell_app is a member of keepwell_owner'],
    ['grant truncate on patient to keepwell_app', 'patient may be emptied'],
    ['grant create on schema public to keepwell_app', 'public may be filled'],
    ['alter table patient alter practice_id drop not null', 'patient may have no practice'],
  ])('the check notices: %s', async (change, problem) => {
    await superuser.query('begin');
    try {
      if (change.includes('drop not null'))
        await superuser.query('alter table patient drop constraint patient_pkey cascade');
      await superuser.query(change);
      expect((await violations()).join('\n')).toContain(problem);
    } finally {
      await superuser.query('rollback');
    }
  });

  test('a ledger can be added to and nothing else', async () => {
    for (const ledger of [
      'consent',
      'suppression',
      'visit_change',
      'act_outcome',
      'audit_event',
      'audit_seal',
      'contact_policy',
      'refusal',
    ]) {
      const found = await superuser.query<{ may: boolean }>(
        `select has_table_privilege('keepwell_app', $1, 'update') or has_table_privilege('keepwell_app', $1, 'delete')
           or has_any_column_privilege('keepwell_app', $1, 'update') as may`,
        [ledger],
      );
      expect(found.rows, ledger).toEqual([{ may: false }]);
    }
  });
});

// 42704: never set on this connection; 22P02: set before, and empty since.
const noPractice = { code: expect.stringMatching(/^(42704|22P02)$/) };

describe('without a practice', () => {
  test('every table of practices is closed, for reading and for writing', async () => {
    for (const { name, tenant } of await tables()) {
      if (!tenant || beforePractices.includes(name)) continue;
      // An empty table has no row for the policy to be asked about; all the others fail.
      const filled = await superuser.query(`select from ${pg.escapeIdentifier(name)} limit 1`);
      const read = database.untenanted((db) => sql`select 1 from ${sql.table(name)} limit 1`.execute(db));
      if ((filled.rowCount ?? 0) > 0) await expect(read, name).rejects.toMatchObject(noPractice);
      else expect((await read.catch(() => ({ rows: [] }))).rows, name).toEqual([]);
    }
    const write = database.untenanted((db) =>
      db.insertInto('visit_dirty').values({ practice_id: ours, patient_id: patient }).execute(),
    );
    await expect(write).rejects.toMatchObject(noPractice);
  });

  test('a practice number that is none never reaches the database', async () => {
    for (const wrong of [Number.NaN, 1.5, Number.POSITIVE_INFINITY, "1'; select 1; --"]) {
      const look = database.inPractice(wrong as PracticeId, async () => 'inside');
      await expect(look).rejects.toThrow(RangeError);
    }
  });
});

describe('the practice of a transaction', () => {
  const count = (db: Db): Promise<number> =>
    sql<{ n: number }>`select count(*)::int as n from patient`
      .execute(db)
      .then(({ rows }) => rows[0]?.n ?? -1);

  test('sees its own rows alone, though nothing in the statement says so', async () => {
    expect(await database.inPractice(ours, count)).toBe(1);
    expect(await database.inPractice(theirs, count)).toBe(1);
    expect(await database.inPractice((theirs + 1000) as PracticeId, count)).toBe(0);
  });

  test('neither writes into another nor moves a row there', async () => {
    const insert = database.inPractice(ours, (db) =>
      db.insertInto('visit_dirty').values({ practice_id: theirs, patient_id: patient }).execute(),
    );
    await expect(insert).rejects.toMatchObject({ code: '42501' });
    const move = database.inPractice(ours, (db) =>
      db.updateTable('patient').set({ practice_id: theirs }).execute(),
    );
    await expect(move).rejects.toMatchObject({ code: '42501' });
    const change = await database.inPractice(ours, (db) =>
      db.updateTable('patient').set({ pronouns: 'x' }).where('practice_id', '=', theirs).executeTakeFirst(),
    );
    expect(change.numUpdatedRows).toBe(0n);
  });

  test('does not stay on the connection, whether the work was done, failed or was cut off', async () => {
    const left = (): Promise<unknown> => narrow.untenanted(count);
    expect(await narrow.inPractice(ours, count)).toBe(1);
    await expect(left()).rejects.toMatchObject(noPractice);
    await expect(narrow.inPractice(ours, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(left()).rejects.toMatchObject(noPractice);
    await expect(narrow.inPractice(ours, (db) => sql`select 1/0`.execute(db))).rejects.toMatchObject({
      code: '22012',
    });
    await expect(left()).rejects.toMatchObject(noPractice);
    const cut = narrow.inPractice(ours, (db) =>
      sql`select pg_terminate_backend(pg_backend_pid())`.execute(db),
    );
    await expect(cut).rejects.toThrow();
    await expect(left()).rejects.toMatchObject(noPractice);
    expect(await narrow.inPractice(theirs, count)).toBe(1);
  });

  test('holds for many at once on few connections', async () => {
    const few = openDatabase({ ...fresh.access.app, max: 3 });
    const seen = await Promise.all(
      Array.from({ length: 200 }, (_, i) => {
        const practice = i % 2 === 0 ? ours : theirs;
        return few.inPractice(practice, async (db) => {
          const rows = await sql<{
            p: number;
          }>`select practice_id as p from patient, pg_sleep(0.001)`.execute(db);
          return rows.rows.every(({ p }) => p === practice) && rows.rows.length === 1;
        });
      }),
    );
    await few.close();
    expect(seen.every(Boolean)).toBe(true);
  });
});

describe('a handle', () => {
  test('is worth nothing after its transaction, in every way it can be used', async () => {
    let kept: Db | undefined;
    let query: { execute(): Promise<unknown> } | undefined;
    await database.inPractice(ours, async (db) => {
      kept = db;
      query = db.selectFrom('patient').selectAll();
    });
    const db = kept as Db;
    await expect(query?.execute()).rejects.toThrow('after its transaction had ended');
    await expect(db.selectFrom('account').selectAll().execute()).rejects.toThrow(
      'after its transaction had ended',
    );
    await expect(sql`select 1`.execute(db)).rejects.toThrow('after its transaction had ended');
    expect(() => clientOf(db)).toThrow('running transaction');
    await expect(copyInto(db, 'x', [])).rejects.toThrow('running transaction');
  });

  test('of work that failed is worth nothing either, and what it wrote is gone', async () => {
    let kept: Db | undefined;
    const work = database.inPractice(ours, async (db) => {
      kept = db;
      await db.insertInto('visit_dirty').values({ practice_id: ours, patient_id: patient }).execute();
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    await expect(sql`select 1`.execute(kept as Db)).rejects.toThrow('after its transaction had ended');
    const rows = await database.inPractice(ours, (db) => db.selectFrom('visit_dirty').selectAll().execute());
    expect(rows).toEqual([]);
  });

  test('begins no transaction inside another', async () => {
    const nested = database.inPractice(ours, (db) => db.transaction().execute(async () => 1));
    await expect(nested).rejects.toThrow('not inside another');
  });

  test('of forgotten work that runs on cannot reach into the next transaction', async () => {
    let late: Promise<unknown> = Promise.resolve();
    await narrow.inPractice(ours, async (db) => {
      late = new Promise((resolve) => setTimeout(resolve, 20)).then(() => sql`select 1`.execute(db));
    });
    await narrow.inPractice(theirs, async (db) => {
      await expect(late).rejects.toThrow('after its transaction had ended');
      expect((await db.selectFrom('patient').selectAll().execute()).length).toBe(1);
    });
  });
});

describe('the options of a transaction', () => {
  test('a statement that takes too long is ended by the server, and the next has its own time', async () => {
    const slow = narrow.inPractice(ours, (db) => sql`select pg_sleep(5)`.execute(db), {
      statementTimeoutMs: 50,
    });
    await expect(slow).rejects.toMatchObject({ code: '57014' });
    await narrow.inPractice(ours, (db) => sql`select pg_sleep(0.1)`.execute(db));
  });

  test('a read-only transaction writes nothing', async () => {
    const write = database.inPractice(
      ours,
      (db) => db.insertInto('visit_dirty').values({ practice_id: ours, patient_id: patient }).execute(),
      { readOnly: true },
    );
    await expect(write).rejects.toMatchObject({ code: '25006' });
  });

  test('a snapshot sees one moment throughout', async () => {
    const seen = await database.inPractice(
      ours,
      async (db) => {
        const before = await db.selectFrom('patient').selectAll().execute();
        await aPatient(database, ours, { id: newId() });
        return [before.length, (await db.selectFrom('patient').selectAll().execute()).length];
      },
      { snapshot: true },
    );
    expect(seen[0]).toBe(seen[1]);
  });

  test('a connection that dies while it is idle costs the next borrower nothing', async () => {
    await narrow.untenanted((db) => sql`select 1`.execute(db));
    await superuser.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and usename = 'keepwell_app' and state = 'idle'`,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    await narrow.untenanted((db) => sql`select 1`.execute(db));
  });
});
