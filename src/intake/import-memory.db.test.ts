import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aPractice } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, type Db, openDatabase } from '../database/database.ts';
import { localDate } from '../kit/local-date.ts';
import type { Practice } from '../practice/model.ts';
import { importFiles } from './actions.ts';
import { undoImport } from './import-undo-actions.ts';
import type { ImportOptions, ImportReport } from './model.ts';

let fresh: FreshDatabase;
let database: Database;
let practice: Practice;
let folder: string;
let count = 0;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  folder = mkdtempSync(join(tmpdir(), 'keepwell-memory-'));
});

afterAll(async () => {
  await database.close();
  await fresh.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  practice = await aPractice(database);
});

async function take(text: string, over: Partial<ImportOptions> = {}): Promise<ImportReport> {
  count += 1;
  const path = join(folder, `${count}.csv`);
  writeFileSync(path, text);
  const options = { refusalsFolder: join(folder, 'refusals'), asOf: localDate('2024-01-10'), ...over };
  const outcome = await importFiles(database, practice, [path], options);
  if (!outcome.ok) throw new Error(outcome.refusal.detail);
  return outcome.value;
}

function read<T>(work: (db: Db) => Promise<T>): Promise<T> {
  return database.inPractice(practice.id, work);
}

function visits() {
  return read((db) =>
    db
      .selectFrom('visit')
      .select(['source_system', 'source_id', 'local_day', 'status'])
      .where('practice_id', '=', practice.id)
      .orderBy('source_id')
      .execute(),
  );
}

const mappingOf = (report: ImportReport) => report.files[0]?.mapping ?? {};

const first = `Kürzel,Wer,Wann,Wie
B1,1,25/03/2023,XX
B2,2,04/05/2023,OK
`;
// Tomorrow: none of its dates tells which of day and month comes first, and its columns stand elsewhere.
const tomorrow = `wann,Wer, wie,KÜRZEL
06/07/2023,1,OK,B3
`;
const byHand = {
  Kürzel: 'visit.id',
  Wer: 'patient.id',
  Wann: 'visit.starts_at',
  Wie: 'visit.status',
  statuses: { OK: 'left', XX: 'no_show' },
  system: 'praxis',
};

test('tomorrow’s file of the same headings is read as today’s, whatever it is called', async () => {
  const report = await take(first, { mapping: byHand });
  expect(mappingOf(report)).not.toHaveProperty('remembered');
  const next = await take(tomorrow);
  expect(mappingOf(next)).toMatchObject({
    remembered: true,
    since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    system: 'praxis',
    dates: 'day first, as files of these headings were before',
  });
  expect(next.files[0]).toMatchObject({ added: 1, refused: 0 });
  expect(await visits()).toEqual([
    { source_system: 'praxis', source_id: 'B1', local_day: '2023-03-25', status: 'no_show' },
    { source_system: 'praxis', source_id: 'B2', local_day: '2023-05-04', status: 'left' },
    { source_system: 'praxis', source_id: 'B3', local_day: '2023-07-06', status: 'left' },
  ]);
  // Strict asks only where nobody knows.
  expect((await take(tomorrow, { strict: true })).files[0]).toMatchObject({ unchanged: 1, refused: 0 });
  const since = mappingOf(next).since;
  expect(mappingOf(await take(tomorrow)).since).toBe(since);
});

test('what a file itself shows counts more than what is remembered of its dates', async () => {
  await take(first, { mapping: byHand });
  const other = 'Kürzel,Wer,Wann,Wie\nB4,1,12/31/2023,OK\nB5,1,04/05/2023,OK\n';
  expect(mappingOf(await take(other))).toMatchObject({ dates: 'month first, as the dates show' });
});

test('a dry run, a file of which nothing was taken and another practice leave nothing to remember', async () => {
  await take(first, { mapping: byHand, dryRun: true });
  await take('Patient ID,Last Name\n1.23E+14,Ortiz\n');
  const kept = () =>
    read((db) =>
      db.selectFrom('import_mapping').select('fingerprint').where('practice_id', '=', practice.id).execute(),
    );
  expect(await kept()).toEqual([]);
  await take(first, { mapping: byHand });
  expect(await kept()).toHaveLength(1);
  practice = await aPractice(database);
  expect(await kept()).toEqual([]);
  expect(mappingOf(await take(tomorrow))).not.toHaveProperty('remembered');
});

test('a mapping by hand counts alone and is remembered; to forget reads afresh', async () => {
  const table = 'Patient ID,Last Name,First Name,Cell\nP1,Ortiz,Ana,212-555-0141\n';
  await take(table, { mapping: { Cell: null, system: 'one' } });
  const held = await take(table);
  expect(mappingOf(held)).toMatchObject({ remembered: true, system: 'one' });
  expect(mappingOf(held).columns).not.toHaveProperty('Cell');
  await take(table, { mapping: { Cell: 'patient.mobile', system: 'two' } });
  expect(mappingOf(await take(table))).toMatchObject({
    remembered: true,
    system: 'two',
    columns: { Cell: 'patient.mobile' },
  });
  const afresh = await take(table, { forget: true });
  expect(mappingOf(afresh)).toMatchObject({ system: 'csv' });
  expect(mappingOf(afresh)).not.toHaveProperty('remembered');
  expect(mappingOf(await take(table))).toMatchObject({ remembered: true, system: 'csv' });
});

test('an import that is taken back is no example', async () => {
  const { importId } = await take(first, { mapping: byHand });
  await take(tomorrow);
  const undone = await read((db) => undoImport(db, practice.id, importId, null, new Date()));
  expect(undone.ok).toBe(true);
  expect(mappingOf(await take(tomorrow))).not.toHaveProperty('remembered');
});
