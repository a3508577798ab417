import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, type Db, openDatabase } from '../database/database.ts';
import { localDate } from '../kit/local-date.ts';
import type { Practice } from '../practice/model.ts';
import { speak } from '../words/told.ts';
import { importFiles } from './actions.ts';
import { listWaitingMerges } from './merge-request-actions.ts';
import type { ImportReport } from './model.ts';

let fresh: FreshDatabase;
let database: Database;
let practice: Practice;
let folder: string;
let count = 0;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  folder = mkdtempSync(join(tmpdir(), 'keepwell-fhir-'));
});

afterAll(async () => {
  await database.close();
  await fresh.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  count += 1;
  practice = await database.untenanted(async (db) => {
    const values = { public_id: `p${count}`, slug: `practice-${count}`, name: 'Elm Street' };
    const { id } = await db.insertInto('practice').values(values).returning('id').executeTakeFirstOrThrow();
    const place = { country: 'US', currency: 'USD', zone: 'America/New_York', languages: ['en'] };
    const { name, slug } = values;
    return { id, publicId: values.public_id, slug, name, ...place, isSample: false };
  });
});

type Resource = Readonly<Record<string, unknown>>;

/** Each list of resources is one file of NDJSON. */
async function take(...files: readonly (readonly Resource[])[]): Promise<ImportReport> {
  const paths = files.map((resources, i) => {
    const path = join(folder, `${count}-${i}.ndjson`);
    writeFileSync(path, resources.map((resource) => `${JSON.stringify(resource)}\n`).join(''));
    return path;
  });
  const options = { refusalsFolder: join(folder, 'refusals'), asOf: localDate('2024-01-10') };
  const outcome = await importFiles(database, practice, paths, options);
  if (!outcome.ok) throw new Error(outcome.refusal.detail);
  return outcome.value;
}

function read<T>(work: (db: Db) => Promise<T>): Promise<T> {
  return database.inPractice(practice.id, work);
}

function counts(report: ImportReport) {
  return report.files.map(({ rows, added, updated, unchanged, refused }) => [
    rows,
    added,
    updated,
    unchanged,
    refused,
  ]);
}

async function refusals() {
  const rows = await read((db) =>
    db.selectFrom('refusal').selectAll().orderBy('position').orderBy('row_number').execute(),
  );
  return rows.map((row) => [row.row_number, row.column_name, speak(row.reason, 'en')] as const);
}

const child = {
  resourceType: 'Patient',
  id: 'c1',
  name: [{ family: 'Vane', given: ['Ida'] }],
  birthDate: '2015-05-01',
  telecom: [{ system: 'phone', value: '(212) 555-0147', use: 'mobile' }],
};
const mother = {
  resourceType: 'RelatedPerson',
  id: 'r1',
  patient: { reference: 'Patient/c1' },
  relationship: [{ coding: [{ code: 'MTH' }] }],
  name: [{ family: 'Vane', given: ['Ruth'] }],
  telecom: [
    { system: 'phone', value: '(212) 555-0147' },
    { system: 'phone', value: '(212) 555-0199', use: 'mobile' },
    { system: 'email', value: 'no address' },
  ],
};

const related = () =>
  read((db) =>
    db.selectFrom('related_person').select(['name', 'relationship', 'may_receive']).orderBy('name').execute(),
  );

const points = () =>
  read((db) =>
    db
      .selectFrom('contact_point')
      .leftJoin('related_person', 'related_person.id', 'contact_point.related_person_id')
      .select(['kind', 'normal', 'related_person.name as whose'])
      .orderBy('normal')
      .orderBy('kind')
      .execute(),
  );

test('a related person who comes before the patient, in another file, is kept with what reaches them', async () => {
  const report = await take([mother], [child]);
  expect(counts(report)).toEqual([
    [1, 1, 0, 0, 0],
    [1, 1, 0, 0, 0],
  ]);
  expect(await related()).toEqual([{ name: 'Ruth Vane', relationship: 'mother', may_receive: false }]);
  expect(await points()).toEqual([
    { kind: 'mobile', normal: '+12125550147', whose: null },
    { kind: 'phone', normal: '+12125550147', whose: 'Ruth Vane' },
    { kind: 'mobile', normal: '+12125550199', whose: 'Ruth Vane' },
  ]);
  expect(await refusals()).toEqual([[1, 'RelatedPerson.telecom', 'is no e-mail address']]);
  expect(counts(await take([mother], [child]))).toEqual([
    [1, 0, 0, 1, 0],
    [1, 0, 0, 1, 0],
  ]);
  expect(await points()).toHaveLength(3);
});

test('a number that turns out to be the patient is no longer the other person', async () => {
  await take([child], [mother]);
  const own = {
    ...child,
    telecom: [...child.telecom, { system: 'phone', value: '212-555-0199', use: 'mobile' }],
  };
  const report = await take([own], [mother]);
  expect(counts(report)).toEqual([
    [1, 0, 1, 0, 0],
    [1, 0, 0, 1, 0],
  ]);
  expect((await points()).find((point) => point.normal === '+12125550199')?.whose).toBeNull();
});

test('guarantors and contacts of a patient are people; firms, former contacts and the nameless are not', async () => {
  const contacts = [
    {
      relationship: [{ coding: [{ code: 'C' }] }],
      name: { text: 'Aunt May' },
      telecom: [{ system: 'phone', value: '212 555 0123' }],
    },
    { relationship: [{ text: 'Brother' }, { text: 'Guarantor' }], name: { family: 'Stone', given: ['Al'] } },
    { relationship: [{ coding: [{ code: 'E' }] }], name: { text: 'Acme' } },
    { name: { text: 'Old Friend' }, period: { end: '2010-01-01' } },
    { organization: { reference: 'Organization/1' } },
    { name: { text: 'Somebody' }, address: { line: ['1 Elm St'], city: 'Troy', postalCode: '12180' } },
  ];
  await take([{ ...child, contact: contacts }]);
  expect((await related()).map(({ name, relationship }) => [name, relationship])).toEqual([
    ['Al Stone', 'guarantor'],
    ['Aunt May', 'emergency contact'],
    ['Somebody', 'contact'],
  ]);
  expect((await points()).map(({ normal, whose }) => [normal, whose])).toEqual([
    ['+12125550123', 'Aunt May'],
    ['+12125550147', null],
    ['1 Elm St, Troy, 12180', 'Somebody'],
  ]);
});

test('each related person that cannot be taken is refused with a reason', async () => {
  const report = await take([
    { ...mother, patient: { reference: 'Patient/nobody' }, telecom: [] },
    { ...mother, patient: undefined },
    { ...mother, name: undefined },
    { ...mother, active: false },
    child,
  ]);
  expect(counts(report)).toEqual([[5, 1, 0, 1, 3]]);
  expect(report.files[0]?.mapping).toMatchObject({ noted: { 'RelatedPerson of former times': 1 } });
  expect((await refusals()).map(([row, , reason]) => [row, reason])).toEqual([
    [1, 'no patient has this id: import the patients first, or in the same import'],
    [2, 'names no patient'],
    [3, 'has no name'],
  ]);
});

test('a patient that was replaced is asked to be merged, once; see-also links are noted and merge nobody', async () => {
  const other = {
    ...child,
    id: 'c2',
    active: false,
    link: [{ type: 'replaced-by', other: { reference: 'Patient/c1' } }],
  };
  const links = [
    { type: 'seealso', other: { reference: 'Patient/c3' } },
    { type: 'refer', other: { reference: 'Patient/c4' } },
    { type: 'replaces', other: { reference: 'Patient/c5' } },
    { type: 'replaces', other: { reference: 'Patient/c1' } },
    { type: 'replaces', other: { reference: 'RelatedPerson/r1' } },
  ];
  const file = [other, { ...child, link: links }];
  const report = await take(file);
  expect(report.files[0]?.mapping).toMatchObject({
    merges: 2,
    noted: { 'Patient.link seealso': 1, 'Patient.link refer': 1, 'Patient.link replaces': 2 },
  });
  await take(file);
  const waiting = await read((db) => listWaitingMerges(db, practice.id));
  expect(waiting.map(({ old, survivor, source }) => [old.value, survivor.value, source]).sort()).toEqual([
    ['c2', 'c1', 'fhir'],
    ['c5', 'c1', 'fhir'],
  ]);
  const patients = await read((db) => sql`select from patient`.execute(db));
  expect(patients.rows).toHaveLength(2);
});

test('names in one text, partial birth dates, deaths with and without a day, and no name at all', async () => {
  await take([
    { resourceType: 'Patient', id: 'a', name: [{ text: '张无忌' }], birthDate: '1974-12' },
    {
      resourceType: 'Patient',
      id: 'b',
      active: true,
      deceasedDateTime: '2015-02-14T13:42:00+10:00',
      birthDate: '1982',
    },
    { resourceType: 'Patient', id: 'c', active: true, deceasedBoolean: true },
    { resourceType: 'Patient', id: 'd', active: false, deceasedBoolean: false },
  ]);
  const rows = await read((db) =>
    db
      .selectFrom('patient')
      .innerJoin('patient_identifier as i', 'i.patient_id', 'patient.id')
      .select(['full_name', 'birth_date', 'birth_precision', 'exit_reason', 'deceased_on'])
      .orderBy('i.value')
      .execute(),
  );
  expect(rows.map((row) => Object.values(row))).toEqual([
    ['张无忌', '1974-12-01', 'month', null, null],
    ['', '1982-01-01', 'year', 'died', '2015-02-14'],
    ['', null, null, 'died', null],
    ['', null, null, 'inactive', null],
  ]);
});

test('a visit that ends before it begins is taken without its end, and an id that no id may be is named', async () => {
  const period = { start: '2023-06-21T10:00:00Z', end: '2023-06-21T09:00:00Z' };
  const report = await take([
    { ...child, id: 'c_1' },
    child,
    { resourceType: 'Encounter', id: 'e', status: 'finished', subject: { reference: 'Patient/c1' }, period },
  ]);
  expect(counts(report)).toEqual([[3, 3, 0, 0, 0]]);
  expect(await refusals()).toEqual([
    [
      1,
      'Patient.id',
      'has characters that no id may have: visits that refer to it will not find the patient',
    ],
    [3, 'Encounter.period', 'ends before it begins'],
  ]);
  const visit = await read((db) =>
    db.selectFrom('visit').select(['minutes', 'left_at']).executeTakeFirstOrThrow(),
  );
  expect(visit).toEqual({ minutes: null, left_at: null });
});
