import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPractice } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { localDate } from '../kit/local-date.ts';
import { importFiles } from './actions.ts';
import { safeCell } from './refusals-file.ts';

// The headings of real systems with rows made here, and names of many languages.
const shared = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const headingLists = join(shared, 'pms-csv/headings_dev.json');
const people = join(shared, 'intl-names/intl_people_faker.csv');

let fresh: FreshDatabase;
let database: Database;
let folder: string;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  folder = mkdtempSync(join(tmpdir(), 'keepwell-shared-tables-'));
});

afterAll(async () => {
  await database.close();
  await fresh.close();
  rmSync(folder, { recursive: true, force: true });
});

async function take(name: string, content: string | Buffer) {
  const practice = await aPractice(database, { slug: `p-${Math.random().toString(36).slice(2)}` });
  const path = join(folder, name);
  writeFileSync(path, content);
  const options = { refusalsFolder: join(folder, 'refusals'), asOf: localDate('2026-03-05') };
  const outcome = await importFiles(database, practice, [path], options);
  if (!outcome.ok) throw new Error(outcome.refusal.detail);
  const [file] = outcome.value.files;
  if (file === undefined) throw new Error('one file was given');
  const refused = await database.inPractice(practice.id, (db) =>
    db.selectFrom('refusal').selectAll().execute(),
  );
  return { practice, file, refused };
}

/** A cell as a system would fill it, judged by the words of its heading alone. */
function cellOf(heading: string, row: number): string {
  const is = (words: RegExp): boolean => words.test(heading);
  if (is(/birth|^dob$/i)) return `${1950 + row}-0${1 + (row % 9)}-1${row % 9}`;
  if (is(/e-?mail.*(opt|accept|sent)|accepted|opt-?in|marketing|reminder|arrived$|arrive$|is[A-Z]/i))
    return 'no';
  if (is(/e-?mail/i)) return `p${row}@example.org`;
  if (is(/duration|minutes/i)) return '30';
  if (is(/(date|time|_at|tstamp|since|visit|_start|_end|until)$|date/i))
    return `2025-0${1 + (row % 9)}-11 09:30:00`;
  if (is(/phone|cell|fax|mobile/i)) return `(217) 555-01${10 + row}`;
  if (is(/status/i)) return '';
  if (is(/zip|postal/i)) return `6270${row}`;
  if (is(/l(ast)? ?_?name|lname|family/i)) return ['Okafor', 'Ortiz', 'Nguyen'][row % 3] ?? '';
  if (is(/name|preferred/i)) return ['Lena', 'Ben', 'Mai', 'Ivy'][row % 4] ?? '';
  if (is(/num|id$|_id|number|^pc_pid|^pc_eid|uuid/i)) return String(1000 + row);
  if (is(/price|amount|fee|bal/i)) return '80.00';
  return '';
}

const rows = 12;

if (!existsSync(headingLists)) console.log('left out: the headings of systems are not beside this checkout');
else {
  const lists = JSON.parse(readFileSync(headingLists, 'utf8')) as Readonly<Record<string, readonly string[]>>;
  test.each(Object.entries(lists).filter(([, list]) => Array.isArray(list)))('%s', async (name, headings) => {
    const lines = Array.from({ length: rows }, (_, row) => headings.map((heading) => cellOf(heading, row)));
    const text = [headings, ...lines].map((cells) => cells.map(safeCell).join(',')).join('\n');
    const { file, refused } = await take(`${name.replace(/\W+/g, '-').slice(0, 40)}.csv`, `${text}\n`);
    expect(file.rows).toBe(file.kind === 'not read' ? 1 : rows);
    expect(file.added + file.updated + file.unchanged + file.refused).toBe(file.rows);
    expect(refused.filter((row) => row.reason.length < 10)).toEqual([]);
    expect(file.kind).toMatch(/appointment|event/.test(name) ? /visits$/ : /^patients$/);
    // A list of visits that names people and nothing else of them cannot tell two Anas apart.
    const namesOnly =
      headings.includes('patient_name') && !headings.some((one) => /phone|email$|dob/i.test(one));
    expect(refused.map((row) => row.column_name)).toEqual(Array(namesOnly ? rows : 0).fill('patient_name'));
    // By hand, for what every system has in words of its own; whatever else is read is in mapping.test.ts.
    const columns = Object.entries(file.mapping.columns as Readonly<Record<string, string>>);
    const births = headings.filter((one) => /^dob$|^birth ?_?date$|^date_of_birth$/i.test(one));
    for (const heading of births) expect(columns).toContainEqual([heading, 'patient.birth_date']);
    for (const [heading, field] of columns) {
      if (field === 'patient.birth_date') expect(heading).toMatch(/dob|birth/i);
      if (field === 'patient.mobile' || field === 'patient.phone')
        expect(heading).toMatch(/phone|cell|mobile/i);
      if (/_ok$|marketing/.test(field)) expect(heading).toMatch(/ok$|marketing|accepted/i);
    }
  });
}

if (!existsSync(people)) console.log('left out: names of many languages are not beside this checkout');
else {
  const known = parse(readFileSync(people), { columns: true, bom: true }) as readonly Readonly<
    Record<string, string>
  >[];

  async function namesOf(practice: Awaited<ReturnType<typeof aPractice>>) {
    const found = await database.inPractice(practice.id, (db) =>
      db
        .selectFrom('patient as p')
        .innerJoin('patient_identifier as i', (join) =>
          join.onRef('i.practice_id', '=', 'p.practice_id').onRef('i.patient_id', '=', 'p.id'),
        )
        .select(['i.value', 'p.given_name', 'p.family_name', 'p.birth_date'])
        .orderBy('i.value')
        .execute(),
    );
    return found.map((row) => [row.value, row.given_name, row.family_name, String(row.birth_date)]);
  }

  const wanted = (rows: readonly Readonly<Record<string, string>>[]) =>
    rows
      .map((row) => [row.id, row.given, row.family, row.birth_date])
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));

  test.each(['utf-8', 'utf-16le'])(
    'names of many languages, in %s, stay letter for letter',
    async (encoding) => {
      const text = readFileSync(people, 'utf8').replace(/^\uFEFF/, '');
      const { practice, file, refused } = await take(
        `names-${encoding}.csv`,
        iconv.encode(text, encoding, { addBOM: true }),
      );
      expect({ rows: file.rows, added: file.added }).toEqual({ rows: known.length, added: known.length });
      expect(await namesOf(practice)).toEqual(wanted(known));
      expect(refused.filter((row) => row.reason.length < 10)).toEqual([]);
      const numbers = await database.inPractice(practice.id, (db) =>
        db
          .selectFrom('contact_point')
          .select(['received', 'normal'])
          .where('kind', 'in', ['phone', 'mobile'])
          .execute(),
      );
      // As received, whatever became of it; a number that cannot be read is named and not lost.
      const received = new Set(known.map((row) => row.phone));
      expect(numbers.filter((row) => !received.has(row.received))).toEqual([]);
      const unread = refused.filter((row) => row.column_name === 'phone');
      expect(numbers.length + unread.length).toBe(known.filter((row) => row.phone !== '').length);
    },
  );

  // What programs of the place still write.
  test.each([
    ['windows-1252', ['de', 'fr', 'es_MX', 'pt_BR', 'sv', 'nb_NO', 'da', 'nl', 'en_GB']],
    ['windows-1250', ['pl', 'cs_CZ', 'hu']],
    ['windows-1251', ['ru', 'uk']],
    ['windows-1253', ['el']],
    ['windows-1255', ['he']],
    ['windows-1256', ['ar']],
    ['shift_jis', ['ja']],
    ['euc-kr', ['ko']],
    ['gb18030', ['zh_CN']],
    ['big5', ['zh_TW']],
  ] as const)('%s is told by its letters', async (encoding, locales) => {
    const rows = known.filter(({ locale = '', ...row }) => {
      const written = Object.values(row).join('');
      return (
        (locales as readonly string[]).includes(locale) &&
        iconv.decode(iconv.encode(written, encoding), encoding) === written
      );
    });
    expect(rows.length).toBeGreaterThan(10);
    const lines = rows.map((row) =>
      [row.id, row.given, row.family, row.birth_date, row.city].map((cell) => safeCell(cell ?? '')).join(','),
    );
    const text = `${['id,given,family,birth_date,city', ...lines].join('\n')}\n`;
    const { practice } = await take(`names-${encoding}.csv`, iconv.encode(text, encoding));
    expect(await namesOf(practice)).toEqual(wanted(rows));
  });
}
