import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import autocannon from 'autocannon';
import { fastify } from 'fastify';
import pg from 'pg';
import type { openDatabase } from '../src/database/database.ts';
import type { getPracticeBySlug, makeFirstRunLink } from '../src/practice/actions.ts';
import type { refreshToday } from '../src/today/actions.ts';
import { anAuthenticatorApp } from '../tests/harness/second-factor.ts';
import { holdServer, withClient } from './database.ts';
import { built, type Figure, ratio, root, runKeepwell, seconds, temporaryFolder } from './ground.ts';

type Server = Awaited<ReturnType<typeof holdServer>>;

// As the application role, under its policies: gather the same visits by patient and service, and insert as many rows
// as scoring and planning write, into tables with identical keys.
async function peerOfScoring(server: Server, practice: number): Promise<number> {
  const counts = await withClient(server.access.superuser, async (client) => {
    for (const table of ['visit_summary', 'rhythm_score', 'act']) {
      await client.query(`create table peer_${table} (like ${table} including all)`);
      await client.query(`alter table peer_${table} owner to keepwell_owner`);
      await client.query(`set role keepwell_owner`);
      await client.query(`select protect_by_practice('peer_${table}', 'select, insert')`);
      await client.query('reset role');
    }
    const found = await client.query<{ n: string }>('select count(*) as n from visit');
    return found.rows[0]?.n;
  });
  if (Number(counts) < 950_000) throw new Error(`the sample has only ${counts} visits`);
  return withClient(server.access.app, (client) =>
    seconds(async () => {
      await client.query(
        `begin; select set_config('app.practice', '${practice}', true); set local work_mem = '192MB'`,
      );
      await client.query(
        `select patient_id, service_id, count(*), min(local_day), max(local_day) from visit
        where practice_id = $1 group by patient_id, service_id`,
        [practice],
      );
      for (const table of ['visit_summary', 'rhythm_score', 'act']) {
        await client.query(`insert into peer_${table} select * from ${table} where practice_id = $1`, [
          practice,
        ]);
      }
      await client.query('commit');
    }),
  );
}

async function scoring(server: Server): Promise<Figure[]> {
  const { openDatabase: open } = await built<{ openDatabase: typeof openDatabase }>('database/database.js');
  const { refreshToday: refresh } = await built<{ refreshToday: typeof refreshToday }>('today/actions.js');
  const { getPracticeBySlug: find } = await built<{ getPracticeBySlug: typeof getPracticeBySlug }>(
    'practice/actions.js',
  );
  const database = open(server.access.app);
  const practice = await find(database, 'bench');
  if (practice === undefined) throw new Error('the sample practice is missing');
  await withClient(server.access.superuser, async (client) => {
    for (const table of ['rhythm_score', 'rhythm_model', 'visit_summary', 'act', 'day_plan'])
      await client.query(`delete from ${table}`);
    for (const table of ['rhythm_score', 'visit_summary', 'act', 'visit'])
      await client.query(`vacuum analyze ${table}`);
  });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const ours = await seconds(() =>
    database.inPractice(practice.id, (db) => refresh(db, practice, new Date()), {
      statementTimeoutMs: 600_000,
    }),
  );
  delay.disable();
  await database.close();
  const peer = await peerOfScoring(server, practice.id);
  const p99 = delay.percentile(99) / 1e6;
  return [
    {
      what: 'score and plan 100k patients with 1M visits, everything written, against group-by and inserting as many rows',
      measured: `${(ours / peer).toFixed(2)}x (${ours.toFixed(1)} s against ${peer.toFixed(1)} s)`,
      reach: '<= 3x',
      holds: ours <= 3 * peer,
    },
    {
      what: 'event-loop delay p99 while scoring',
      measured: `${p99.toFixed(1)} ms`,
      reach: '<= 50 ms',
      holds: p99 <= 50,
    },
  ];
}

interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

// A bare Fastify route that does what the real one does: the same statements with the same values, in one transaction.
async function peerRoute(
  server: Server,
  statements: readonly Statement[],
  body: string,
): Promise<{ url: string; close(): Promise<void> }> {
  const pool = new pg.Pool({ ...server.access.app, max: 10 });
  const app = fastify({ logger: false });
  app.get('/api/today', async (_request, reply) => {
    const client = await pool.connect();
    try {
      for (const { text, values } of statements) await client.query(text, values);
    } finally {
      client.release();
    }
    return reply.type('application/json').send(body);
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    url: `${url}/api/today`,
    close: async () => {
      await app.close();
      await pool.end();
    },
  };
}

// Listens to what the real route asks of the database, once.
async function recordStatements(act: () => Promise<unknown>): Promise<Statement[]> {
  const seen: Statement[] = [];
  const query = pg.Client.prototype.query;
  pg.Client.prototype.query = function record(this: pg.Client, ...args: unknown[]) {
    if (typeof args[0] === 'string') seen.push({ text: args[0], values: (args[1] as unknown[]) ?? [] });
    return Reflect.apply(query, this, args);
  } as typeof query;
  try {
    await act();
  } finally {
    pg.Client.prototype.query = query;
  }
  return seen;
}

async function loadOf(url: string, headers: Record<string, string>): Promise<number> {
  // 8 connections keep both cores busy; 8 s after a warm-up are repeatable within a few per cent.
  await autocannon({ url, connections: 8, duration: 2, headers });
  const result = await autocannon({ url, connections: 8, duration: 8, headers });
  if (result.non2xx > 0) throw new Error(`${result.non2xx} requests were not answered with 200`);
  return result.requests.average;
}

async function listing(server: Server): Promise<Figure[]> {
  const { openDatabase: open } = await built<{ openDatabase: typeof openDatabase }>('database/database.js');
  const { buildServer } = await built<typeof import('../src/http/server.ts')>('http/server.js');
  const { may } = await built<typeof import('../src/practice/policy.ts')>('practice/policy.js');
  const { silentLog } = await built<typeof import('../src/platform/log.ts')>('platform/log.js');
  const { makeFirstRunLink: link } = await built<{ makeFirstRunLink: typeof makeFirstRunLink }>(
    'practice/actions.js',
  );
  const database = open(server.access.app);
  const origin = 'http://localhost';
  const app = await buildServer({
    database,
    clock: { now: () => new Date() },
    log: silentLog,
    config: {
      idleMinutes: 30,
      sessionHours: 12,
      trustedProxies: [],
      port: 0,
      dataFolder: join(tmpdir(), 'keepwell-bench'),
      inboxFolder: join(tmpdir(), 'keepwell-bench', 'inbox'),
      uploadMegabytes: 200,
      publicUrl: undefined,
      mail: {
        smtpUrl: undefined,
        from: undefined,
        dkimSelector: 'keepwell',
        dkimKeyFile: join(tmpdir(), 'keepwell-bench.pem'),
        imapUrl: undefined,
        caFile: undefined,
        replyTo: undefined,
      },
      databaseUrl: undefined,
      backup: {
        daily: false,
        folder: join(tmpdir(), 'keepwell-bench-backups'),
        keyFile: join(tmpdir(), 'keepwell-bench.key'),
        retention: { daily: 1, weekly: 1, monthly: 1 },
      },
    },
    origin,
    may,
    webFolder: undefined,
  });
  const token = await link(database, new Date());
  const joined = await app.inject({
    method: 'POST',
    url: '/api/first-run',
    headers: { origin },
    payload: {
      token,
      displayName: 'Bench',
      email: 'bench@mail.example',
      password: 'several quiet words here',
    },
  });
  const cookie = String(joined.headers['set-cookie']).split(';')[0] ?? '';
  const begun = await app.inject({
    method: 'POST',
    url: '/api/me/authenticator-app',
    headers: { origin, cookie },
  });
  const { letters } = begun.json() as { letters: string };
  await app.inject({
    method: 'POST',
    url: '/api/me/authenticator-app/confirmation',
    headers: { origin, cookie },
    payload: { code: anAuthenticatorApp(letters).code(new Date()) },
  });
  const url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/api/today`;
  const first = await app.inject({ url: '/api/today', headers: { cookie } });
  if (first.statusCode !== 200) throw new Error(`today answered ${first.statusCode}: ${first.body}`);
  const statements = await recordStatements(() => app.inject({ url: '/api/today', headers: { cookie } }));
  const audit = statements.find((statement) => statement.text.includes('audit_event'));
  if (audit === undefined) throw new Error('the route wrote no audit event');
  // A fresh id for each event: the peer lets the database make it.
  const peerStatements = statements.map((statement) =>
    statement === audit
      ? {
          text: audit.text
            .replace('$2', 'gen_random_uuid()')
            .replace(/\$(\d+)/g, (_m, n: string) => `$${Number(n) - (Number(n) > 2 ? 1 : 0)}`),
          values: audit.values.filter((_value, index) => index !== 1),
        }
      : statement,
  );
  const ours = await loadOf(url, { cookie });
  const peer = await peerRoute(server, peerStatements, first.body);
  const bare = await loadOf(peer.url, { cookie });
  await peer.close();
  await app.close();
  await database.close();
  const acts = (JSON.parse(first.body) as { acts: unknown[] }).acts.length;
  return [
    {
      what: `GET today's list (${acts} acts, 1M visits in the database) against a bare route with the same statements`,
      measured: `${ratio(ours / bare)} (${ours.toFixed(0)} against ${bare.toFixed(0)} requests/s)`,
      reach: '>= 70 %',
      holds: ours >= 0.7 * bare,
    },
  ];
}

function until(child: ReturnType<typeof spawn>, words: RegExp): Promise<number> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk;
      if (words.test(text)) resolve((performance.now() - startedAt) / 1000);
    });
    child.on('close', () => reject(new Error(`it ended before it was ready: ${text.slice(-500)}`)));
  });
}

async function starting(): Promise<Figure[]> {
  const folder = temporaryFolder();
  const env = { ...process.env, KEEPWELL_DATA: join(folder.path, 'data'), KEEPWELL_PORT: '4699' };
  const start = () =>
    spawn(process.execPath, [join(root, 'tools', 'start.mjs')], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const stop = async (child: ReturnType<typeof spawn>) => {
    const ended = new Promise((resolve) => child.on('close', resolve));
    child.kill('SIGINT');
    await ended;
  };
  try {
    const first = start();
    const cold = await until(first, /Keepwell is ready/);
    await wait(500);
    await stop(first);
    const second = start();
    const warm = await until(second, /Keepwell is ready/);
    await stop(second);
    const helps: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      helps.push(
        await seconds(
          () =>
            new Promise((resolve) =>
              spawn(process.execPath, [join(root, 'tools', 'keepwell.mjs'), '--help'], {
                stdio: 'ignore',
              }).on('close', resolve),
            ),
        ),
      );
    }
    const help = helps.sort((a, b) => a - b)[2] ?? 0;
    return [
      {
        what: 'first start with the sample practice, packages and build there',
        measured: `${cold.toFixed(1)} s`,
        reach: 'no limit',
        holds: true,
      },
      { what: 'warm start to ready', measured: `${warm.toFixed(2)} s`, reach: '<= 3 s', holds: warm <= 3 },
      { what: 'keepwell --help', measured: `${help.toFixed(2)} s`, reach: '<= 0.5 s', holds: help <= 0.5 },
    ];
  } finally {
    folder.remove();
  }
}

export async function bench(): Promise<Figure[]> {
  const folder = temporaryFolder();
  try {
    const figures = await starting();
    // 100,000 patients have 500,000 visits in six years, a million in twenty-four.
    await runKeepwell(
      ['sample', '--patients', '100000', '--years', '24', '--practice', 'bench', '--json'],
      folder.path,
    );
    const server = await holdServer(folder.path);
    try {
      figures.push(...(await scoring(server)), ...(await listing(server)));
    } finally {
      await server.stop();
    }
    return figures;
  } finally {
    folder.remove();
  }
}
