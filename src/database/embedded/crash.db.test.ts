import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { type Child, compileChild } from '../../../tests/harness/compiled-child.ts';
import { killUnderLoad } from '../../../tests/harness/crash-proof.ts';
import { layoutOf } from './layout.ts';
import { judgePostmaster } from './pidfile.ts';
import { allProcesses, lookAt, type ProcessFacts } from './processes.ts';
import type { RunningServer } from './running.ts';
import { inspectServer, startServer, stopServer } from './server.ts';

const compiled = compileChild();
afterAll(() => compiled.remove());

let dataFolder = '';
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'keepwell-crash-'));
});
afterEach(async () => {
  await stopServer(dataFolder);
  rmSync(dataFolder, { recursive: true, force: true });
});

test('no acknowledged row is lost when Node, the postmaster and both are killed', async () => {
  const counts = await killUnderLoad(compiled, dataFolder, ['node', 'postmaster', 'both']);
  expect(counts.kills).toEqual({ node: 1, postmaster: 1, both: 1 });
  expect(counts.acknowledged).toBeGreaterThan(50);
  expect(counts.lost).toBe(0);
});

test('the proof notices a loss: commits that were not flushed are missed', async () => {
  const { postgres, tuning } = layoutOf(dataFolder);
  mkdirSync(postgres);
  writeFileSync(tuning, 'synchronous_commit = off\nwal_writer_delay = 10s\n');
  const counts = await killUnderLoad(compiled, dataFolder, ['postmaster']);
  expect(counts.lost).toBeGreaterThan(0);
});

test('a killed Node takes the server down with it, in good order', async () => {
  const child = await compiled.start(dataFolder);
  await child.kill();
  await until(() => judgePostmaster(layoutOf(dataFolder)).kind !== 'live');
  expect((await inspectServer(dataFolder)).state).toBe('stopped');
});

test('whoever starts first may end first without harm to those who joined', async () => {
  const first = await compiled.start(dataFolder);
  const second = await compiled.start(dataFolder);
  expect([started(first), started(second)]).toEqual([true, false]);
  await first.stop();
  expect(await ask(second)).toBe(1);
  const third = await compiled.start(dataFolder);
  expect(started(third)).toBe(false);
  await second.kill();
  await pause(300);
  expect(await ask(third)).toBe(1);
  await third.stop();
  expect((await inspectServer(dataFolder)).state).toBe('stopped');
});

test('a server that is stopped at once leaves no process behind', async () => {
  const server = await start();
  const pid = pidOf(dataFolder);
  await server.stop();
  const belongs = ({ command, zombie }: ProcessFacts) =>
    !zombie && (command.includes(`keepwell-sentinel ${pid} `) || command.includes(layoutOf(dataFolder).id));
  await until(() => !allProcesses().some(belongs));
});

test('an orphan is taken over, and stopped by who took it over', async () => {
  const child = await compiled.start(dataFolder);
  const sentinel = findSentinel(dataFolder);
  process.kill(sentinel, 'SIGKILL');
  await until(() => lookAt(sentinel)?.zombie !== false);
  await child.kill();
  expect((await inspectServer(dataFolder)).state).toBe('unused');
  const adopted = await start();
  expect(adopted.started).toBe(false);
  expect(adopted.notes.join()).toContain('it was taken over');
  await adopted.stop();
  expect((await inspectServer(dataFolder)).state).toBe('stopped');
});

test('after a kill of the postmaster the start says that it recovered', async () => {
  const before = await start();
  process.kill(pidOf(dataFolder), 'SIGKILL');
  await until(() => judgePostmaster(layoutOf(dataFolder)).kind !== 'live');
  expect((await inspectServer(dataFolder)).state).toBe('crashed');
  const after = await start();
  expect(after.started).toBe(true);
  expect(after.notes.join()).toMatch(/not shut down cleanly; it recovered in \d+\.\d s/);
  await before.stop(); // knows only the dead server, and must leave the new one alone
  expect(await askWith(after.access.app)).toBe(1);
  await after.stopAnyway();
  expect((await inspectServer(dataFolder)).state).toBe('stopped');
});

test('a process of a dead server that is still computing is ended before a new server starts', async () => {
  const before = await start();
  const busy = new pg.Client(before.access.superuser);
  busy.on('error', () => {});
  await busy.connect();
  const computing = busy.query('select sum(sqrt(n)) from generate_series(1, 1e10) n').catch(() => 'ended');
  await pause(100);
  process.kill(pidOf(dataFolder), 'SIGKILL');
  const after = await start();
  expect(after.started).toBe(true);
  expect(await computing).toBe('ended');
  if (process.platform === 'linux') expect(after.notes.join()).toContain('still at work and were ended');
  await busy.end().catch(() => {});
  await before.stop();
  await after.stop();
});

test('a pid file of a dead process that nobody collects is cleared away', async () => {
  await (await start()).stop();
  // The child lives until its fourth descriptor is closed, which happens only once the shell has become `sleep`:
  // a shell might still collect its child, `sleep` never collects one that it did not make.
  const parent = spawn('/bin/sh', ['-c', 'cat <&3 3<&- & echo $!; exec sleep 60 3<&-'], {
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
  });
  const zombie = await new Promise<number>((resolve) => {
    parent.stdout?.once('data', (chunk) => resolve(Number(String(chunk))));
  });
  await until(() => parent.pid !== undefined && lookAt(parent.pid)?.command.startsWith('sleep') === true);
  (parent.stdio[3] as Writable).end();
  await until(() => lookAt(zombie)?.zombie === true);
  leavePidFile(dataFolder, zombie);
  const server = await start();
  parent.kill();
  expect(server.notes.join()).toContain('is dead and only waits to be collected');
  await server.stop();
});

test('a pid file whose number belongs to another program now is cleared away', async () => {
  await (await start()).stop();
  leavePidFile(dataFolder, process.pid);
  const server = await start();
  expect(server.notes.join()).toContain('now belongs to another program');
  await server.stop();
});

test('of several starts at once one starts and the others join, even after a holder of the lock died', async () => {
  writeFileSync(layoutOf(dataFolder).lock, '999999999 1 1');
  const [one, two, ...rest] = await Promise.all([
    compiled.start(dataFolder),
    compiled.start(dataFolder),
    start(),
    start(),
    start(),
  ]);
  const startedOnes = [started(one), started(two), ...rest.map((server) => server.started)];
  expect(startedOnes.filter(Boolean)).toHaveLength(1);
  expect(await ask(one)).toBe(1);
  await Promise.all([one.stop(), two.stop(), ...rest.map((server) => server.stop())]);
  expect((await inspectServer(dataFolder)).state).toBe('stopped');
});

async function start(): Promise<RunningServer> {
  const outcome = await startServer({ dataFolder });
  if (!outcome.ok) throw new Error(outcome.refusal.detail);
  return outcome.value;
}

function started(child: Child): boolean {
  if (child.report.kind !== 'up') throw new Error(child.report.refusal.detail);
  return child.report.started;
}

function ask(child: Child): Promise<number> {
  if (child.report.kind !== 'up') throw new Error(child.report.refusal.detail);
  return askWith(child.report.access.app);
}

async function askWith(pool: pg.PoolConfig): Promise<number> {
  const client = new pg.Client(pool);
  await client.connect();
  const { rows } = await client.query<{ one: number }>('select 1 as one');
  await client.end();
  return rows[0]?.one ?? 0;
}

function pidOf(folder: string): number {
  return Number(readFileSync(layoutOf(folder).pidFile, 'utf8').split('\n')[0]);
}

function findSentinel(folder: string): number {
  const server = String(pidOf(folder));
  const found = allProcesses().find(({ command }) => command.includes(`keepwell-sentinel ${server}`));
  if (found === undefined) throw new Error('there is no sentinel');
  return found.pid;
}

function leavePidFile(folder: string, pid: number): void {
  const { data, pidFile, socket } = layoutOf(folder);
  writeFileSync(pidFile, `${pid}\n${data}\n1700000000\n5432\n${socket}\n\n 1 1\nready   \n`, { mode: 0o600 });
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('waited 20 s in vain');
    await pause(10);
  }
}
