import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock } from './lock.ts';
import { lookAt } from './processes.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keepwell-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('of twenty who want the lock one has it at a time, and nothing is left behind', async () => {
  const most = await contend(20);
  expect(most).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
});

test('the lock of a process that died is broken by one of those who wait', async () => {
  writeFileSync(join(folder, 'lock'), '999999999 12 1');
  expect(await contend(20)).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
});

test('a process that has the number of a dead holder is not taken for it', async () => {
  writeFileSync(join(folder, 'lock'), `${process.pid} not-${lookAt(process.pid)?.startedAt} 1`);
  expect(await contend(2)).toBe(1);
});

async function contend(number: number): Promise<number> {
  let holders = 0;
  let most = 0;
  const one = async () => {
    const lock = await takeLock(join(folder, 'lock'), () => {});
    if (!lock.ok) throw new Error(lock.refusal.detail);
    holders += 1;
    most = Math.max(most, holders);
    await pause(2);
    holders -= 1;
    lock.value();
  };
  await Promise.all(Array.from({ length: number }, one));
  return most;
}
