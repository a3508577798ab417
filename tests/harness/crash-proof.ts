import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { ServerAccess } from '../../src/database/embedded/access.ts';
import type { Child, CompiledChild, Report } from './compiled-child.ts';

export type Victim = 'node' | 'postmaster' | 'both';

export interface Counts {
  readonly kills: Record<Victim, number>;
  readonly acknowledged: number;
  readonly lost: number;
  /** Rows that were committed although the answer never arrived; allowed. */
  readonly unconfirmed: number;
  readonly recoveryMs: readonly number[];
}

interface Writer {
  /** Reads it with the id to write next; undefined while the server is away. */
  access: ServerAccess | undefined;
  done: boolean;
  readonly acknowledged: number[];
  sent: number;
}

/**
 * Writers commit row after row, each over its own connection, while the process that holds the server, the
 * postmaster or both are killed in turn. After each restart every acknowledged row has to be there.
 */
export async function killUnderLoad(
  compiled: CompiledChild,
  dataFolder: string,
  victims: readonly Victim[],
  say: (line: string) => void = () => {},
): Promise<Counts> {
  const kills: Record<Victim, number> = { node: 0, postmaster: 0, both: 0 };
  const recoveryMs: number[] = [];
  let child = await compiled.start(dataFolder);
  await makeTable(up(child).access);
  const writers = [0, 1, 2, 3].map(
    (): Writer => ({ access: up(child).access, done: false, acknowledged: [], sent: 0 }),
  );
  const work = writers.map((writer, index) => write(writer, index));
  try {
    for (const victim of victims) {
      await pause(150 + Math.random() * 350);
      const postmaster = Number(
        readFileSync(join(dataFolder, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0],
      );
      if (victim !== 'node') process.kill(postmaster, 'SIGKILL');
      // Killing the postmaster alone leaves a holder behind that knows nothing of it, as in life; it ends later.
      if (victim !== 'postmaster') await child.kill();
      const since = performance.now();
      const next = await compiled.start(dataFolder);
      recoveryMs.push(performance.now() - since);
      await child.kill();
      child = next;
      kills[victim] += 1;
      for (const writer of writers) writer.access = up(child).access;
      const lost = await countLost(up(child).access, writers);
      say(`kill ${recoveryMs.length} (${victim}): ${total(writers)} acknowledged, ${lost} lost`);
      if (lost > 0) break;
    }
    for (const writer of writers) writer.done = true;
    await Promise.all(work);
    const lost = await countLost(up(child).access, writers);
    const unconfirmed = (await countRows(up(child).access)) - (total(writers) - lost);
    await child.stop();
    return { kills, acknowledged: total(writers), lost, unconfirmed, recoveryMs };
  } finally {
    for (const writer of writers) writer.done = true;
    await child.kill(); // nothing to do unless something above failed
  }
}

function up(child: Child): Extract<Report, { kind: 'up' }> {
  if (child.report.kind !== 'up') throw new Error(`the server did not start: ${child.report.refusal.detail}`);
  return child.report;
}

async function makeTable(access: ServerAccess): Promise<void> {
  await ask(
    access.owner,
    `set synchronous_commit = on;
     create table mark (writer int, n int, primary key (writer, n));
     grant select, insert on mark to keepwell_app`,
  );
}

async function write(writer: Writer, index: number): Promise<void> {
  while (!writer.done) {
    const client = new pg.Client({ ...writer.access?.app, connectionTimeoutMillis: 2_000 });
    client.on('error', () => {});
    try {
      await client.connect();
      while (!writer.done) {
        writer.sent += 1;
        const n = writer.sent;
        await client.query('insert into mark values ($1, $2)', [index, n]);
        writer.acknowledged.push(n);
      }
    } catch {
      await pause(20); // killed under us: what was under way is not acknowledged
    } finally {
      await client.end().catch(() => {});
    }
  }
}

async function countLost(access: ServerAccess, writers: readonly Writer[]): Promise<number> {
  // Copied first: what is acknowledged while we look may be missing from what we see.
  const acknowledged = writers.map((writer) => [...writer.acknowledged]);
  const rows = await ask<{ writer: number; n: number }>(access.app, 'select writer, n from mark');
  const there = new Set(rows.map(({ writer, n }) => `${writer}/${n}`));
  return acknowledged.flatMap((list, index) => list.filter((n) => !there.has(`${index}/${n}`))).length;
}

async function countRows(access: ServerAccess): Promise<number> {
  const rows = await ask<{ n: number }>(access.app, 'select count(*)::int as n from mark');
  return rows[0]?.n ?? 0;
}

function total(writers: readonly Writer[]): number {
  return writers.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
}

async function ask<Row extends pg.QueryResultRow>(pool: pg.PoolConfig, sql: string): Promise<Row[]> {
  const client = new pg.Client(pool);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
