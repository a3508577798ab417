import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPatient, aVisit } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { aWorld, type World } from '../../tests/harness/world.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { importFiles } from '../intake/actions.ts';
import { localDate } from '../kit/local-date.ts';
import { erasePatient } from '../patients/erase-actions.ts';
import { conditionFor } from './patient-file.ts';
import { listExportedTables } from './tables.ts';

let fresh: FreshDatabase;
let database: Database;
let world: World;
let superuser: pg.Client;
let folder: string;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  superuser = new pg.Client(fresh.access.superuser);
  await superuser.connect();
  world = await aWorld(database, 'mark');
  folder = mkdtempSync(join(tmpdir(), 'keepwell-erasure-'));
});
afterAll(async () => {
  await superuser.end();
  await database.close();
  await fresh.close();
  rmSync(folder, { recursive: true, force: true });
});

/** How often each table speaks of a text, whatever the column. */
async function mentions(text: string): Promise<Record<string, number>> {
  const tables = await superuser.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  );
  const found: Record<string, number> = {};
  for (const { name } of tables.rows) {
    const { rows } = await superuser.query<{ n: number }>(
      `select count(*)::int as n from public.${pg.escapeIdentifier(name)} t where to_jsonb(t)::text like $1`,
      [`%${text}%`],
    );
    if ((rows[0]?.n ?? 0) > 0) found[name] = rows[0]?.n ?? 0;
  }
  return found;
}

async function tablesWith(practice: number, patient: string): Promise<string[]> {
  const named: string[] = [];
  const tables = await database.inPractice(world.practice.id, listExportedTables);
  for (const table of tables) {
    const condition = conditionFor(table);
    if (condition === undefined) continue;
    const { rows } = await superuser.query<{ n: number }>(
      `select count(*)::int as n from public.${pg.escapeIdentifier(table.name)} where practice_id = $1 and (${condition})`,
      [practice, patient],
    );
    if ((rows[0]?.n ?? 0) > 0) named.push(table.name);
  }
  return named;
}

const erase = (patient: World['patient']) =>
  database.inPractice(world.practice.id, (db) =>
    erasePatient(db, world.practice.id, patient, new Date('2026-03-02T12:00:00Z')),
  );

test('who was in every table is in none afterwards but the audit trail, and everybody else is untouched', async () => {
  const other = await aPatient(database, world.practice.id);
  await aVisit(database, world.practice.id, other);
  const before = await tablesWith(world.practice.id, world.patient);
  expect(before.length).toBeGreaterThan(15);
  const othersBefore = await mentions(other);
  const erased = await erase(world.patient);
  expect(erased.ok && erased.value.rows).toBeGreaterThan(15);
  expect(
    (await tablesWith(world.practice.id, world.patient)).filter((name) => name !== 'audit_event'),
  ).toEqual([]);
  expect(Object.keys(await mentions(world.patient)).filter((name) => name !== 'audit_event')).toEqual([]);
  expect(await mentions(other)).toEqual(othersBefore);
  expect(await erase(world.patient)).toMatchObject({ ok: false, refusal: { code: 'not_found' } });
});

test('a patient of another practice is not there to be erased', async () => {
  const elsewhere = await aWorld(database, 'elsewhere');
  const before = await mentions(elsewhere.patient);
  expect(await erase(elsewhere.patient)).toMatchObject({ ok: false, refusal: { code: 'not_found' } });
  expect(await mentions(elsewhere.patient)).toEqual(before);
});

async function importText(name: string, text: string) {
  const path = join(folder, name);
  writeFileSync(path, text);
  const outcome = await importFiles(database, world.practice, [path], {
    refusalsFolder: join(folder, 'refusals'),
    asOf: localDate('2026-03-02'),
  });
  if (!outcome.ok) throw new Error(outcome.refusal.detail);
  return outcome.value;
}

test('the next file of the practice system does not bring them back, and says how many rows were left out', async () => {
  const file = 'Chart No,Surname,Forename,DOB\nE1,Vanished,Vera,1980-02-03\nE2,Stays,Sam,1981-02-03\n';
  await importText('patients.csv', file);
  const { rows } = await superuser.query<{ id: World['patient'] }>(
    `select id from patient where practice_id = $1 and family_name = 'Vanished'`,
    [world.practice.id],
  );
  await erase(rows[0]?.id as World['patient']);
  expect(await mentions('Vanished')).toEqual({});
  const again = await importText('again.csv', file);
  expect(again.files).toMatchObject([{ rows: 2, added: 0, unchanged: 1, refused: 1 }]);
  expect(again.refusals).toMatchObject([{ code: 'erased' }]);
  const visits = await importText(
    'visits.csv',
    'Appt ID,Chart No,Start,Status\nV1,E1,2026-02-01 10:00,completed\nV2,E2,2026-02-01 11:00,completed\n',
  );
  expect(visits.files).toMatchObject([{ added: 1, refused: 1 }]);
  expect(await mentions('Vanished')).toEqual({});
});
