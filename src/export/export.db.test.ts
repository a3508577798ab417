import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { aContactPoint, aPatient, aStaffMember } from '../../tests/harness/builders.ts';
import { anInstallation, type Installation } from '../../tests/harness/installation.ts';
import { listTables } from '../database/catalogue.ts';
import type { Database } from '../database/database.ts';
import { importFiles } from '../intake/actions.ts';
import type { PatientId } from '../kit/ids.ts';
import { recordAuditEvent } from '../platform/audit.ts';
import { sealAuditEvents } from '../platform/audit-seal.ts';
import { verifyAudit } from '../platform/audit-verify.ts';
import { createPractice, listAllPractices } from '../practice/actions.ts';
import type { Practice } from '../practice/model.ts';
import { makeSample } from '../sample/actions.ts';
import { exportPatient, exportPractice, findManifest, importExport } from './actions.ts';
import type { ExportFormat, ExportManifest } from './model.ts';
import { leftOutColumns, leftOutTables } from './model.ts';
import { conditionFor, throughAnother } from './patient-file.ts';
import { listExportedTables } from './tables.ts';

const now = new Date('2026-03-02T17:00:00Z');
const formula = '=HYPERLINK("http://example.org";"x")';
let source: Installation;
let practice: Practice;
let patient: PatientId;
let folder: string;
const others: Installation[] = [];

beforeAll(async () => {
  source = await anInstallation();
  const made = await makeSample(source.database, { slug: 'sample', patients: 120, seed: 3, now });
  if (!made.ok) throw new Error(made.refusal.detail);
  practice = await onlyPractice(source.database);
  await aStaffMember(source.database, practice.id, { roles: ['admin'], display_name: '@sum' });
  patient = await aPatient(source.database, practice.id, {
    family_name: formula,
    given_name: "'quoted",
    preferred_name: '',
    pronouns: '\uff1d1',
  });
  await aContactPoint(source.database, practice.id, patient, {
    kind: 'mobile',
    received: '+12125550199',
    normal: '+12125550199',
  });
  await source.database.inPractice(practice.id, async (db) => {
    const nobody = { accountId: null, staffMemberId: null, objectIds: ['-1'], network: null };
    await recordAuditEvent(db, practice.id, {
      ...nobody,
      action: 'patients.get',
      result: 'ok',
      requestId: 'r',
      patientIds: [patient],
    });
    await sealAuditEvents(db, practice.id);
  });
  folder = join(source.root, 'export');
  await exported(source.database, practice, folder, 'all');
}, 120_000);
afterEach(async () => {
  for (const one of others.splice(0)) await one.close();
});
afterAll(() => source.close());

async function onlyPractice(database: Database): Promise<Practice> {
  const [found, ...more] = await listAllPractices(database);
  if (found === undefined || more.length > 0) throw new Error('one practice was expected');
  return found;
}

async function exported(database: Database, of: Practice, to: string, format: ExportFormat): Promise<void> {
  const outcome = await exportPractice(database, of, { folder: to, format, now });
  if (!outcome.ok) throw new Error(outcome.refusal.detail);
}

async function manifestOf(path: string): Promise<ExportManifest> {
  const found = await findManifest(path);
  if (found?.ok !== true) throw new Error('no manifest');
  return found.value;
}

async function another(): Promise<Installation> {
  const installation = await anInstallation();
  others.push(installation);
  return installation;
}

function linesOf(type: string): readonly Record<string, unknown>[] {
  const text = readFileSync(join(folder, 'fhir', `${type}.ndjson`), 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function asSuperuser<Row extends pg.QueryResultRow>(
  installation: Installation,
  sql: string,
): Promise<Row[]> {
  const client = new pg.Client(installation.superuser);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('every table and column is exported, or left out with a reason', async () => {
  const { database } = source;
  const tables = await database.untenanted(listTables);
  const exportedTables = await database.untenanted(listExportedTables);
  expect(tables.length).toBeGreaterThan(38);
  const names = exportedTables.map(({ name }) => name);
  expect([...names, ...Object.keys(leftOutTables)].sort()).toEqual(tables.map(({ name }) => name).sort());
  for (const table of tables) {
    const columns = exportedTables.find(({ name }) => name === table.name)?.columns.map(({ name }) => name);
    if (columns === undefined) continue;
    const out = Object.keys({ ...leftOutColumns['*'], ...leftOutColumns[table.name] });
    const left = table.columns.map(({ name }) => name).filter((name) => !columns.includes(name));
    for (const name of left) expect(out, `${table.name}.${name}`).toContain(name);
    const header = readFileSync(join(folder, 'csv', `${table.name}.csv`), 'utf8').split('\n')[0];
    expect(header).toBe(columns.join(','));
  }
  expect(readdirSync(join(folder, 'csv')).sort()).toEqual(names.map((name) => `${name}.csv`).sort());
});

test('no table of a practice numbers its rows by itself: brought back, the numbering would begin anew', async () => {
  const numbering = await asSuperuser(
    source,
    `select a.attrelid::regclass::text as name from pg_attribute a
     join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and (a.attidentity <> '' or a.atthasdef
       and pg_get_expr((select adbin from pg_attrdef d where d.adrelid = a.attrelid and d.adnum = a.attnum), a.attrelid) like 'nextval%')`,
  );
  expect(numbering).toEqual([{ name: 'practice' }]);
});

describe('CSV', () => {
  test('brought into an empty installation and exported again is the same, byte for byte', async () => {
    const empty = await another();
    const manifest = await manifestOf(folder);
    const back = await importExport(empty.database, folder, manifest, {});
    expect(back).toMatchObject({ ok: true, value: { practice: 'sample', tables: manifest.csv.length } });
    const again = join(empty.root, 'export');
    await exported(empty.database, await onlyPractice(empty.database), again, 'csv');
    for (const file of readdirSync(join(folder, 'csv')))
      expect(
        readFileSync(join(again, 'csv', file)).equals(readFileSync(join(folder, 'csv', file))),
        file,
      ).toBe(true);
    expect((await manifestOf(again)).csv).toEqual(manifest.csv);
  });

  test('comes back with its audit chain, under another name, beside other practices, and those see nothing of it', async () => {
    const lived = await another();
    const made = await createPractice(lived.database, { slug: 'lakeside', name: 'Lakeside' });
    if (!made.ok) throw new Error(made.refusal.detail);
    const back = await importExport(lived.database, folder, await manifestOf(folder), { slug: 'moved' });
    expect(back).toMatchObject({ ok: true, value: { practice: 'moved' } });
    const moved = (await listAllPractices(lived.database)).find(({ slug }) => slug === 'moved');
    if (moved === undefined) throw new Error('the practice did not come back');
    const report = await lived.database.inPractice(moved.id, (db) => verifyAudit(db, moved.id, undefined));
    expect(report).toMatchObject({ intact: true, sealed: 1 });
    const seen = await lived.database.inPractice(made.value.id, (db) =>
      db.selectFrom('patient').select('id').execute(),
    );
    expect(seen).toEqual([]);
    const beside = join(lived.root, 'beside');
    await exported(lived.database, made.value, beside, 'all');
    for (const { table, rows } of (await manifestOf(beside)).csv)
      if (!['practice', 'audit_event'].includes(table)) expect(rows, table).toBe(0);
    for (const { type, resources } of (await manifestOf(beside)).fhir)
      expect(resources, type).toBe(type === 'Organization' ? 1 : 0);
    const twice = await importExport(lived.database, folder, await manifestOf(folder), {
      slug: 'moved-again',
    });
    expect(twice).toMatchObject({ ok: false, refusal: { code: 'already_there' } });
    expect((await listAllPractices(lived.database)).map(({ slug }) => slug).sort()).toEqual([
      'lakeside',
      'moved',
    ]);
  });

  test('begins no cell with a formula, and takes nothing away', async () => {
    const starts = /(?:^|,)"?[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/m;
    let marked = 0;
    for (const { name, columns } of await source.database.untenanted(listExportedTables)) {
      const text = readFileSync(join(folder, 'csv', `${name}.csv`), 'utf8');
      const harmless = columns.some(({ category }) => category === 'N');
      // Of a quoted cell with lines in it only the first counts; our texts have no line that begins so.
      if (!harmless) expect(text, name).not.toMatch(starts);
      marked += text.split(/(?:^|,)"?'/m).length - 1;
    }
    expect(marked).toBeGreaterThan(100);
    const people = readFileSync(join(folder, 'csv', 'patient.csv'), 'utf8');
    expect(people).toContain(`"'${formula.replaceAll('"', '""')}"`);
    expect(people).toContain(`,''quoted,`);
    expect(people).toContain(`,'\uff1d1,`);
    expect(readFileSync(join(folder, 'csv', 'contact_point.csv'), 'utf8')).toContain(
      ",'+12125550199,'+12125550199,",
    );
  });

  test('that was changed, or is of a newer program, or where somebody signs in already, is refused whole', async () => {
    const empty = await another();
    const copy = join(empty.root, 'copy');
    await exported(source.database, practice, copy, 'csv');
    const manifest = await manifestOf(copy);
    const nothing = createHash('sha256').digest('hex');
    writeFileSync(join(copy, 'csv', 'mood.csv'), '');
    const newer = [
      [...manifest.csv, { table: 'mood', columns: ['id'], rows: 0, sha256: nothing }],
      manifest.csv.map((entry) => ({ ...entry, columns: [...entry.columns, 'mood'] })),
    ];
    for (const csv of newer) {
      const outcome = await importExport(empty.database, copy, { ...manifest, csv }, {});
      expect(outcome).toMatchObject({
        ok: false,
        refusal: { detail: expect.stringContaining('upgrade first') },
      });
    }
    const email = await someEmail();
    await asSuperuser(
      empty,
      `insert into account (id, email, display_name) values (gen_random_uuid(), '${email}', 'x')`,
    );
    const taken = await importExport(empty.database, copy, manifest, {});
    expect(taken).toMatchObject({ ok: false, refusal: { code: 'already_there' } });
    writeFileSync(join(copy, 'csv', 'visit.csv'), 'id\n');
    const changed = await importExport(empty.database, copy, manifest, {});
    expect(changed).toMatchObject({
      ok: false,
      refusal: { detail: expect.stringContaining('csv/visit.csv') },
    });
    expect(await listAllPractices(empty.database)).toEqual([]);
  });

  async function someEmail(): Promise<string> {
    const [row] = await asSuperuser<{ email: string }>(source, 'select email from account limit 1');
    return row?.email ?? '';
  }
});

describe('FHIR', () => {
  test('has a line for each patient, visit, place, person of the staff and row of the ledger', async () => {
    const [counts] = await asSuperuser<Record<string, number>>(
      source,
      `select (select count(*)::int from patient) as "Patient", (select count(*)::int from visit) as "Appointment",
         (select count(*)::int from visit where status in ('arrived', 'roomed', 'seen', 'left')) as "Encounter",
         (select count(*)::int from location) as "Location", (select count(*)::int from staff_member) as "Practitioner",
         (select count(*)::int from service) as "HealthcareService", (select count(*)::int from consent) as "Consent",
         (select count(*)::int from related_person) as "RelatedPerson", 1 as "Organization"`,
    );
    const { fhir } = await manifestOf(folder);
    expect(Object.fromEntries(fhir.map(({ type, resources }) => [type, resources]))).toEqual(counts);
    for (const { type, resources } of fhir) {
      const lines = linesOf(type);
      expect(lines).toHaveLength(resources);
      for (const line of lines) {
        expect(line.resourceType).toBe(type);
        expect(line.id).toMatch(/^[A-Za-z0-9.-]{1,64}$/);
      }
    }
    const found = linesOf('Patient').find(({ id }) => id === patient);
    expect(found).toMatchObject({
      active: true,
      name: [{ use: 'official', family: formula, given: ["'quoted"] }],
      telecom: [{ system: 'phone', value: '+12125550199', use: 'mobile' }],
    });
  });

  test('refers only to what is there, and has no empty list or text', () => {
    const types = readdirSync(join(folder, 'fhir')).map((file) => file.replace('.ndjson', ''));
    const known = new Set(types.flatMap((type) => linesOf(type).map(({ id }) => `${type}/${String(id)}`)));
    const look = (value: unknown): void => {
      if (Array.isArray(value)) {
        expect(value.length).toBeGreaterThan(0);
        value.forEach(look);
      } else if (typeof value === 'object' && value !== null) {
        for (const [name, inner] of Object.entries(value)) {
          if (name === 'reference') expect(known).toContain(inner);
          look(inner);
        }
      } else expect(value).not.toBe('');
    };
    for (const type of types) linesOf(type).forEach(look);
  });

  test('is read again by our own reader: every patient and every visit', async () => {
    const empty = await another();
    const made = await createPractice(empty.database, { slug: 'read', name: 'Read' });
    if (!made.ok) throw new Error(made.refusal.detail);
    const outcome = await importFiles(empty.database, made.value, [join(folder, 'fhir')], {
      dryRun: false,
      strict: false,
      refusalsFolder: join(empty.root, 'refusals'),
    });
    expect(outcome).toMatchObject({ ok: true });
    const count = (of: Installation): Promise<object[]> =>
      asSuperuser(
        of,
        'select (select count(*) from patient) as patients, (select count(*) from visit) as visits',
      );
    expect(await count(empty)).toEqual(await count(source));
  });
});

describe('the file of one patient', () => {
  test('is made of every table that names a patient', async () => {
    const tables = await source.database.untenanted(listTables);
    const naming = tables.filter(({ columns }) =>
      columns.some(({ name }) => name === 'patient_id' || name === 'patient_ids'),
    );
    expect(naming.length).toBeGreaterThan(12);
    for (const table of naming) expect(conditionFor(table), table.name).toBeDefined();
    const direct = new Set(['patient', ...naming.map(({ name }) => name)]);
    // What points at such a row belongs to the patient too.
    for (const table of tables) {
      if (direct.has(table.name) || !table.parents.some((parent) => direct.has(parent))) continue;
      expect(
        Object.keys(throughAnother),
        `${table.name} names a patient through ${table.parents.join(', ')}`,
      ).toContain(table.name);
    }
  });

  test('has their rows and nobody else’s', async () => {
    const [busy] = await asSuperuser<{ id: PatientId }>(
      source,
      'select patient_id as id from act group by 1 order by count(*) desc, 1 limit 1',
    );
    if (busy === undefined) throw new Error('the sample has no acts');
    const file = await exportPatient(source.database, practice, busy.id, now);
    if (!file.ok) throw new Error(file.refusal.detail);
    const { tables } = file.value;
    expect(tables.patient).toHaveLength(1);
    for (const name of ['visit', 'contact_point', 'act'])
      expect(tables[name]?.length, name).toBeGreaterThan(0);
    for (const rows of Object.values(tables)) {
      for (const row of rows as Record<string, unknown>[]) {
        expect(row).not.toHaveProperty('practice_id');
        if ('patient_id' in row) expect(row.patient_id).toBe(busy.id);
      }
    }
    const trail = await asSuperuser<{ patient_ids: string[] }>(
      source,
      `select patient_ids from audit_event where action = 'patient.export'`,
    );
    expect(trail).toEqual([{ patient_ids: [busy.id] }]);
  });

  test('of nobody is refused', async () => {
    const nobody = '00000000-0000-7000-8000-000000000000' as PatientId;
    expect(await exportPatient(source.database, practice, nobody, now)).toMatchObject({
      ok: false,
      refusal: { code: 'not_found' },
    });
  });
});

test('an export is audited, goes only into an empty folder, and has its list last', async () => {
  const trail = await asSuperuser(source, `select from audit_event where action = 'practice.export'`);
  expect(trail.length).toBeGreaterThan(0);
  expect(existsSync(join(folder, 'keepwell-export.json'))).toBe(true);
  expect(await exportPractice(source.database, practice, { folder, format: 'csv', now })).toMatchObject({
    ok: false,
    refusal: { detail: expect.stringContaining('is not empty') },
  });
});
