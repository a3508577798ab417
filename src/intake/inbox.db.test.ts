import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aPractice } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, openDatabase } from '../database/database.ts';
import type { Practice } from '../practice/model.ts';
import { importFiles } from './actions.ts';
import { describeInbox, type InboxMemory, lookIntoInbox, newInboxMemory } from './inbox-actions.ts';

let fresh: FreshDatabase;
let database: Database;
let practice: Practice;
let root: string;
let folder: string;
let memory: InboxMemory;
let seconds = 0;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
});

afterAll(async () => {
  await database.close();
  await fresh.close();
});

beforeEach(async () => {
  practice = await aPractice(database);
  root = mkdtempSync(join(tmpdir(), 'keepwell-inbox-'));
  folder = join(root, practice.slug);
  mkdirSync(folder);
  memory = newInboxMemory();
  return () => rmSync(root, { recursive: true, force: true });
});

const table = 'Patient ID,Last Name,First Name\nP1,Ortiz,Ana\nP2,Okafor,Ben\n';
const next = 'Patient ID,Last Name,First Name\nP3,Marsh,Cleo\n1.23E+14,Weiss,Dan\n';

/** One look of the worker, ten seconds after the last. */
async function look() {
  seconds += 10;
  const now = new Date(Date.UTC(2026, 2, 2) + seconds * 1000);
  const { faults, ...counts } = await lookIntoInbox(database, practice, root, memory, now);
  expect(faults).toEqual([]);
  return counts;
}

async function confirm(text: string, over: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const path = join(root, 'by-hand.csv');
  writeFileSync(path, text);
  const outcome = await importFiles(database, practice, [path], { refusalsFolder: join(root, 'r'), ...over });
  expect(outcome.ok).toBe(true);
}

function patients(): Promise<number> {
  return database.inPractice(practice.id, async (db) => {
    const rows = await db.selectFrom('patient').select('id').where('practice_id', '=', practice.id).execute();
    return rows.length;
  });
}

function imports(): Promise<number> {
  return database.inPractice(practice.id, async (db) => {
    const rows = await db.selectFrom('import').select('id').where('practice_id', '=', practice.id).execute();
    return rows.length;
  });
}

const nothing = { done: 0, refused: 0, waiting: 0 };
const reportOf = (path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8'));

test('a file whose headings a person has confirmed is brought in once whole, with report and refusals beside it', async () => {
  await confirm(table);
  writeFileSync(join(folder, 'day.csv'), next.slice(0, 40));
  expect(await look()).toEqual(nothing);
  writeFileSync(join(folder, 'day.csv'), next);
  expect(await look()).toEqual(nothing);
  expect(await look()).toEqual({ ...nothing, done: 1 });
  expect(readdirSync(join(folder, 'done')).sort()).toEqual([
    'day.csv',
    'day.csv.refused.csv',
    'day.csv.report.json',
  ]);
  for (const name of ['day.csv.refused.csv', 'day.csv.report.json']) {
    expect(statSync(join(folder, 'done', name)).mode & 0o777, name).toBe(0o600);
  }
  expect(reportOf('done/day.csv.report.json')).toMatchObject({
    files: [{ rows: 2, added: 1, refused: 1, mapping: { remembered: true } }],
  });
  expect(await patients()).toBe(3);
  expect(await look()).toEqual(nothing);
});

test('a file that nobody has confirmed waits, and says what to do; brought in by hand once, the next one is taken', async () => {
  writeFileSync(join(folder, 'first.csv'), table);
  await look();
  expect(await look()).toEqual({ ...nothing, waiting: 1 });
  expect(reportOf('waiting/first.csv.report.json')).toEqual({
    waiting:
      'nobody has brought in a file with these headings yet: do it once by hand, and look at the report',
    next: `keepwell import waiting/first.csv --practice ${practice.slug}`,
  });
  expect([await patients(), await imports()]).toEqual([0, 0]);
  expect(await database.inPractice(practice.id, (db) => describeInbox(db, practice, root))).toMatchObject({
    folder,
    lying: 0,
    waiting: 1,
    last: { name: 'first.csv', state: 'waiting' },
  });
  // Looked at without writing it is not confirmed.
  await confirm(table, { dryRun: true });
  writeFileSync(join(folder, 'second.csv'), next);
  await look();
  expect(await look()).toEqual({ ...nothing, waiting: 1 });
  await confirm(table);
  writeFileSync(join(folder, 'third.csv'), next);
  await look();
  expect(await look()).toEqual({ ...nothing, done: 1 });
  expect(await patients()).toBe(3);
});

test('each content is brought in once, whatever the file is called', async () => {
  await confirm(table);
  writeFileSync(join(folder, 'a.csv'), next);
  writeFileSync(join(folder, 'b.csv'), next);
  await look();
  expect(await look()).toEqual({ ...nothing, done: 2 });
  expect(reportOf('done/b.csv.report.json')).toMatchObject({
    repeated: expect.stringContaining('as a.csv on 2026-03-02'),
    importId: expect.any(String),
  });
  expect(await imports()).toBe(2);
  writeFileSync(join(folder, 'a.csv'), next);
  await look();
  await look();
  expect(readdirSync(join(folder, 'done'))).toContain('a (2).csv');
  expect(await imports()).toBe(2);
});

test('killed before, within or after the import, a file is brought in once and not lost', async () => {
  await confirm(table);
  // Before: the file had been taken and nothing else.
  mkdirSync(join(folder, '.taking'));
  writeFileSync(join(folder, '.taking', 'before.csv'), next);
  expect(await look()).toEqual({ ...nothing, done: 1 });
  expect(existsSync(join(folder, 'done', 'before.csv'))).toBe(true);
  expect(await imports()).toBe(2);
  // Within: the import is rolled back whole, the file lies where it was taken.
  const within = next.replace('P3', 'P4');
  const ended = importFiles(database, practice, [join(folder, 'done', 'before.csv')], {
    refusalsFolder: join(folder, '.refusals'),
    alongside: async () => {
      throw new Error('killed');
    },
  });
  await expect(ended).rejects.toThrow('killed');
  expect(await imports()).toBe(2);
  writeFileSync(join(folder, '.taking', 'within.csv'), within);
  expect(await look()).toEqual({ ...nothing, done: 1 });
  expect(await imports()).toBe(3);
  // After: the import is there, and the file had not been put away yet.
  writeFileSync(join(folder, '.taking', 'within.csv'), within);
  expect(await look()).toEqual({ ...nothing, done: 1 });
  expect(await imports()).toBe(3);
  expect(readdirSync(join(folder, '.taking'))).toEqual([]);
  expect(await patients()).toBe(4);
});

test('links, folders, hidden files and folders of others are left alone', async () => {
  await confirm(table);
  const secret = join(root, 'secret.csv');
  writeFileSync(secret, next);
  symlinkSync(secret, join(folder, 'link.csv'));
  mkdirSync(join(folder, 'deeper'));
  writeFileSync(join(folder, 'deeper', 'x.csv'), next);
  writeFileSync(join(folder, '.half.csv'), next);
  await look();
  expect(await look()).toEqual(nothing);
  expect(existsSync(join(folder, 'link.csv'))).toBe(true);
  const other = await aPractice(database);
  symlinkSync(folder, join(root, other.slug));
  expect(await database.inPractice(other.id, (db) => describeInbox(db, other, root))).toBeUndefined();
  expect(await imports()).toBe(1);
});

test('what is no table, or holds nothing that can be taken, or is too large, is refused with its reason', async () => {
  await confirm(table);
  writeFileSync(join(folder, 'bad.csv'), 'Patient ID,Last Name,First Name\n1.23E+14,Weiss,Dan\n');
  writeFileSync(join(folder, 'huge.csv'), '');
  truncateSync(join(folder, 'huge.csv'), 4 * 1024 ** 3 + 1);
  await look();
  expect(await look()).toEqual({ ...nothing, refused: 2 });
  expect(reportOf('refused/huge.csv.report.json')).toEqual({
    refused: 'the file is larger than 4 GB: export a shorter time, or import it by hand',
  });
  expect(existsSync(join(folder, 'refused', 'bad.csv.refused.csv'))).toBe(true);
  expect(await patients()).toBe(2);
});

test('two workers that look at once bring a file in once', async () => {
  await confirm(table);
  writeFileSync(join(folder, 'day.csv'), next);
  const other = newInboxMemory();
  const at = (n: number) => new Date(Date.UTC(2026, 2, 3) + n * 1000);
  for (const one of [memory, other]) await lookIntoInbox(database, practice, root, one, at(0));
  const looks = await Promise.all(
    [memory, other].map((one) => lookIntoInbox(database, practice, root, one, at(10))),
  );
  expect(looks.reduce((sum, { done }) => sum + done, 0)).toBe(1);
  expect(await imports()).toBe(2);
});
