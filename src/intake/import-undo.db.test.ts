import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { anAct, anOutcome, aPractice, aPromise, aTouchpoint } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, type Db, openDatabase } from '../database/database.ts';
import type { ImportId, PatientId } from '../kit/ids.ts';
import { localDate } from '../kit/local-date.ts';
import { scorePractice } from '../loyalty/actions.ts';
import { changePatientStatus } from '../patients/detail-actions.ts';
import type { Practice } from '../practice/model.ts';
import { presentView } from '../today/actions.ts';
import { speak } from '../words/told.ts';
import { importFiles } from './actions.ts';
import { newestImports } from './import-list-actions.ts';
import { forgetImportChanges, previewUndo, undoImport } from './import-undo-actions.ts';
import { mergePatients } from './merge-actions.ts';
import type { ImportOptions, ImportReport, ImportUndone } from './model.ts';

const fixtures = fileURLToPath(new URL('../../tests/fixtures/intake/', import.meta.url));
const dayMs = 86_400_000;
let fresh: FreshDatabase;
let database: Database;
let superuser: pg.Client;
let practice: Practice;
let folder: string;
let count = 0;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  superuser = new pg.Client(fresh.access.superuser);
  await superuser.connect();
  folder = mkdtempSync(join(tmpdir(), 'keepwell-undo-'));
});

afterAll(async () => {
  await superuser.end();
  await database.close();
  await fresh.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  count += 1;
  practice = await aPractice(database);
});

async function take(
  files: Readonly<Record<string, string>> | readonly string[],
  over: Partial<ImportOptions> = {},
): Promise<ImportReport> {
  const paths = Array.isArray(files)
    ? files
    : Object.entries(files).map(([name, text]) => {
        const path = join(folder, `${count}-${name}`);
        writeFileSync(path, text);
        return path;
      });
  const options = { refusalsFolder: join(folder, 'refusals'), asOf: localDate('2024-01-10'), ...over };
  const outcome = await importFiles(database, practice, paths, options);
  if (!outcome.ok) throw new Error(outcome.refusal.detail);
  return outcome.value;
}

function read<T>(work: (db: Db) => Promise<T>): Promise<T> {
  return database.inPractice(practice.id, work);
}

async function undo(id: ImportId): Promise<ImportUndone> {
  const outcome = await read((db) => undoImport(db, practice.id, id, null, new Date()));
  if (!outcome.ok) throw new Error(outcome.refusal.detail);
  return outcome.value;
}

// Of the import itself: that it was, and what came of it, is remembered.
const ofTheImport = ['import', 'import_file', 'import_change', 'import_mapping', 'refusal', 'audit_event'];

async function everything(): Promise<Readonly<Record<string, readonly string[]>>> {
  const { rows: tables } = await superuser.query<{ table: string }>(
    `select table_name as table from information_schema.columns
     where table_schema = 'public' and column_name = 'practice_id'
       and table_name not in ('session', 'membership', 'link_token') order by 1`,
  );
  const content: Record<string, readonly string[]> = {};
  for (const { table } of tables) {
    if (ofTheImport.includes(table)) continue;
    const { rows } = await superuser.query<{ row: string }>(
      `select to_jsonb(t)::text as row from ${table} t where practice_id = $1 order by 1`,
      [practice.id],
    );
    content[table] = rows.map(({ row }) => row);
  }
  return content;
}

function stays(undone: ImportUndone): Readonly<Record<string, number>> {
  return Object.fromEntries(
    undone.stays.map(({ what, words, count: n }) => [speak(`${what}: ${words}`, 'en'), n]),
  );
}

async function patientOf(value: string): Promise<PatientId> {
  const row = await read((db) =>
    db
      .selectFrom('patient_identifier')
      .select('patient_id')
      .where('practice_id', '=', practice.id)
      .where('value', '=', value)
      .executeTakeFirstOrThrow(),
  );
  return row.patient_id;
}

const patients = `Patient ID,First Name,Last Name,Date of Birth,Mobile,Email,Text OK
P1,Ana,Ortiz,1981-03-25,212-555-0141,ana@example.org,yes
P2,Ben,Okafor,1975-07-14,212-555-0142,ben@example.org,yes
P3,Cleo,Marsh,1990-11-30,212-555-0143,cleo@example.org,no
`;
const changed = `Patient ID,First Name,Last Name,Date of Birth,Mobile,Email,Text OK
P1,Anna,Ortiz,1981-03-25,212-555-0191,ana@example.org,no
P2,Ben,Okafor,1975-07-14,212-555-0142,new@example.org,yes
P3,Cleo,Marsh,1990-11-30,212-555-0143,cleo@example.org,no
P4,Dan,Weiss,1966-05-21,212-555-0144,dan@example.org,yes
`;
const visits = `Appointment ID,Patient ID,Date,Time,Status,Service,Location,Provider
A1,P1,2023-10-20,09:00,Completed,Hygiene,Main,Dr Lee
A2,P2,2023-11-21,10:00,Scheduled,Hygiene,Main,Dr Lee
`;
const moved = `Appointment ID,Patient ID,Date,Time,Status,Service,Location,Provider
A1,P1,2023-10-20,09:00,Completed,Hygiene,Main,Dr Lee
A2,P2,2023-11-22,10:00,Completed,Crown,North,Dr May
A3,P4,2023-11-23,10:00,Completed,Crown,North,Dr May
A4,P1,2023-11-24,10:00,Completed,Hygiene,Main,Dr Lee
`;

test('a first import that is taken back leaves every table as it was, and brought in again all is there again', async () => {
  const before = await everything();
  const first = await take([`${fixtures}bundle.json`, `${fixtures}patients-1252.csv`]);
  await take({ 'visits.csv': visits, 'patients.csv': patients }).then(({ importId }) => undo(importId));
  const noted = await superuser.query('select from import_change where practice_id = $1 and import_id = $2', [
    practice.id,
    first.importId,
  ]);
  // Places, and nothing of the patients that it added.
  expect(noted.rowCount).toBeLessThan(20);
  const undone = await undo(first.importId);
  expect(undone.removed.patients).toBe(first.patients);
  expect(undone.stays).toEqual([]);
  expect(await everything()).toEqual(before);

  const again = await take([`${fixtures}bundle.json`, `${fixtures}patients-1252.csv`]);
  const shape = ({ files, patients: p, visits: v }: ImportReport) => ({ files, p, v });
  expect(shape(again)).toEqual(shape(first));
});

test('a second import that is taken back leaves what the first had brought, byte for byte; opt-outs stay', async () => {
  await take({ 'patients.csv': patients, 'visits.csv': visits });
  const before = await everything();
  const second = await take({ 'changed.csv': changed, 'moved.csv': moved });
  expect(await everything()).not.toEqual(before);
  const preview = await read((db) => previewUndo(db, practice.id, second.importId, new Date()));
  expect(preview).toMatchObject({ ok: true, value: { removed: { patients: 1, visits: 2 } } });

  const undone = await undo(second.importId);
  if (!preview.ok) throw new Error('the preview was refused');
  expect(undone).toEqual(preview.value);
  expect(undone.removed).toMatchObject({ patients: 1, visits: 2 });
  expect(undone.restored).toMatchObject({ patients: 1, visits: 1 });
  expect(stays(undone)).toEqual({ 'consent: an opt-out always stays': 3 });
  const after = await everything();
  const { consent: consentsBefore, ...restBefore } = before;
  const { consent: consentsAfter, ...restAfter } = after;
  expect(restAfter).toEqual(restBefore);
  expect(consentsAfter).toHaveLength((consentsBefore ?? []).length + 3);
  expect(consentsAfter).toEqual(expect.arrayContaining([...(consentsBefore ?? [])]));
});

test('charges, other numbers of visits and guarantors go and come back with the import that said them', async () => {
  const family = (guarantor: string) =>
    `Patient ID,First Name,Last Name,Guarantor ID\nP1,Ana,Ortiz,P1\nP2,Leo,Ortiz,${guarantor}\nP3,Ida,Ortiz,P1\n`;
  const person = (id: string) => ({ resourceType: 'Patient', id, name: [{ family: id }] });
  const encounter = {
    resourceType: 'Encounter',
    id: 'e1',
    status: 'finished',
    class: { code: 'AMB' },
    subject: { reference: 'Patient/x' },
    appointment: [{ reference: 'Appointment/a1' }],
    period: { start: '2023-05-02T14:00:00Z', end: '2023-05-02T14:30:00Z' },
  };
  const claim = (value: number) => ({
    resourceType: 'Claim',
    id: 'c1',
    status: 'active',
    use: 'claim',
    patient: { reference: 'Patient/x' },
    total: { value, currency: 'USD' },
    item: [{ sequence: 1, encounter: [{ reference: 'Encounter/e1' }] }],
  });
  const lines = (...all: object[]) => all.map((one) => JSON.stringify(one)).join('\n');
  const empty = await everything();
  const first = await take({
    'family.csv': family('P1'),
    'visit.ndjson': lines(person('x'), encounter, claim(80)),
  });
  const before = await everything();
  expect(before.visit_charge).toHaveLength(1);
  expect(before.visit_alias).toHaveLength(1);
  expect(before.household_member).toHaveLength(3);
  const second = await take({ 'family.csv': family('P9'), 'visit.ndjson': lines(claim(95)) });
  const after = await everything();
  expect(after.visit_charge).not.toEqual(before.visit_charge);
  expect(after.visit).not.toEqual(before.visit);
  expect(after.household_member).toHaveLength(2);
  expect((await undo(second.importId)).stays).toEqual([]);
  expect(await everything()).toEqual(before);
  expect((await undo(first.importId)).stays).toEqual([]);
  expect(await everything()).toEqual(empty);
});

test('an import is taken back once, within seven days, and only when it had finished', async () => {
  const { importId } = await take({ 'patients.csv': patients });
  const refused = (id: ImportId, now: Date) =>
    read((db) => undoImport(db, practice.id, id, null, now)).then((outcome) =>
      outcome.ok ? undefined : { ...outcome.refusal, detail: speak(outcome.refusal.detail, 'en') },
    );
  const later = new Date(Date.now() + 7 * dayMs + 60_000);
  const before = await everything();
  expect(await refused(importId, later)).toEqual({
    code: 'cannot_undo',
    detail:
      'an import can be taken back for 7 days, and this one is older; bring a corrected file in instead',
  });
  await superuser.query(`update import set state = 'failed' where practice_id = $1`, [practice.id]);
  expect(await refused(importId, new Date())).toMatchObject({ code: 'cannot_undo' });
  await superuser.query(`update import set state = 'running' where practice_id = $1`, [practice.id]);
  expect(await refused(importId, new Date())).toMatchObject({ code: 'cannot_undo' });
  expect(await everything()).toEqual(before);
  // As an import of another installation, or of a version that noted nothing.
  await superuser.query(`update import set state = 'finished', journalled = false where practice_id = $1`, [
    practice.id,
  ]);
  expect(await refused(importId, new Date())).toMatchObject({
    code: 'cannot_undo',
    detail: expect.stringContaining('was not noted'),
  });
  await superuser.query('update import set journalled = true where practice_id = $1', [practice.id]);
  await undo(importId);
  expect(await refused(importId, new Date())).toEqual({
    code: 'already_undone',
    detail: 'this import has been taken back already',
  });
  expect(await refused('0197a000-0000-7000-8000-000000000000' as ImportId, new Date())).toMatchObject({
    code: 'not_found',
  });
  const [listed] = await read((db) => newestImports(db, practice.id, 5, new Date()));
  expect(listed).toMatchObject({ id: importId, state: 'undone', undoneAt: expect.any(String), patients: 3 });
  expect(listed?.files).toMatchObject([{ kind: 'patients', added: 3 }]);
});

test('what a person made or said keeps its patient, and the list says why', async () => {
  const { importId } = await take({ 'patients.csv': changed, 'visits.csv': moved });
  const [p1, p2, p3] = [await patientOf('P1'), await patientOf('P2'), await patientOf('P3')];
  const touchpoint = await aTouchpoint(database, practice.id);
  const proposed = { patient: p1, touchpoint, day: localDate('2026-03-02') };
  const promise = await aPromise(database, practice.id, p2);
  await anAct(database, practice.id, proposed);
  await read((db) => changePatientStatus(db, practice.id, p3, { status: 'active' }, new Date()));
  const act = await anAct(database, practice.id, { ...proposed, patient: await patientOf('P4') });
  await anOutcome(database, practice.id, { act, patient: await patientOf('P4') });
  const undone = await undo(importId);
  expect(stays(undone)).toEqual({
    'patient: changed since, at the desk or over a line': 1,
    'patient: something that a person made or said hangs on it, such as an answered act, a promise or a contact': 2,
  });
  expect(undone.rows.map(({ patientId }) => patientId).sort()).toEqual(
    [p2, p3, await patientOf('P4')].sort(),
  );
  expect(undone.removed).toMatchObject({ patients: 1, visits: 4 });
  const left = await everything();
  expect(left.promise).toHaveLength(1);
  expect(left.promise?.[0]).toContain(promise);
  expect(left.patient).toHaveLength(3);
  // Whoever stays can still be reached.
  expect(left.contact_point).toHaveLength(6);
  expect(left.act).toHaveLength(1);
  expect(left.visit).toEqual([]);
});

test('a later import that changed the same rows keeps them, row by row, and taken back too it brings the first state back', async () => {
  await take({ 'patients.csv': patients, 'visits.csv': visits });
  const before = await everything();
  const second = await take({ 'second.csv': changed.replaceAll(',no\n', ',yes\n') });
  const third = await take({
    'third.csv': changed.replaceAll(',no\n', ',yes\n').replace('Anna', 'Annabel').replace('Weiss', 'Weisz'),
  });
  const undone = await undo(second.importId);
  expect(stays(undone)).toEqual({
    [`patient: a later import of ${await begun(third.importId)} UTC changed it`]: 2,
  });
  const left = await everything();
  expect(left.patient?.join()).toContain('Annabel');
  expect(left.patient?.join()).toContain('Weisz');
  expect(left.contact_point?.join()).not.toContain('new@example.org');
  await undo(third.importId);
  const { patient, ...rest } = await everything();
  // Dan came with the second import, and the third had changed him: he stays, as the second import said him.
  const dan = patient?.find((row) => row.includes('Weiss'));
  expect(patient?.filter((row) => row !== dan)).toEqual(before.patient);
  const other = (table: string) => rest[table]?.filter((row) => before[table]?.includes(row) === true);
  for (const table of Object.keys(rest)) expect(other(table), table).toEqual(before[table]);
});

async function begun(id: ImportId): Promise<string> {
  const { rows } = await superuser.query<{ at: Date }>('select started_at as at from import where id = $1', [
    id,
  ]);
  return (rows[0]?.at.toISOString() ?? '').slice(0, 16).replace('T', ' ');
}

test('a death that an import brought stays, and everything else of that patient is as before', async () => {
  await take({ 'patients.csv': patients });
  const dead = `Patient ID,First Name,Last Name,Date of Birth,Status,Date of Death
P1,Anna,Ortiz,1981-03-25,Deceased,2023-12-01
`;
  const { importId } = await take({ 'dead.csv': dead });
  const undone = await undo(importId);
  expect(stays(undone)).toEqual({
    'patient: a death always stays; take it back on the patient\u2019s page if it was wrong': 1,
  });
  const row = await read((db) =>
    db
      .selectFrom('patient')
      .select(['given_name', 'status', 'exit_reason', 'deceased_on'])
      .where('practice_id', '=', practice.id)
      .where('family_name', '=', 'Ortiz')
      .executeTakeFirstOrThrow(),
  );
  expect(row).toEqual({
    given_name: 'Ana',
    status: 'exited',
    exit_reason: 'died',
    deceased_on: '2023-12-01',
  });
});

test('who was merged since stays with what came of the merge', async () => {
  const { importId } = await take({ 'patients.csv': patients, 'visits.csv': visits });
  const pair = { one: await patientOf('P1'), other: await patientOf('P2') };
  const wish = { ...pair, decided: 'staff', by: null, score: null, why: [] } as const;
  await read((db) => mergePatients(db, practice.id, wish, new Date()));
  const undone = await undo(importId);
  expect(stays(undone)).toEqual({
    'patient: merged since; undo the merge first': 2,
    'visit: merged since; undo the merge first': 2,
    'location: something else uses it by now': 1,
    'service: something else uses it by now': 1,
    'clinician: something else uses it by now': 1,
  });
  expect(undone.removed).toMatchObject({ patients: 1, visits: 0 });
});

test('scores and proposed acts go with their patients, and those who stay are scored anew', async () => {
  await take({ 'patients.csv': patients, 'visits.csv': visits });
  const score = () => read((db) => scorePractice(db, presentView(practice, new Date())));
  await score();
  const before = await everything();
  expect(before.visit_dirty).toEqual([]);
  const { importId } = await take({
    'changed.csv': changed.replaceAll(',no\n', ',yes\n'),
    'moved.csv': moved,
  });
  await score();
  await undo(importId);
  const dirty = (await everything()).visit_dirty ?? [];
  expect(dirty).toHaveLength(2);
  await score();
  const after = await everything();
  const plain = (rows: readonly string[] | undefined) =>
    rows?.map((row) => ({ ...JSON.parse(row), summarised_at: '', model_id: '' }));
  expect(plain(after.visit_summary)).toEqual(plain(before.visit_summary));
  expect(plain(after.rhythm_score)).toEqual(plain(before.rhythm_score));
});

test('an undo that is cut off in the middle has changed nothing', async () => {
  await take({ 'patients.csv': patients, 'visits.csv': visits });
  const { importId } = await take({ 'changed.csv': changed, 'moved.csv': moved });
  const before = await everything();
  // Somebody looks at a row that the undo changes last.
  const holder = new pg.Client(fresh.access.superuser);
  await holder.connect();
  await holder.query('begin');
  await holder.query('select from patient where practice_id = $1 for update', [practice.id]);
  const cut = expect(undo(importId)).rejects.toThrow();
  for (;;) {
    const { rows } = await superuser.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
         and query like '%patient%'`,
    );
    if (rows[0] === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      continue;
    }
    await superuser.query('select pg_terminate_backend($1)', [rows[0].pid]);
    break;
  }
  await cut;
  await holder.query('rollback');
  await holder.end();
  expect(await everything()).toEqual(before);
  expect((await undo(importId)).removed.patients).toBe(1);
});

test('only an import is noted, and what it changed is forgotten after seven days', async () => {
  await take({ 'patients.csv': patients });
  const { importId } = await take({ 'changed.csv': changed });
  const noted = async () =>
    (await superuser.query('select from import_change where practice_id = $1', [practice.id])).rowCount;
  const held = await noted();
  expect(held).toBeGreaterThan(0);
  await read((db) =>
    sql`update patient set given_name = 'Bea' where practice_id = ${practice.id}`.execute(db),
  );
  expect(await noted()).toBe(held);
  await expect(
    read((db) =>
      sql`insert into import_change (practice_id, import_id, table_name, key)
          values (${practice.id}, ${importId}, 'patient', '{}')`.execute(db),
    ),
  ).rejects.toThrow(/permission denied/);
  await read((db) => forgetImportChanges(db, practice.id, new Date(Date.now() + 6 * dayMs)));
  expect(await noted()).toBe(held);
  await read((db) => forgetImportChanges(db, practice.id, new Date(Date.now() + 8 * dayMs)));
  expect(await noted()).toBe(0);
});

test('the ledgers lose only what an import of late brought, and no opt-out of who was here before', async () => {
  const first = await take({ 'patients.csv': patients });
  const second = await take({ 'changed.csv': changed });
  const call = (id: ImportId) =>
    read((db) =>
      sql`select take_back_ledgers(${id}, array(select id from consent where practice_id = ${practice.id}), '{}')`.execute(
        db,
      ),
    );
  const { consent: held } = await everything();
  await call(second.importId);
  expect((await everything()).consent).toEqual(held);
  await superuser.query(`update import set finished_at = now() - interval '8 days' where id = $1`, [
    first.importId,
  ]);
  await expect(call(first.importId)).rejects.toThrow('cannot be taken back');
  const elsewhere = await aPractice(database);
  const foreign = database.inPractice(elsewhere.id, (db) =>
    sql`select take_back_ledgers(${second.importId}, '{}', '{}')`.execute(db),
  );
  await expect(foreign).rejects.toThrow('cannot be taken back');
});

// What an import writes and an undo need not put back: the import itself, and what is made anew.
const notNoted = new Set([...ofTheImport, 'visit_dirty', 'visit_change']);

test('every table that an import writes is noted', async () => {
  const counts = async () =>
    Object.entries(await everything()).map(([table, rows]) => [table, rows.join('\n')] as const);
  const before = new Map(await counts());
  await take([`${fixtures}bundle.json`, `${fixtures}export.ndjson`, `${fixtures}patients-1252.csv`]);
  await take({ 'patients.csv': patients, 'visits.csv': visits });
  const written = (await counts())
    .filter(([table, rows]) => rows !== before.get(table))
    .map(([table]) => table);
  const { rows } = await superuser.query<{ name: string }>(
    `select tgrelid::regclass::text as name from pg_trigger where tgname = 'note_import_update'`,
  );
  const watched = new Set(rows.map(({ name }) => name));
  expect(written.length).toBeGreaterThan(8);
  expect(written.filter((table) => !watched.has(table) && !notNoted.has(table))).toEqual([]);
});
