import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPractice } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { aBook } from '../../tests/harness/import-book.ts';
import type { ImportAnswer, ImportOrder } from '../../tests/harness/import-child.ts';
import {
  compileImport,
  differences,
  importApart,
  recordOf,
  unfinishedIn,
} from '../../tests/harness/import-kills.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { localDate } from '../kit/local-date.ts';
import type { Practice } from '../practice/model.ts';

// A few kills; `npm run prove import-kills` does fifty.
let fresh: FreshDatabase;
let database: Database;
let compiled: ReturnType<typeof compileImport>;
let folder: string;

beforeAll(async () => {
  compiled = compileImport();
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  folder = mkdtempSync(join(tmpdir(), 'keepwell-import-kills-'));
});

afterAll(async () => {
  await database.close();
  await fresh.close();
  compiled.remove();
  rmSync(folder, { recursive: true, force: true });
});

const size = { patients: 400, visitsEach: 6 };

function order(practice: Practice, day: 1 | 2): ImportOrder {
  const refusalsFolder = join(folder, `refusals-${practice.slug}`);
  return {
    app: fresh.access.app,
    practice,
    paths: aBook(join(folder, `day-${day}`), day, size),
    options: { refusalsFolder, asOf: localDate('2026-03-05') },
  };
}

function counted(answer: ImportAnswer | undefined) {
  if (answer?.outcome.ok !== true) throw new Error('the import did not end');
  return answer.outcome.value.files.map(({ path: _, mapping: __, ...counts }) => counts);
}

test('an import that is killed leaves all or nothing, and done again it ends as if nothing had been', {
  timeout: 240_000,
}, async () => {
  const calm = await aPractice(database);
  const records = [];
  const counts = [];
  for (const day of [1, 2] as const) {
    counts.push(counted(await importApart(compiled.script, order(calm, day))));
    records.push(await recordOf(database, calm.id));
  }
  expect(differences(records[0] ?? [], records[1] ?? [])).not.toEqual([]);

  const shaken = await aPractice(database);
  let before: readonly string[] = await recordOf(database, shaken.id);
  let killed = 0;
  for (const [i, day] of ([1, 2] as const).entries()) {
    for (const afterMs of [60, 250, 500]) {
      if ((await importApart(compiled.script, order(shaken, day), afterMs)) === undefined) killed += 1;
      const found = await recordOf(database, shaken.id);
      if (differences(found, before).length > 0) expect(differences(found, records[i] ?? [])).toEqual([]);
    }
    const again = counted(await importApart(compiled.script, order(shaken, day)));
    expect(differences(await recordOf(database, shaken.id), records[i] ?? [])).toEqual([]);
    expect(again.map(({ rows, refused }) => [rows, refused])).toEqual(
      counts[i]?.map(({ rows, refused }) => [rows, refused]),
    );
    before = records[i] ?? [];
  }
  expect(killed).toBeGreaterThanOrEqual(3);
  // What they had unpacked goes after a day; half lists of refusals are gone.
  const left = unfinishedIn(join(folder, `refusals-${shaken.slug}`));
  expect(left.filter((name) => !/^\.\d+-unpacked-/.test(name))).toEqual([]);
});
