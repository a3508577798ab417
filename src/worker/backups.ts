import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type BackupPlace, backUp, drill } from '../backup/actions.ts';
import { listBackups, readDrillNote } from '../backup/folder.ts';
import { BackupRefused } from '../backup/not-whole.ts';
import type { Retention } from '../backup/retention.ts';
import type { MakeScratch } from '../database/scratch.ts';
import type { WorkerPorts } from './ports.ts';

/** What the worker needs to make backups by itself. */
export interface BackupDuty {
  readonly place: BackupPlace;
  readonly retention: Retention;
  readonly makeScratch: MakeScratch;
}

export const backupLookSeconds = 300;
const hourMs = 3_600_000;
const drillEveryMs = 7 * 24 * hourMs;
const drillAgainAfterMs = 24 * hourMs;
// A first backup comes ten minutes after the start: whoever only looks in for a moment is not given folders.
const firstAfterMs = 600_000;
// By the machine's own clock: nobody is at the desk.
const nightHours = [2, 3, 4];

/** A day old, or half a day at night, so that the daily one moves into the night by itself. */
export function isBackupDue(now: Date, startedAt: Date, newest: Date | undefined): boolean {
  if (newest === undefined) return now.getTime() - startedAt.getTime() >= firstAfterMs;
  const age = now.getTime() - newest.getTime();
  return age >= 24 * hourMs || (age >= 12 * hourMs && nightHours.includes(now.getHours()));
}

/** A week after the last one; a day after one that went wrong. */
export function isDrillDue(
  now: Date,
  last: { readonly at: string; readonly good: boolean } | undefined,
): boolean {
  if (last === undefined) return true;
  return now.getTime() - Date.parse(last.at) >= (last.good ? drillEveryMs : drillAgainAfterMs);
}

/** Whether backups can be written there: into the folder, or into the nearest folder above it that is there. */
export async function isWritable(folder: string): Promise<boolean> {
  for (let path = folder; ; path = dirname(path)) {
    const about = await stat(path).catch(() => undefined);
    if (about?.isDirectory() === true) {
      return access(path, constants.W_OK | constants.X_OK).then(
        () => true,
        () => false,
      );
    }
    if (about !== undefined) return false;
    if (path === dirname(path)) return false;
  }
}

/** Makes the daily backup and the weekly drill when they are due. A second worker is refused by the lock and waits. */
export function backupWatch(ports: WorkerPorts, duty: BackupDuty): { tick(): Promise<void>; giveUp(): void } {
  const { clock, log } = ports;
  const startedAt = clock.now();
  let stopping = false;
  let toldOff = false;
  const onProgress = (): void => {
    if (stopping)
      throw new BackupRefused(
        'backup_stopped',
        'the worker was asked to stop; the next one makes the backup',
      );
  };
  const makeOne = async (): Promise<void> => {
    const made = await backUp(duty.place, {
      full: false,
      retention: duty.retention,
      now: clock.now(),
      onProgress,
    });
    if (made.ok) {
      log.info({ job: 'backup', count: made.value.rows }, 'made the daily backup');
      if (made.value.keyMade) log.warn({ job: 'backup' }, keepKeySafe);
    } else if (!quiet.has(made.refusal.code)) {
      log.error(
        { job: 'backup', code: made.refusal.code },
        'the daily backup was not made; keepwell backup says why',
      );
    }
  };
  const tryNewest = async (): Promise<void> => {
    const tried = await drill(duty.place, { makeScratch: duty.makeScratch, now: clock.now(), onProgress });
    const code = tried.ok ? (tried.value.good ? undefined : 'drill_failed') : tried.refusal.code;
    if (code === undefined) log.info({ job: 'drill' }, 'the newest backup came back whole');
    else if (!quiet.has(code))
      log.error({ job: 'drill', code }, 'the restore drill failed; keepwell backup --drill says why');
  };
  return {
    giveUp: () => {
      stopping = true;
    },
    tick: async () => {
      if (stopping) return;
      if (!(await isWritable(duty.place.folder))) {
        if (!toldOff)
          log.warn({ job: 'backup', code: 'backup_folder' }, 'no backups: the folder is not writable');
        toldOff = true;
        return;
      }
      const { backups } = await listBackups(duty.place.folder);
      const newest = backups.at(-1);
      if (isBackupDue(clock.now(), startedAt, newest && new Date(newest.at))) await makeOne();
      const there = (await listBackups(duty.place.folder)).backups.length > 0;
      if (there && !stopping && isDrillDue(clock.now(), await readDrillNote(duty.place.folder)))
        await tryNewest();
    },
  };
}

const keepKeySafe =
  'a key for the backups was made; keep a copy of it away from this machine, keepwell doctor says where it is';
const quiet = new Set<string>(['backup_busy', 'backup_stopped']);
