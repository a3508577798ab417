import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, type Db, openDatabase } from '../database/database.ts';
import { localDate } from '../kit/local-date.ts';
import type { Practice } from '../practice/model.ts';
import { speak } from '../words/told.ts';
import { importFiles } from './actions.ts';
import type { ImportOptions, ImportReport } from './model.ts';

const fixtures = fileURLToPath(new URL('../../tests/fixtures/intake/', import.meta.url));
let fresh: FreshDatabase;
let database: Database;
let practice: Practice;
let folder: string;
let count = 0;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  folder = mkdtempSync(join(tmpdir(), 'keepwell-intake-'));
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
    return {
      id,
      publicId: values.public_id,
      slug: values.slug,
      name: values.name,
      ...place,
      isSample: false,
    };
  });
});

const today = localDate('2024-01-10');

async function take(
  paths: string | readonly string[],
  over: Partial<ImportOptions> = {},
): Promise<ImportReport> {
  const all = typeof paths === 'string' ? [paths] : paths;
  const options = { refusalsFolder: join(folder, 'refusals'), asOf: today, ...over };
  const outcome = await importFiles(
    database,
    practice,
    all.map((path) => (path.startsWith('/') ? path : join(fixtures, path))),
    options,
  );
  if (!outcome.ok) throw new Error(outcome.refusal.detail);
  return outcome.value;
}

function made(name: string, text: string): string {
  const path = join(folder, `${count}-${name}`);
  writeFileSync(path, text);
  return path;
}

function read<T>(work: (db: Db) => Promise<T>): Promise<T> {
  return database.inPractice(practice.id, work);
}

function counts(report: ImportReport) {
  return report.files.map((file) => [
    file.kind,
    file.rows,
    file.added,
    file.updated,
    file.unchanged,
    file.refused,
  ]);
}

async function refusals(): Promise<readonly (readonly [number, string, string, string])[]> {
  const rows = await read((db) =>
    db
      .selectFrom('refusal')
      .selectAll()
      .orderBy('position')
      .orderBy('row_number')
      .orderBy('column_name')
      .execute(),
  );
  return rows.map((row) => [row.row_number, row.column_name, row.value, speak(row.reason, 'en')] as const);
}

/** All rows of what an import writes, with where each lies: a rewritten row lies elsewhere. */
async function everything(): Promise<unknown> {
  const tables = ['patient', 'patient_identifier', 'contact_point', 'patient_search_key', 'consent', 'visit'];
  const also = ['visit_change', 'location', 'service', 'staff_member', 'visit_dirty'];
  return read(async (db) => {
    const found: Record<string, unknown> = {};
    for (const table of [...tables, ...also]) {
      const { rows } =
        await sql`select ctid::text as lies, t.* from ${sql.table(table)} t order by 1`.execute(db);
      found[table] = rows;
    }
    return found;
  });
}

test('an ugly schedule is read, and each wrong row is refused with its row, column and reason', async () => {
  const report = await take('schedule-semicolon.csv');
  expect(counts(report)).toEqual([['patients and visits', 8, 4, 0, 0, 4]]);
  expect(report.files[0]?.mapping).toMatchObject({
    delimiter: ';',
    headerRow: 4,
    dates: 'day first, as the dates show',
    leftOut: { clinical: ['Notes'] },
  });
  expect(await refusals()).toEqual([
    [7, 'Date', '31/02/2023', 'is no date that exists'],
    [8, 'Time', '128:00:00', 'is no time of day'],
    [9, 'Patient ID', '1.23E+14', 'is a number that a spreadsheet has cut: export the column as text'],
    [10, 'Status', 'Wobbly', 'is no status that we know: say what it means under "statuses" in --mapping'],
  ]);
  const visits = await read((db) =>
    db
      .selectFrom('visit')
      .innerJoin('patient', 'patient.id', 'visit.patient_id')
      .select(['source_id', 'family_name', 'given_name', 'visit.status', 'starts_at', 'local_day', 'minutes'])
      .orderBy('source_id')
      .execute(),
  );
  expect(
    visits.map((v) => [v.source_id, v.family_name, v.given_name, v.status, v.starts_at.toISOString()]),
  ).toEqual([
    ['1', 'Ortiz', 'Lena', 'left', '2023-02-13T14:30:00.000Z'],
    ['2', '', '', 'no_show', '2023-02-14T15:00:00.000Z'],
    ['7', 'Ortiz', 'Lena', 'booked', '2031-03-02T14:00:00.000Z'],
    ['8', '', '', 'cancelled', '2023-02-17T19:15:00.000Z'],
  ]);
  const services = await read((db) =>
    db.selectFrom('service').select(['code', 'recall_days']).orderBy('code').execute(),
  );
  expect(services).toEqual([
    { code: 'exam', recall_days: 365 },
    { code: 'hygiene', recall_days: 182 },
  ]);
});

test('the file of refusals holds the row as it was, without notes, and no formula', async () => {
  const report = await take('schedule-semicolon.csv');
  const text = readFileSync(report.refusalsFile ?? '', 'utf8');
  expect(text).toContain(`"'=cmd|calc"`);
  expect(text).not.toContain('told her');
  expect(text.split('\r\n').filter((line) => line !== '')).toHaveLength(5);
});

test.each(['schedule-semicolon.csv', 'patients-1252.csv', 'export.ndjson', 'bundle.json'])(
  'the same file twice changes nothing: %s',
  async (file) => {
    const first = await take(file);
    const before = await everything();
    const second = await take(file);
    expect(await everything()).toEqual(before);
    const [one] = counts(first);
    const [two] = counts(second);
    expect(two).toEqual([one?.[0], one?.[1], 0, 0, Number(one?.[1]) - Number(one?.[5]), one?.[5]]);
  },
);

test('a dry run gives the same counts and writes nothing', async () => {
  const empty = await everything();
  const dry = await take(['schedule-semicolon.csv', 'export.ndjson'], { dryRun: true });
  expect(await everything()).toEqual(empty);
  const real = await take(['schedule-semicolon.csv', 'export.ndjson']);
  expect(counts(dry)).toEqual(counts(real));
});

test('a patient list in an old encoding keeps its names, and its secrets stay out', async () => {
  const report = await take('patients-1252.csv');
  expect(counts(report)).toEqual([['patients', 5, 4, 0, 0, 1]]);
  expect(report.files[0]?.mapping).toMatchObject({
    encoding: 'windows-1252',
    dates: 'month first, as the dates show',
    leftOut: { secret: ['SSN'], clinical: ['MedUrgNote'], unknown: ['practice_id', 'consent_granted'] },
  });
  const patients = await read((db) => db.selectFrom('patient').selectAll().orderBy('family_name').execute());
  expect(patients.map((p) => [p.family_name, p.birth_date, p.status, p.exit_reason, p.deceased_on])).toEqual([
    ['Gone', null, 'exited', 'inactive', null],
    ['Müller', '1931-01-01', 'exited', 'died', '2022-05-06'],
    ['Núñez', '1980-03-04', 'active', null, null],
    ["O'Neill", '1990-12-25', 'active', null, null],
  ]);
  expect(await refusals()).toEqual([
    [3, 'Email', 'not an address', 'is no e-mail address'],
    [5, 'Birthdate', '13/13/1990', 'is no date that exists'],
    [7, 'Chart Number', '', 'names no patient: no id, and no name with a birth date, telephone or e-mail'],
  ]);
  const consents = await read((db) =>
    db.selectFrom('consent').select(['purpose', 'channel', 'granted']).orderBy('purpose').execute(),
  );
  expect(consents).toEqual(
    ['care', 'feedback', 'marketing'].map((purpose) => ({ purpose, channel: 'text', granted: false })),
  );
  const whole = JSON.stringify(await everything());
  expect(whole).not.toContain('123-45-6789');
  expect(whole).not.toContain('Latex');
});

test('a changed row is updated, and the visit leaves what it was', async () => {
  const headings = 'patient_id,last_name,visit_id,visit_date,status\n';
  await take(made('v.csv', `${headings}1,Ortiz,11,2024-02-01,Booked\n2,Byron,12,2024-02-02,Booked\n`));
  const report = await take(
    made('w.csv', `${headings}1,Ortiz,11,2024-02-01,Cancelled\n2,Lovelace,12,2024-02-02,Booked\n`),
  );
  expect(counts(report)).toEqual([['patients and visits', 2, 0, 2, 0, 0]]);
  const changes = await read((db) => db.selectFrom('visit_change').select('old_status').execute());
  expect(changes).toEqual([{ old_status: 'booked' }]);
});

test('FHIR is read whatever the order, and a reference of any kind finds its patient', async () => {
  const report = await take(['export.ndjson', 'bundle.json']);
  expect(counts(report)).toEqual([
    ['fhir', 10, 6, 0, 2, 2],
    ['fhir', 4, 2, 0, 1, 1],
  ]);
  const visits = await read((db) =>
    db
      .selectFrom('visit')
      .innerJoin('patient', 'patient.id', 'visit.patient_id')
      .leftJoin('staff_member', 'staff_member.id', 'visit.clinician_id')
      .innerJoin('location', 'location.id', 'visit.location_id')
      .innerJoin('service', 'service.id', 'visit.service_id')
      .select(['visit.source_id', 'visit.status', 'visit.minutes', 'booked_at', 'family_name', 'full_name'])
      .select(['staff_member.display_name as clinician', 'location.name as location', 'service.code'])
      .orderBy('visit.source_id')
      .execute(),
  );
  expect(visits).toMatchObject([
    {
      source_id: 'Appointment/a1',
      status: 'left',
      minutes: 30,
      family_name: 'Ortiz',
      clinician: 'Dr. Ada Byron',
      location: 'Elm Street',
      code: 'check-up',
    },
    { source_id: 'Appointment/a2', status: 'booked', full_name: '张无忌' },
    {
      source_id: 'Encounter/00000000-0000-4000-8000-000000000002',
      status: 'seen',
      full_name: 'Ama Ata',
      code: 'video-visit',
    },
  ]);
  expect(visits[0]?.booked_at?.toISOString()).toBe('2023-04-01T04:00:00.000Z');
  const patients = await read((db) => db.selectFrom('patient').selectAll().orderBy('birth_date').execute());
  expect(patients).toMatchObject([
    {
      full_name: '张无忌',
      birth_date: '1950-01-01',
      birth_precision: 'year',
      status: 'exited',
      exit_reason: 'died',
    },
    { given_name: 'Lena Maria', preferred_name: 'Leni', birth_precision: 'month', spoken_language: 'es' },
    { full_name: 'Ama Ata', status: 'exited', exit_reason: 'inactive' },
  ]);
  expect(await refusals()).toEqual([
    [4, 'patient', 'nobody', 'no patient has this id: import the patients first, or in the same import'],
    [6, '', '', 'is not JSON'],
    [3, 'Appointment.status', 'proposed', 'is a wish for an appointment, not one that was booked'],
  ]);
});

test('days without a time keep their date in every zone', async () => {
  practice = { ...practice, zone: 'America/Los_Angeles' };
  await take(
    made(
      'd.csv',
      'patient_id,sex,visit_date,no-show\n1,F,2023-05-02T00:00:00Z,No\n2,M,2023-05-03T00:00:00Z,Yes\n',
    ),
  );
  const visits = await read((db) =>
    db.selectFrom('visit').select(['local_day', 'status']).orderBy('local_day').execute(),
  );
  expect(visits).toEqual([
    { local_day: '2023-05-02', status: 'left' },
    { local_day: '2023-05-03', status: 'no_show' },
  ]);
});

test('"did not miss it" says nothing of a visit that is still to come', async () => {
  await take(
    made(
      'f.csv',
      'patient_id,sex,visit_date,no-show\n1,F,2024-05-02,No\n2,F,2024-01-10,No\n3,F,2024-01-09,No\n',
    ),
  );
  const visits = await read((db) => db.selectFrom('visit').select('status').orderBy('local_day').execute());
  expect(visits.map((visit) => visit.status)).toEqual(['left', 'booked', 'booked']);
});

test('a visit of an unknown id is refused where there is a list of patients, and else makes a patient', async () => {
  const visits = made(
    'v.csv',
    'patient_id,visit_id,visit_date,status\n1,11,2024-02-01,Booked\n9,12,2024-02-01,Booked\n',
  );
  const dry = await take(visits, { dryRun: true });
  expect(counts(dry)).toEqual([['visits', 2, 2, 0, 0, 0]]);
  const patients = made('p.csv', 'patient_id,last_name\n1,Ortiz\n');
  const report = await take([visits, patients]);
  expect(counts(report)).toEqual([
    ['visits', 2, 1, 0, 0, 1],
    ['patients', 1, 1, 0, 0, 0],
  ]);
  const text = readFileSync(report.refusalsFile ?? '', 'utf8');
  expect(text).toContain('9,12,2024-02-01,Booked');
});

test('a patient whom two files of one import tell of is added by the first of them, and unchanged the next time', async () => {
  const files = [
    made('1-patients.csv', 'Patient ID,Name,DOB\nP1,Ana Ruiz,1980-02-03\nP2,Bo Lund,1990-04-05\n'),
    made(
      '2-visits.csv',
      'Visit ID,Patient ID,Sex,Date,Status\nV1,P1,F,2023-11-02,Completed\nV2,P2,M,2023-11-03,Completed\n',
    ),
  ];
  expect(counts(await take(files))).toEqual([
    ['patients', 2, 2, 0, 0, 0],
    ['patients and visits', 2, 2, 0, 0, 0],
  ]);
  expect(counts(await take(files))).toEqual([
    ['patients', 2, 0, 0, 2, 0],
    ['patients and visits', 2, 0, 0, 2, 0],
  ]);
  const patients = await read((db) =>
    db.selectFrom('patient').select(['full_name', 'sex']).orderBy('full_name').execute(),
  );
  expect(patients.map(({ sex }) => sex)).toEqual(['female', 'male']);
});

test('a mapping by hand names columns and status words; a field that there is not is refused', async () => {
  const file = made('m.csv', 'K,D,S\n1,2023-02-01,Z\n2,2023-02-02,Q\n');
  const mapping = {
    K: 'patient.id',
    D: 'visit.starts_at',
    S: 'visit.status',
    statuses: { z: 'left', q: 'no_show' },
  };
  expect(counts(await take(file, { mapping }))).toEqual([['visits', 2, 2, 0, 0, 0]]);
  const options = { refusalsFolder: folder, mapping: { K: 'practice_id' } };
  const refused = await importFiles(database, practice, [file], options);
  expect(refused).toMatchObject({ ok: false, refusal: { code: 'invalid_input' } });
});

test('dates that can be read two ways are read by the country, and refused when strict', async () => {
  const file = made('s.csv', 'patient_id,last_name,dob\n1,Ortiz,03/04/1980\n');
  const strict = await take(file, { strict: true, dryRun: true });
  expect(counts(strict)).toEqual([['patients', 1, 0, 0, 0, 1]]);
  const report = await take(file);
  expect(report.files[0]?.mapping.dates).toContain('by the country of the practice (US)');
  const row = await read((db) => db.selectFrom('patient').select('birth_date').executeTakeFirstOrThrow());
  expect(row.birth_date).toBe('1980-03-04');
});

test('lines that no text has are refused one by one', async () => {
  const file = made(
    'n.csv',
    `patient_id,last_name\n1,A\0B\n2,${'x'.repeat(1_100_000)}\n3,Ortiz\n4,${',x'.repeat(1500)}\n`,
  );
  const report = await take(file);
  expect(counts(report)).toEqual([['patients', 4, 1, 0, 0, 3]]);
});

test('files that are neither table nor FHIR are refused by name', async () => {
  const report = await take([
    made('a.csv', 'lorem ipsum\ndolor\n'),
    made('b.json', '{"a":1}'),
    made('c.json', ''),
  ]);
  expect(report.files.map((file) => [file.kind, file.refused])).toEqual([
    ['not read', 1],
    ['fhir', 1],
    ['fhir', 1],
  ]);
});

test('two imports at once add each patient once', async () => {
  const file = made('p.csv', 'patient_id,last_name\n1,Ortiz\n2,Byron\n');
  const reports = await Promise.all([take(file), take(file)]);
  expect(reports.map((report) => report.files[0]?.added).sort()).toEqual([0, 2]);
});

const shared = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const real = [
  { path: 'noshow/appointments.csv', rows: 55_513, refused: 3, patients: 31_314, visits: 55_510 },
  { path: 'scheduling/medscheduler/fhir', rows: 19_824, refused: 0, patients: 5498, visits: 14_326 },
  { path: 'fhir/bulk-r4-10', rows: 1362 + 43, refused: 4, patients: 13, visits: 1215 },
];
for (const { path, ...expected } of real) {
  if (!existsSync(join(shared, path))) {
    console.log(`left out: ${path} is not beside this checkout`);
    continue;
  }
  test(`real input is read whole: ${path}`, async () => {
    const report = await take(join(shared, path));
    const sum = (of: (file: ImportReport['files'][number]) => number) =>
      report.files.reduce((n, f) => n + of(f), 0);
    const found = { rows: sum((f) => f.rows), refused: sum((f) => f.refused) };
    expect({ ...found, patients: report.patients, visits: report.visits }).toEqual(expected);
    expect(sum((f) => f.added + f.updated + f.unchanged + f.refused)).toBe(found.rows);
  });
}
