import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isBackupDue, isDrillDue, isWritable } from './backups.ts';

const at = (text: string): Date => new Date(`2026-03-${text}:00`);

test('a backup is due when the newest is a day old, or half a day at night', () => {
  const start = at('01T09:00');
  const newest = at('02T15:00');
  expect(isBackupDue(at('02T23:00'), start, newest)).toBe(false);
  expect(isBackupDue(at('03T01:59'), start, newest)).toBe(false);
  // Eleven hours and a half, then twelve.
  expect(isBackupDue(at('03T02:30'), start, newest)).toBe(false);
  expect(isBackupDue(at('03T03:00'), start, newest)).toBe(true);
  expect(isBackupDue(at('03T14:59'), start, newest)).toBe(false);
  expect(isBackupDue(at('03T15:00'), start, newest)).toBe(true);
});

test('the first one comes ten minutes after the start', () => {
  expect(isBackupDue(at('01T09:09'), at('01T09:00'), undefined)).toBe(false);
  expect(isBackupDue(at('01T09:10'), at('01T09:00'), undefined)).toBe(true);
});

test('a drill is due when there was none, a week after a good one, a day after a bad one', () => {
  expect(isDrillDue(at('10T09:00'), undefined)).toBe(true);
  const note = (good: boolean) => ({ at: at('09T08:00').toISOString(), good });
  expect(isDrillDue(at('10T07:59'), note(false))).toBe(false);
  expect(isDrillDue(at('10T08:00'), note(false))).toBe(true);
  expect(isDrillDue(at('16T07:59'), note(true))).toBe(false);
  expect(isDrillDue(at('16T08:00'), note(true))).toBe(true);
});

test('a folder that is not there yet is writable where its parent is, and a file is no folder', async () => {
  const root = mkdtempSync(join(tmpdir(), 'keepwell-writable-'));
  try {
    writeFileSync(join(root, 'file'), '');
    expect(await isWritable(root)).toBe(true);
    expect(await isWritable(join(root, 'a', 'b'))).toBe(true);
    expect(await isWritable(join(root, 'file'))).toBe(false);
    expect(await isWritable(join(root, 'file', 'b'))).toBe(false);
  } finally {
    rmSync(root, { recursive: true });
  }
});
