import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Layout } from './layout.ts';
import type { ProcessFacts } from './processes.ts';
import { allProcesses, isAlive, lookAt, placeOf } from './processes.ts';

/** What `postmaster.pid` says, judged against the processes that are really there. */
export type Postmaster =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'live';
      readonly process: ProcessFacts;
      readonly port: number;
      readonly status: string;
    }
  | {
      readonly kind: 'stale';
      readonly pid: number;
      readonly why: 'gone' | 'zombie' | 'reused' | 'unreadable';
    };

/** Costs under 1 ms on Linux. */
export function judgePostmaster(layout: Layout): Postmaster {
  const lines = readLines(layout.pidFile);
  if (lines === undefined) return { kind: 'none' };
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return { kind: 'stale', pid: 0, why: 'unreadable' };
  const process = lookAt(pid);
  // A process on its way out has lost its command line before its number.
  if (process === undefined || process.command === '') {
    return { kind: 'stale', pid, why: process?.zombie === true ? 'zombie' : 'gone' };
  }
  if (process.zombie) return { kind: 'stale', pid, why: 'zombie' };
  if (!servesHere(process, layout)) return { kind: 'stale', pid, why: 'reused' };
  return { kind: 'live', process, port: Number(lines[3] ?? 0), status: (lines[7] ?? '').trim() };
}

export type Stale = Extract<Postmaster, { kind: 'stale' }>;

export function describeStale(stale: Stale): string {
  const reasons = {
    gone: `its process ${stale.pid} is gone`,
    zombie: `its process ${stale.pid} is dead and only waits to be collected`,
    reused: `its process number ${stale.pid} now belongs to another program`,
    unreadable: 'it is damaged',
  };
  return `A stale postmaster.pid was found (${reasons[stale.why]}) and cleared away.`;
}

/**
 * Makes sure that nothing of an earlier server is in the way, and removes its stale files. While one of its processes
 * lives on, a second server would write beside it and ruin the data; PostgreSQL guards against that by the very file
 * that is removed here, so first those processes have to be gone. They end by themselves once they notice, except in
 * a long computation: then they are ended after 2 s. What they had not committed the crash has lost already.
 * @returns how many had to be ended
 */
export async function clearWreck(layout: Layout, stale: Stale | undefined): Promise<number> {
  const deadline = Date.now() + 2_000;
  let left = leftovers(layout);
  while (left.length > 0 && Date.now() < deadline) {
    await pause(20);
    left = left.filter(({ pid, startedAt }) => isAlive(pid, startedAt));
  }
  for (const { pid } of left) process.kill(pid, 'SIGKILL');
  while (left.some(({ pid, startedAt }) => isAlive(pid, startedAt))) await pause(20);
  // Elsewhere than on Linux we cannot see them, so PostgreSQL's own check of a dead process is left to it.
  const ours = process.platform === 'linux' || (stale !== undefined && stale.why !== 'gone');
  // The socket has a lock file with the same process id, which a zombie blocks in the same way.
  if (ours) for (const path of [layout.pidFile, ...socketFiles(layout)]) rmSync(path, { force: true });
  return left.length;
}

function socketFiles(layout: Layout): string[] {
  return readdirSync(layout.socket).map((name) => join(layout.socket, name));
}

function leftovers(layout: Layout): ProcessFacts[] {
  return allProcesses().filter((facts) => !facts.zombie && servesHere(facts, layout));
}

/** A postmaster, a lone server, or a title of one of their processes; not an editor with a log file open. */
const serverCommand = /^postgres: |\/postgres (?:--single )?-D /;

/**
 * By the working directory, or where that is hidden from us (root in a container without SYS_PTRACE looking at
 * another account) by the cluster name, which stands in the command line and in every process title.
 */
function servesHere(facts: ProcessFacts, layout: Layout): boolean {
  if (process.platform !== 'win32' && !serverCommand.test(facts.command)) return false;
  if (facts.workingIn !== undefined) return facts.workingIn === placeOf(layout.data);
  return process.platform === 'win32' || facts.command.includes(layout.id);
}

function readLines(path: string): string[] | undefined {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return undefined;
  }
}
