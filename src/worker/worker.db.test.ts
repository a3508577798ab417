import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  aContactPoint,
  anAct,
  aPatient,
  aPractice,
  aPromise,
  aService,
  aTouchpoint,
  aVisit,
} from '../../tests/harness/builders.ts';
import { compileScript } from '../../tests/harness/compiled-child.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { aBooking } from '../../tests/harness/hl7-messages.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { openFeed, receiveMessage } from '../intake/hl7-actions.ts';
import { stillClock } from '../kit/clock.ts';
import type { PracticeId } from '../kit/ids.ts';
import { localDate } from '../kit/local-date.ts';
import { recordAuditEvent } from '../platform/audit.ts';
import { readAnchor } from '../platform/audit-anchor.ts';
import { verifyAudit } from '../platform/audit-verify.ts';
import { silentLog } from '../platform/log.ts';
import { announce, enqueue } from '../platform/queue.ts';
import type { Practice } from '../practice/model.ts';
import { makePromise } from '../promises/actions.ts';
import { settleAsKept } from '../promises/settle-actions.ts';
import { forgetWhatEnded } from './forget.ts';
import { jobs, runJob } from './jobs.ts';
import type { WorkerPorts } from './ports.ts';
import { type RunningWorker, startWorker } from './run.ts';
import { dayWatch } from './schedule.ts';
import { subscriptions } from './subscriptions.ts';
import {
  beat,
  deadAfterSeconds,
  heartbeatEverySeconds,
  sweepDeadWorkers,
  sweepEverySeconds,
} from './sweep.ts';

const noon = new Date('2026-03-02T17:00:00Z');
const day = localDate('2026-03-02');
const key = Buffer.alloc(32, 1);

let fresh: FreshDatabase;
let database: Database;
let superuser: pg.Client;
let queuePool: pg.Pool;
let clock: ReturnType<typeof stillClock>;
let ports: WorkerPorts;
let practice: Practice;
let folder: string;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  superuser = new pg.Client(fresh.access.superuser);
  await superuser.connect();
  queuePool = new pg.Pool({ ...fresh.access.queue, max: 2 });
  folder = mkdtempSync(join(tmpdir(), 'keepwell-worker-'));
});
afterAll(async () => {
  await queuePool.end();
  await superuser.end();
  await database.close();
  await fresh.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  clock = stillClock(noon);
  ports = { database, clock, log: silentLog };
  practice = await aPractice(database);
  await superuser.query('delete from graphile_worker._private_jobs');
  await superuser.query('delete from keepwell_queue.heartbeat');
});

interface StoredJob {
  readonly task: string;
  readonly payload: Record<string, unknown>;
  readonly key: string | null;
  readonly locked_by: string | null;
  readonly attempts: number;
  readonly last_error: string | null;
}

async function storedJobs(): Promise<readonly StoredJob[]> {
  const found = await superuser.query<StoredJob>(
    `select t.identifier as task, j.payload, j.key, j.locked_by, j.attempts, j.last_error
     from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id order by j.id`,
  );
  return found.rows;
}

const inPractice = <T>(work: Parameters<typeof database.inPractice<T>>[1], of = practice.id): Promise<T> =>
  database.inPractice(of, work);
const refresh = { name: 'today.refresh', maxAttempts: 8 };

async function until(what: () => Promise<boolean>, seconds = 20): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!(await what())) {
    if (performance.now() > end) throw new Error(`not within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('a job', () => {
  test('is there when its transaction was committed, and not when it was rolled back', async () => {
    await inPractice((db) => enqueue(db, refresh, { ids: { a: 'b' } }));
    const failed = inPractice(async (db) => {
      await enqueue(db, refresh, { ids: {} });
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await storedJobs()).toMatchObject([
      { task: 'today.refresh', payload: { ids: { a: 'b' }, practiceId: practice.id } },
    ]);
  });

  test('belongs to the practice of its transaction, whatever its payload says', async () => {
    const other = await aPractice(database);
    await inPractice((db) => enqueue(db, refresh, { practiceId: other.id, ids: {} }));
    expect((await storedJobs()).map(({ payload }) => payload.practiceId)).toEqual([practice.id]);
    for (const payload of [[], [{ practiceId: other.id }], 'text', 7, null, true]) {
      await expect(inPractice((db) => enqueue(db, refresh, payload))).rejects.toThrow('payload of a job');
    }
    await expect(database.untenanted((db) => enqueue(db, refresh, {}))).rejects.toThrow();
    expect((await storedJobs()).length).toBe(1);
  });

  test('replaces the one that waits under its key, in its own practice only', async () => {
    const other = await aPractice(database);
    for (const n of ['1', '2']) {
      await inPractice((db) => enqueue(db, refresh, { ids: { n } }, { key: 'same' }));
      await inPractice((db) => enqueue(db, refresh, { ids: { n } }, { key: 'same' }), other.id);
    }
    expect((await storedJobs()).map(({ payload }) => payload)).toEqual([
      { ids: { n: '2' }, practiceId: practice.id },
      { ids: { n: '2' }, practiceId: other.id },
    ]);
  });

  test('cannot be put, read or changed past the one door', async () => {
    const client = new pg.Client(fresh.access.app);
    await client.connect();
    for (const statement of [
      `select graphile_worker.add_job('today.refresh', '{"practiceId":1}')`,
      'select * from graphile_worker._private_jobs',
      'delete from graphile_worker._private_jobs',
      'select * from keepwell_queue.heartbeat',
      `select graphile_worker.force_unlock_workers(array['x'])`,
    ]) {
      await expect(client.query(statement), statement).rejects.toMatchObject({ code: '42501' });
    }
    await client.end();
  });

  test('without a practice number is refused before anything runs', async () => {
    for (const definition of jobs) {
      for (const payload of [{}, { practiceId: '1' }, { practiceId: 1.5, ids: {} }, undefined]) {
        await expect(runJob(ports, definition, payload)).rejects.toThrow();
      }
    }
  });
});

describe('the table of subscriptions', () => {
  test('names only jobs that exist', () => {
    const names = new Set(jobs.map(({ name }) => name));
    const woken = Object.values(subscriptions).flat();
    expect(woken.length).toBeGreaterThan(2);
    for (const name of woken) expect(names, name).toContain(name);
    expect(new Set(jobs.map(({ name }) => name)).size).toBe(jobs.length);
  });

  test('every job has its test "runs twice, happens once" below', () => {
    const text = readFileSync(new URL(import.meta.url), 'utf8');
    for (const { name } of jobs)
      expect(text, name).toContain(`test('${name} runs twice and has happened once'`);
  });

  test('an event that nobody listens to wakes nothing, and one that no longer exists neither', async () => {
    const [announced] = jobs;
    if (announced === undefined) throw new Error('there are no jobs');
    for (const event of ['act.done', 'no.such.event', '__proto__', 'toString']) {
      await runJob(ports, announced, { event, ids: {}, practiceId: practice.id });
    }
    expect(await storedJobs()).toEqual([]);
  });
});

function jobNamed(name: string): (typeof jobs)[number] {
  const found = jobs.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no job ${name}`);
  return found;
}

async function twice(name: string, payload: object): Promise<void> {
  for (let run = 0; run < 2; run += 1)
    await runJob(ports, jobNamed(name), { ...payload, practiceId: practice.id });
}

describe('every job', () => {
  test('announced runs twice and has happened once', async () => {
    await twice('announced', { event: 'import.finished', ids: {} });
    await twice('announced', { event: 'patient.exited', ids: { patientId: 'p1' } });
    await twice('announced', { event: 'consent.changed', ids: { patientId: 'p2' } });
    expect((await storedJobs()).map(({ task, payload }) => [task, payload.ids])).toEqual([
      ['today.refresh', {}],
      ['patients.match', {}],
      ['loyalty.look_back', {}],
      ['today.recheck', { patientId: 'p1' }],
      ['today.recheck', { patientId: 'p2' }],
    ]);
  });

  test('today.refresh runs twice and has happened once', async () => {
    const patient = await aPatient(database, practice.id);
    await aTouchpoint(database, practice.id);
    await aPromise(database, practice.id, patient, { due_on: day, created_at: '2026-03-01T12:00:00Z' });
    await database.inPractice(practice.id, (db) =>
      db
        .insertInto('capacity')
        .values({ practice_id: practice.id, role: 'front_desk', weekday: 1, minutes: 60 })
        .execute(),
    );
    const acts = (): Promise<unknown> =>
      inPractice((db) =>
        db.selectFrom('act').select(['id', 'state', 'occurrence', 'attempts']).orderBy('id').execute(),
      );
    await runJob(ports, jobNamed('today.refresh'), { ids: {}, practiceId: practice.id });
    const once = await acts();
    expect(once).toMatchObject([{ state: 'planned' }]);
    await runJob(ports, jobNamed('today.refresh'), { ids: {}, practiceId: practice.id });
    expect(await acts()).toEqual(once);
    const plans = await inPractice((db) => db.selectFrom('day_plan').select('day').execute());
    expect(plans).toEqual([{ day }]);
  });

  test('promises.settle runs twice and has happened once', async () => {
    const patient = await aPatient(database, practice.id);
    await aPromise(database, practice.id, patient, { words: 'yesterday', due_on: localDate('2026-03-01') });
    await aPromise(database, practice.id, patient, { words: 'today', due_on: day });
    await twice('promises.settle', { ids: {} });
    const found = await inPractice((db) =>
      db.selectFrom('promise').select(['words', 'broken_at', 'broken_by']).orderBy('words').execute(),
    );
    expect(found).toEqual([
      { words: 'today', broken_at: null, broken_by: null },
      { words: 'yesterday', broken_at: noon, broken_by: null },
    ]);
    const told = (await storedJobs()).map(({ payload }) => (payload as { event?: string }).event);
    expect(told.filter((event) => event === 'promise.broken')).toHaveLength(1);
  });

  test('a promise for this very day plans the day anew, and one that is settled takes its act from Today', async () => {
    const patient = await aPatient(database, practice.id);
    const promise = {
      patientId: patient,
      words: 'call',
      ownerId: null,
      madeOn: day,
      source: 'call' as const,
    };
    const wakes = async (work: Parameters<typeof database.inPractice<unknown>>[1]) => {
      await superuser.query('delete from graphile_worker._private_jobs');
      await inPractice(work);
      for (const { payload } of await storedJobs()) await runJob(ports, jobNamed('announced'), payload);
      return (await storedJobs()).map(({ task }) => task).filter((task) => task !== 'announced');
    };
    const later = { ...promise, dueOn: localDate('2026-03-09'), madeBy: null };
    expect(await wakes((db) => makePromise(db, practice.id, later))).toEqual([]);
    const due = { ...promise, dueOn: day, madeBy: null };
    expect(await wakes((db) => makePromise(db, practice.id, due))).toEqual(['today.refresh']);
    const made = await inPractice((db) =>
      db.selectFrom('promise').select('id').where('due_on', '=', day).executeTakeFirstOrThrow(),
    );
    expect(await wakes((db) => settleAsKept(db, practice.id, made.id, noon))).toEqual(['today.recheck']);
  });

  test('patients.end_pauses runs twice and has happened once', async () => {
    const patient = await aPatient(database, practice.id);
    await inPractice((db) =>
      db
        .insertInto('contact_wish')
        .values({
          practice_id: practice.id,
          id: crypto.randomUUID(),
          patient_id: patient,
          best_time: 'any',
          welcome: ['questions'],
          keep: 'pause',
          paused_until: day,
          granted_before: ['feedback'],
          wording_version: '1',
          at: '2025-12-01T12:00:00Z',
        })
        .execute(),
    );
    await twice('patients.end_pauses', { ids: {} });
    const words = await inPractice((db) =>
      db.selectFrom('consent').select(['purpose', 'channel', 'granted']).execute(),
    );
    expect(words).toEqual([{ purpose: 'feedback', channel: 'any', granted: true }]);
    const wishes = await inPractice((db) =>
      db.selectFrom('contact_wish').select('keep').orderBy('at').execute(),
    );
    expect(wishes).toEqual([{ keep: 'pause' }, { keep: 'in_touch' }]);
  });

  test('today.recheck runs twice and has happened once', async () => {
    const patient = await aPatient(database, practice.id);
    const touchpoint = await aTouchpoint(database, practice.id);
    const kept = await aPromise(database, practice.id, patient, { kept_at: noon });
    const open = await aPromise(database, practice.id, patient);
    const gone = await anAct(database, practice.id, { patient, touchpoint, day, promise: kept });
    const holds = await anAct(database, practice.id, { patient, touchpoint, day, promise: open });
    await twice('today.recheck', { ids: { patientId: patient } });
    const found = await inPractice((db) =>
      db.selectFrom('act').select(['id', 'state']).orderBy('id').execute(),
    );
    expect(found).toEqual(
      [
        { id: gone, state: 'closed' },
        { id: holds, state: 'planned' },
      ].sort((a, b) => a.id.localeCompare(b.id)),
    );
    await twice('today.recheck', { ids: {} });
  });

  test('hl7.process runs twice and has happened once', async () => {
    const feed = await openFeed(database, practice, 'desk', undefined, noon);
    if (!feed.ok) throw new Error(feed.refusal.detail);
    await receiveMessage(database, practice, feed.value, Buffer.from(aBooking()), noon);
    const left = (): Promise<unknown> =>
      inPractice(async (db) => [
        await db.selectFrom('visit').selectAll().execute(),
        await db.selectFrom('hl7_message').select(['state', 'attempts']).execute(),
      ]);
    await runJob(ports, jobNamed('hl7.process'), { practiceId: practice.id });
    const once = await left();
    expect(once).toMatchObject([[{ source_id: 'Appointment/A1' }], [{ state: 'done', attempts: 1 }]]);
    await runJob(ports, jobNamed('hl7.process'), { practiceId: practice.id });
    expect(await left()).toEqual(once);
    // The day is planned anew once, a few minutes later.
    const refreshes = (await storedJobs()).filter(({ task }) => task === 'today.refresh');
    expect(refreshes).toHaveLength(1);
  });

  test('patients.match runs twice and has happened once', async () => {
    const home = { received: '(202) 555-0147', normal: '+12025550147' };
    for (const system of ['csv', 'fhir']) {
      const patient = await aPatient(database, practice.id);
      await aContactPoint(database, practice.id, patient, home);
      await inPractice((db) =>
        db
          .insertInto('patient_identifier')
          .values({ practice_id: practice.id, system, value: '1', patient_id: patient })
          .execute(),
      );
    }
    await twice('patients.match', { ids: {} });
    expect(await inPractice((db) => db.selectFrom('patient').select('family_name').execute())).toHaveLength(
      1,
    );
    expect(await inPractice((db) => db.selectFrom('merge').select('decided').execute())).toEqual([
      { decided: 'auto' },
    ]);
  });

  test('loyalty.look_back runs twice and has happened once', async () => {
    const patient = await aPatient(database, practice.id);
    await aVisit(database, practice.id, patient, {
      local_day: localDate('2024-03-02'),
      starts_at: new Date('2024-03-02T15:00:00Z'),
      status: 'seen',
    });
    const kept = () => inPractice((db) => db.selectFrom('look_back').selectAll().execute());
    await twice('loyalty.look_back', { ids: {} });
    const once = await kept();
    expect(once).toMatchObject([{ day: '2024-03-02', found: { kind: 'counts_only' } }]);
    // A day that begins is no reason to look again within a week.
    await twice('loyalty.look_back', { ids: { day } });
    expect(await kept()).toEqual(once);
  });

  test('loyalty.check runs twice and has happened once', async () => {
    const patient = await aPatient(database, practice.id);
    const service = await aService(database, practice.id);
    await aVisit(database, practice.id, patient, {
      local_day: localDate('2024-03-02'),
      starts_at: new Date('2024-03-02T15:00:00Z'),
      status: 'seen',
      service_id: service,
    });
    await runJob(ports, jobNamed('today.refresh'), { ids: {}, practiceId: practice.id });
    await twice('loyalty.check', { ids: {} });
    const kept = await inPractice((db) =>
      db.selectFrom('model_check').select(['service_id', 'champion']).execute(),
    );
    expect(kept).toEqual([{ service_id: service, champion: 'hazard' }]);
  });

  test('of a practice that is gone ends quietly', async () => {
    for (const name of [
      'today.refresh',
      'today.recheck',
      'hl7.process',
      'patients.match',
      'loyalty.look_back',
      'loyalty.check',
    ]) {
      const payload = { ids: { patientId: 'x' }, practiceId: 999_999 };
      await expect(runJob(ports, jobNamed(name), payload)).resolves.toBeUndefined();
    }
  });
});

describe('the sweep', () => {
  async function held(by: string, seconds: number): Promise<void> {
    await inPractice((db) => enqueue(db, refresh, { ids: {} }));
    await superuser.query(
      `update graphile_worker._private_jobs
       set locked_by = $1, locked_at = now() - make_interval(secs => $2), attempts = 1 where locked_by is null`,
      [by, seconds],
    );
  }
  const heldBy = async (): Promise<readonly (string | null)[]> =>
    (await storedJobs()).map(({ locked_by }) => locked_by);

  test('frees the jobs of workers that fell silent, and leaves those of the living', async () => {
    await held('pool-alive', 3600);
    await held('pool-silent', 3600);
    await held('pool-never-beat', 41);
    await held('pool-just-begun', 39);
    await beat(queuePool, ['pool-alive', 'pool-silent']);
    await superuser.query(
      `update keepwell_queue.heartbeat set seen_at = now() - interval '41 seconds' where worker_id = 'pool-silent'`,
    );
    expect(await sweepDeadWorkers(queuePool)).toBe(2);
    expect(await heldBy()).toEqual(['pool-alive', null, null, 'pool-just-begun']);
    expect(await sweepDeadWorkers(queuePool)).toBe(0);
  });

  test('comes within a minute of the death, and not before three heartbeats were missed', () => {
    // The queue itself looks for work every two seconds.
    expect(deadAfterSeconds + sweepEverySeconds + 2).toBeLessThanOrEqual(60);
    expect(deadAfterSeconds).toBeGreaterThanOrEqual(3 * heartbeatEverySeconds);
  });
});

describe('a running worker', () => {
  const start = (): Promise<RunningWorker> =>
    startWorker(ports, { queue: fresh.access.queue, dataFolder: folder, anchorKey: key });
  const planned = async (of: PracticeId): Promise<number> => {
    const rows = await database.inPractice(of, (db) => db.selectFrom('day_plan').select('day').execute());
    return rows.length;
  };

  test('begins the day, plans it, seals the trail, anchors it and leaves nothing behind', async () => {
    await database.inPractice(practice.id, (db) =>
      recordAuditEvent(db, practice.id, {
        accountId: null,
        staffMemberId: null,
        action: 'patients.get',
        result: 'ok',
        patientIds: [],
        objectIds: [],
        requestId: 'r',
        network: null,
      }),
    );
    const worker = await start();
    await until(async () => (await planned(practice.id)) === 1 && (await storedJobs()).length === 0);
    await worker.stop();
    const anchor = await readAnchor(folder, key);
    const head = anchor.kind === 'heads' ? anchor.heads.get(practice.id) : undefined;
    expect(head?.seq).toBe(1n);
    const report = await database.inPractice(practice.id, (db) => verifyAudit(db, practice.id, head));
    expect(report).toMatchObject({ intact: true, sealed: 1 });
    const beats = await superuser.query('select from keepwell_queue.heartbeat');
    expect(beats.rowCount).toBe(0);
  });

  test('stores no message of a failed job: it may quote a patient', async () => {
    await superuser.query(
      `alter table day_plan add constraint trap check (minutes_available < -1) not valid`,
    );
    await inPractice((db) => announce(db, 'import.finished'));
    const worker = await start();
    const failed = async (): Promise<StoredJob | undefined> =>
      (await storedJobs()).find(({ task, last_error }) => task === 'today.refresh' && last_error !== null);
    await until(async () => (await failed()) !== undefined);
    await worker.stop();
    await superuser.query('alter table day_plan drop constraint trap');
    const error = (await failed())?.last_error ?? '';
    expect(error).toMatch(/^today\.refresh failed: \w+$/m);
    expect(error).not.toMatch(/day_plan|trap|row|constraint/i);
  });

  test('takes over what another was doing when it was killed', async () => {
    const compiled = compileScript('tests/harness/worker-child');
    // In the way of the child's own work, so that it is killed in the midst of it.
    await superuser.query('begin');
    await superuser.query('lock table day_plan in access exclusive mode');
    await inPractice((db) => announce(db, 'import.finished'));
    const child = fork(compiled.script, [], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    try {
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.send({ app: fresh.access.app, queue: fresh.access.queue, dataFolder: folder });
      const inHand = async (): Promise<boolean> =>
        (await storedJobs()).some(({ task, locked_by }) => task === 'today.refresh' && locked_by !== null);
      await until(inHand);
      child.kill('SIGKILL');
      await gone;
      await superuser.query('rollback');
      expect(await inHand()).toBe(true);
      // As if 41 seconds had passed since its last word.
      await superuser.query(`update keepwell_queue.heartbeat set seen_at = seen_at - interval '41 seconds'`);
      await superuser.query(
        `update graphile_worker._private_jobs set locked_at = locked_at - interval '41 seconds' where locked_by is not null`,
      );
      const worker = await start();
      await until(async () => (await planned(practice.id)) === 1 && (await storedJobs()).length === 0);
      await worker.stop();
    } finally {
      child.kill('SIGKILL');
      await superuser.query('rollback');
      compiled.remove();
    }
  });
});

test('the day begins once in each practice, by the clock of the practice', async () => {
  const east = await aPractice(database, { zone: 'Pacific/Auckland' });
  await superuser.query('delete from graphile_worker._private_jobs');
  const watch = dayWatch(ports);
  const begun = async (): Promise<readonly (readonly [unknown, unknown])[]> =>
    (await storedJobs())
      .map(({ payload }) => [payload.practiceId, (payload.ids as { day: string }).day] as const)
      .filter(([id]) => id === practice.id || id === east.id);
  await watch();
  await watch();
  expect(await begun()).toEqual([
    [practice.id, '2026-03-02'],
    [east.id, '2026-03-03'],
  ]);
  clock.set(new Date('2026-03-03T04:59:00Z'));
  await watch();
  expect((await begun()).length).toBe(2);
  clock.set(new Date('2026-03-03T05:01:00Z'));
  await watch();
  expect((await begun()).slice(2)).toEqual([[practice.id, '2026-03-03']]);
});

test('sessions, links and attempts that ended long ago are forgotten, and no others', async () => {
  const days = (count: number): string => new Date(noon.getTime() + count * 86_400_000).toISOString();
  await superuser.query(
    `insert into account (id, email, display_name) values (gen_random_uuid(), 'x@example.org', 'x')`,
  );
  for (const [token, end] of [
    ['a', days(-2)],
    ['b', days(-0.5)],
    ['c', days(1)],
  ]) {
    await superuser.query(
      `insert into session (token_hash, account_id, expires_at) select $1, id, $2 from account`,
      [Buffer.from(token ?? ''), end],
    );
    await superuser.query(
      `insert into link_token (token_hash, purpose, expires_at) values ($1, 'first_run', $2)`,
      [Buffer.from(token ?? ''), end],
    );
    await superuser.query('insert into attempt (key_hash, window_start, count) values ($1, $2, 1)', [
      Buffer.from(token ?? ''),
      end,
    ]);
  }
  await forgetWhatEnded(ports);
  for (const [table, column] of [
    ['session', 'token_hash'],
    ['link_token', 'token_hash'],
    ['attempt', 'key_hash'],
  ]) {
    const left = await superuser.query<{ token: string }>(
      `select convert_from(${column}, 'UTF8') as token from ${table} order by 1`,
    );
    expect(
      left.rows.map(({ token }) => token),
      table,
    ).toEqual(['b', 'c']);
  }
});
