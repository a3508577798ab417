import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Agent, anAgent, openApp, type TestApp } from '../../tests/harness/app.ts';
import { aPatient, aPractice } from '../../tests/harness/builders.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { describeHealth } from '../platform/contract.ts';
import { enqueue } from '../platform/queue.ts';
import type { Practice } from '../practice/model.ts';
import { reasonOf } from './installation.ts';

let app: TestApp;
let practice: Practice;
let other: Practice;
let admin: Agent;
let superuser: pg.Client;

beforeAll(async () => {
  app = await openApp();
  practice = await aPractice(app.database);
  other = await aPractice(app.database);
  admin = await anAgent(app, practice, ['admin']);
  await aPatient(app.database, practice.id, { given_name: 'Unmistakable' });
  superuser = new pg.Client(app.fresh.access.superuser);
  await superuser.connect();
  for (const { id } of [practice, other]) {
    await app.database.inPractice(id, async (db) => {
      await enqueue(db, { name: 'today.refresh', maxAttempts: 8 } as never, { ids: {} } as never);
      await enqueue(db, { name: 'patients.match', maxAttempts: 8 } as never, { ids: {} } as never);
    });
  }
  await superuser.query(
    `update graphile_worker._private_jobs j set attempts = max_attempts,
       last_error = 'patients.match failed: TypeError' || chr(10) || 'of Unmistakable'
     from graphile_worker._private_tasks t where t.id = j.task_id and t.identifier = 'patients.match'`,
  );
});
afterAll(async () => {
  await superuser.end();
  await app.close();
});

const look = async (): Promise<ReplyOf<typeof describeHealth>> => {
  const answered = await admin.get('/api/health/installation');
  expect(answered.status).toBe(200);
  expect(answered.text).not.toContain('Unmistakable');
  return answered.body as ReplyOf<typeof describeHealth>;
};

test('health says how all parts stand, of the own practice and of no patient', async () => {
  const health = await look();
  expect(health.database.own).toBe(true);
  expect(health.database.bytes).toBeGreaterThan(1_000_000);
  expect(health.database.freeBytes).toBeGreaterThan(0);
  expect(health.jobs).toMatchObject({ waiting: 1, running: 0, workers: 0 });
  expect(health.jobs.failed).toMatchObject([
    { task: 'patients.match', jobs: 1, attempts: 8, reason: 'program' },
  ]);
  expect(health.backup).toEqual({ daily: false, lastAt: null, backups: 0, unreadable: 0, drill: null });
  expect(health.audit.seals).toBe(0);
  expect(health.lines).toEqual([]);
});

test('what failed is tried again, and what failed elsewhere is left alone', async () => {
  const again = await admin.send('POST', '/api/health/retry-jobs', { task: 'patients.match' });
  expect(again.body).toEqual({ jobs: 1 });
  expect((await look()).jobs).toMatchObject({ waiting: 2, failed: [] });
  const left = await superuser.query(
    `select count(*)::int as n from graphile_worker._private_jobs where attempts >= max_attempts`,
  );
  expect(left.rows[0].n).toBe(1);
});

test('only who looks after the installation sees it', async () => {
  for (const role of ['front_desk', 'clinician', 'integrator'] as const) {
    const agent = await anAgent(app, practice, [role]);
    expect((await agent.get('/api/health/installation')).status, role).toBe(403);
    expect((await agent.send('POST', '/api/health/retry-jobs', { task: 'a' })).status, role).toBe(403);
  }
});

test('a fault is told by what can be done about it', () => {
  expect(reasonOf('ConnectionTimeoutError')).toBe('connection');
  expect(reasonOf('error')).toBe('database');
  expect(reasonOf('TypeError')).toBe('program');
  expect(reasonOf(null)).toBe('program');
});
