import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeDrillNote } from './folder.ts';
import { idOfBackup } from './model.ts';
import { describeBackups } from './state.ts';

const now = new Date('2026-03-20T12:00:00Z');
const on = { on: true, words: '' };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keepwell-state-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function backupAt(at: string): string {
  const id = idOfBackup(new Date(at), 'full');
  const header = {
    format: 'keepwell-backup',
    version: 1,
    id,
    at: new Date(at).toISOString(),
    kind: 'full',
    key: '0'.repeat(16),
    salt: '0'.repeat(64),
    program: '0.1.0',
    schema: '0001_practice.sql',
    tables: 1,
    rows: 42,
    bytes: 1,
    written: 1,
    restsOn: [id],
    bodyHash: '0'.repeat(64),
  };
  mkdirSync(join(folder, id));
  writeFileSync(join(folder, id, 'manifest.json'), JSON.stringify(header));
  return id;
}

const look = (since?: Date, schedule: { on: boolean; words: string } = on) =>
  describeBackups({ folder, keyFile: '/keys/backup.key' }, now, schedule, since);
const note = (good: boolean, at: string) =>
  writeDrillNote(folder, { at, backup: 'b', good, words: 'words', seconds: 1 });

test('no backup needs care only once a practice has had two nights', async () => {
  expect(await look()).toMatchObject([{ about: 'backup', good: true, nextStep: expect.any(String) }]);
  expect(await look(new Date('2026-03-19T12:00:00Z'))).toMatchObject([{ good: true }]);
  expect(await look(new Date('2026-03-17T12:00:00Z'))).toMatchObject([{ good: false }]);
  const off = await look(undefined, { on: false, words: 'It is off.' });
  expect(off[0]?.words).toContain('It is off.');
  expect(off[0]?.nextStep).toBe('keepwell backup makes one.');
});

test('a backup older than two days, or one that cannot be read, needs care', async () => {
  backupAt('2026-03-19T03:00:00Z');
  expect((await look())[0]).toMatchObject({
    good: true,
    words: expect.stringContaining('33 hours ago: 42 rows'),
  });
  const spoilt = backupAt('2026-03-18T03:00:00Z');
  writeFileSync(join(folder, spoilt, 'manifest.json'), '{');
  expect((await look())[0]).toMatchObject({
    good: false,
    words: expect.stringContaining('1 of them cannot be read'),
  });
  rmSync(join(folder, spoilt), { recursive: true });
  rmSync(join(folder, idOfBackup(new Date('2026-03-19T03:00:00Z'), 'full')), { recursive: true });
  backupAt('2026-03-17T03:00:00Z');
  expect((await look())[0]).toMatchObject({
    good: false,
    nextStep: expect.stringContaining('keepwell backup'),
  });
});

test('a drill that failed, is old, or never was says the next step', async () => {
  backupAt('2026-03-20T03:00:00Z');
  expect((await look())[1]).toMatchObject({ good: true, nextStep: expect.stringContaining('--drill') });
  await note(true, '2026-03-14T03:00:00Z');
  expect((await look())[1]).toEqual({
    about: 'restore drill',
    good: true,
    words: 'Good, 6 days ago, with b: words.',
  });
  await note(false, '2026-03-14T03:00:00Z');
  expect((await look())[1]).toMatchObject({ good: false, nextStep: expect.stringContaining('--full') });
  await note(true, '2026-03-01T03:00:00Z');
  expect((await look())[1]).toMatchObject({ good: false, nextStep: expect.stringContaining('--drill') });
});
