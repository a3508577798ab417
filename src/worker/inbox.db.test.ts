import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPractice } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { importFiles } from '../intake/actions.ts';
import { stillClock } from '../kit/clock.ts';
import { silentLog } from '../platform/log.ts';
import { inboxWatch } from './inbox.ts';

let fresh: FreshDatabase;
let database: Database;
let root: string;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  root = mkdtempSync(join(tmpdir(), 'keepwell-inboxes-'));
});

afterAll(async () => {
  await database.close();
  await fresh.close();
  rmSync(root, { recursive: true, force: true });
});

test('the worker brings in what lies in each practice’s own folder, and never in that of a sample', async () => {
  const table = 'Patient ID,Last Name,First Name\nP1,Ortiz,Ana\n';
  const byHand = join(root, 'by-hand.csv');
  writeFileSync(byHand, table);
  const [one, other, sample] = [
    await aPractice(database),
    await aPractice(database),
    await aPractice(database, { is_sample: true }),
  ];
  for (const practice of [one, sample]) {
    const outcome = await importFiles(database, practice, [byHand], { refusalsFolder: join(root, 'r') });
    expect(outcome.ok).toBe(true);
  }
  for (const practice of [one, other, sample]) {
    mkdirSync(join(root, practice.slug));
    writeFileSync(join(root, practice.slug, 'day.csv'), table.replace('P1,Ortiz', 'P2,Okafor'));
  }
  const start = new Date('2026-03-02T17:00:00Z').getTime();
  const said: unknown[] = [];
  const keep = (...line: readonly unknown[]): void => {
    said.push(line);
  };
  const clock = stillClock(new Date(start));
  const tick = inboxWatch({ database, clock, log: { ...silentLog, info: keep, error: keep } }, root);
  await tick();
  clock.set(new Date(start + 10_000));
  await tick();
  expect(readdirSync(join(root, one.slug, 'done'))).toEqual(['day.csv', 'day.csv.report.json']);
  expect(readdirSync(join(root, other.slug, 'waiting'))).toEqual(['day.csv', 'day.csv.report.json']);
  expect(readdirSync(join(root, sample.slug))).toEqual(['day.csv']);
  // What a file is called may say of whom it is.
  expect(said).toHaveLength(2);
  expect(JSON.stringify(said)).not.toMatch(/day\.csv|Okafor/);
});
