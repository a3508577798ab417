import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPatient, aPractice } from '../../tests/harness/builders.ts';
import { anInstallation, type Installation } from '../../tests/harness/installation.ts';
import { listBackups, readDrillNote } from '../backup/folder.ts';
import { usualRetention } from '../backup/retention.ts';
import { scratchOnEmbedded } from '../database/scratch.ts';
import { stillClock } from '../kit/clock.ts';
import type { LogFields } from '../platform/log.ts';
import { type BackupDuty, backupWatch } from './backups.ts';
import type { WorkerPorts } from './ports.ts';

let installation: Installation;
let clock: ReturnType<typeof stillClock>;
let duty: BackupDuty;
const lines: LogFields[] = [];
const keep = (fields: LogFields): void => {
  lines.push(fields);
};

beforeAll(async () => {
  installation = await anInstallation();
  const practice = await aPractice(installation.database);
  await aPatient(installation.database, practice.id);
  clock = stillClock(new Date('2026-03-02T12:00:00'));
  const { place } = installation;
  duty = { place, retention: usualRetention, makeScratch: scratchOnEmbedded(installation.fresh.access) };
});
afterAll(() => installation.close());

const watch = (): ReturnType<typeof backupWatch> => {
  const ports: WorkerPorts = {
    database: installation.database,
    clock,
    log: { debug: keep, info: keep, warn: keep, error: keep },
  };
  return backupWatch(ports, duty);
};
const backups = async (): Promise<number> => (await listBackups(duty.place.folder)).backups.length;

test('the worker makes a backup a day and tries one out a week', async () => {
  const running = watch();
  await running.tick();
  expect(existsSync(duty.place.folder)).toBe(false);
  clock.set(new Date('2026-03-02T12:10:00'));
  await running.tick();
  expect(await backups()).toBe(1);
  const first = await readDrillNote(duty.place.folder);
  expect(first).toMatchObject({ good: true });
  clock.set(new Date('2026-03-02T20:00:00'));
  await running.tick();
  expect(await backups()).toBe(1);
  clock.set(new Date('2026-03-03T03:00:00'));
  await running.tick();
  expect(await backups()).toBe(2);
  expect(await readDrillNote(duty.place.folder)).toEqual(first);
  clock.set(new Date('2026-03-10T03:00:00'));
  await running.tick();
  expect((await readDrillNote(duty.place.folder))?.at).toBe(clock.now().toISOString());
  expect(lines.filter(({ code }) => code !== undefined)).toEqual([]);
});

test('a worker that was asked to stop begins none, and gives up the one that runs', async () => {
  const before = await backups();
  clock.set(new Date('2026-03-20T12:00:00'));
  const stopped = watch();
  stopped.giveUp();
  await stopped.tick();
  expect(await backups()).toBe(before);
  const stopping = watch();
  const turn = stopping.tick();
  setTimeout(() => stopping.giveUp(), 0);
  await turn;
  expect(await backups()).toBe(before);
});

test('where the folder cannot be written it says so once and makes none', async () => {
  rmSync(duty.place.folder, { recursive: true });
  writeFileSync(duty.place.folder, 'a file where the folder should be');
  lines.length = 0;
  const running = watch();
  clock.set(new Date('2026-04-01T12:00:00'));
  await running.tick();
  await running.tick();
  expect(lines).toEqual([{ job: 'backup', code: 'backup_folder' }]);
});
