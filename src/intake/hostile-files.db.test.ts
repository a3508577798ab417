import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPractice } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { localDate } from '../kit/local-date.ts';
import type { Practice } from '../practice/model.ts';
import { speak } from '../words/told.ts';
import { importFiles } from './actions.ts';
import type { ImportReport } from './model.ts';

// What somebody might send who means ill, or a program that is broken. Zip bombs: packed/unpack.test.ts; the line of
// ten gigabytes and the memory of all of it: `npm run prove intake-limits`.
let fresh: FreshDatabase;
let database: Database;
let folder: string;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  folder = mkdtempSync(join(tmpdir(), 'keepwell-hostile-files-'));
});

afterAll(async () => {
  await database.close();
  await fresh.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Taken {
  readonly practice: Practice;
  readonly report: ImportReport;
  readonly files: readonly (readonly [rows: number, added: number, refused: number])[];
  readonly refused: readonly (readonly [row: number, column: string, reason: string])[];
}

/** Imports into a practice of its own. @param content a path, or what to write by a name */
async function take(name: string, content?: string | Buffer): Promise<Taken> {
  const practice = await aPractice(database);
  const path = join(folder, name);
  if (content !== undefined) writeFileSync(path, content);
  const options = { refusalsFolder: join(folder, 'refusals'), asOf: localDate('2026-03-05') };
  const outcome = await importFiles(database, practice, [path], options);
  if (!outcome.ok) throw new Error(outcome.refusal.detail);
  const rows = await database.inPractice(practice.id, (db) =>
    db.selectFrom('refusal').selectAll().orderBy('row_number').orderBy('column_name').execute(),
  );
  return {
    practice,
    report: outcome.value,
    files: outcome.value.files.map((file) => [file.rows, file.added, file.refused] as const),
    refused: rows.map((row) => [row.row_number, row.column_name, speak(row.reason, 'en')] as const),
  };
}

function patientsOf({ practice }: Taken) {
  return database.inPractice(practice.id, (db) =>
    db.selectFrom('patient').selectAll().orderBy('family_name').execute(),
  );
}

test('a hundred thousand columns: the line is refused in words, and the lines around it are taken', async () => {
  const wide = Array.from({ length: 100_000 }, (_, i) => `c${i}`).join(',');
  const inside = await take('wide-row.csv', `id,last_name\n1,Okafor\n${wide}\n2,Ortiz\n`);
  expect(inside.files).toEqual([[3, 2, 1]]);
  expect(inside.refused).toEqual([[3, '', 'the line has more than a thousand columns']]);
  const headings = await take('wide.csv', `id,last_name,${wide}\n1,Okafor\n`);
  expect(headings.files).toEqual([[1, 0, 1]]);
  expect(headings.refused).toEqual([[0, '', 'the line of headings has more than a thousand columns']]);
});

test('a cell of a hundred megabytes, quoted or not, costs its own line', async () => {
  const path = join(folder, 'huge-cell.csv');
  const file = openSync(path, 'w');
  const piece = Buffer.alloc(1_000_000, 'x');
  writeSync(file, 'id,last_name,street\n1,Okafor,12 Elm Street\n2,Ortiz,');
  for (let i = 0; i < 100; i += 1) writeSync(file, piece);
  writeSync(file, '\n3,Marsh,"');
  for (let i = 0; i < 100; i += 1) writeSync(file, piece);
  writeSync(file, '"\n4,Nguyen,7 Oak Street\n');
  closeSync(file);
  const taken = await take('huge-cell.csv');
  expect((await patientsOf(taken)).map((row) => row.family_name)).toEqual(['Nguyen', 'Okafor']);
  expect(taken.files).toEqual([[4, 2, 2]]);
  expect(taken.refused).toEqual([
    [3, '', 'the line is longer than a million characters'],
    [4, '', 'the line is longer than a million characters'],
  ]);
});

test('zero characters and halves of characters are refused by row, and in a heading left out', async () => {
  const zero = await take('zero.csv', 'id,no\0tes,last_name\n1,x,Okafor\n2,\0,Ortiz\n3,y,Mar\0sh\n');
  expect((await patientsOf(zero)).map((row) => row.family_name)).toEqual(['Okafor']);
  expect(zero.refused.map(([row, , reason]) => [row, reason])).toEqual([
    [3, 'the line holds a zero character, which no text has'],
    [4, 'the line holds a zero character, which no text has'],
  ]);
  const half = Buffer.from('\uFEFFid,last_name\n1,Oka\uD800for\n2,Ortiz\n', 'utf16le');
  const taken = await take('half.csv', half);
  expect((await patientsOf(taken)).map((row) => row.family_name)).toEqual(['Ortiz']);
  expect(taken.refused).toEqual([[2, '', 'the line holds half a character']]);
});

test('of refusals without end the first hundred thousand are listed, and all are counted', async () => {
  const taken = await take('endless.csv', `id,last_name\n1,Okafor\n${',"x"\n'.repeat(120_000)}\n`);
  const [[rows = 0, added, refused = 0] = []] = taken.files;
  expect(added).toBe(1);
  expect(rows).toBe(refused + 1);
  expect(refused).toBeGreaterThan(100_000);
  expect(taken.refused).toHaveLength(100_000);
  expect(taken.report.refusalsNotListed).toBe(refused - 100_000);
});

test('formulas and script are text like any other, and no list of refusals runs them', async () => {
  const rows = [
    ['1', '=HYPERLINK("http://x.example","y")', '<script>alert(1)</script>', 'not a phone'],
    ['2', '@SUM(A1)', '"><img src=x onerror=alert(1)>', '+cmd|calc'],
    ['3', '-2+3', "Robert'); drop table patient;--", '=1+1'],
  ];
  const cells = rows.map((row) => row.map((cell) => `"${cell.replace(/"/g, '""')}"`).join(','));
  const taken = await take('formula.csv', `id,last_name,first_name,mobile\n${cells.join('\n')}\n`);
  const names = (await patientsOf(taken)).map((row) => [row.family_name, row.given_name]);
  expect(names.sort()).toEqual(rows.map(([, family, given]) => [family, given]).sort());
  const list = readFileSync(taken.report.refusalsFile ?? '', 'utf8');
  expect(list).toContain("'=HYPERLINK");
  expect(list).toContain("'=1+1");
  expect(list).not.toMatch(/(^|[,"\n])[=+@-](?!-)/m);
});

test('a column can neither choose the practice nor grant consent', async () => {
  const other = await aPractice(database);
  const text = `practice_id,id,last_name,consent,granted,marketing_email\n${other.id},1,Okafor,yes,true,yes\n`;
  const taken = await take('practice.csv', text);
  expect(await patientsOf(taken)).toHaveLength(1);
  expect(await patientsOf({ ...taken, practice: other })).toEqual([]);
  const consents = await database.inPractice(taken.practice.id, (db) =>
    db.selectFrom('consent').selectAll().execute(),
  );
  expect(consents.filter((row) => row.granted)).toEqual([]);
});

test('headings may be the names of what every object has', async () => {
  const taken = await take('names.csv', 'id,last_name,constructor,__proto__,toString\n1,Okafor,a,b,c\n');
  expect(taken.files).toEqual([[1, 1, 0]]);
  expect(taken.report.files[0]?.mapping).toMatchObject({
    leftOut: { unknown: ['constructor', '__proto__', 'toString'] },
  });
});

test('references that lead nowhere or round in a circle', async () => {
  const patient = (id: string, link?: string) => ({
    resourceType: 'Patient',
    id,
    name: [{ family: id }],
    ...(link === undefined
      ? {}
      : { link: [{ type: 'replaced-by', other: { reference: `Patient/${link}` } }] }),
  });
  const visit = (id: string, who: string, where: string) => ({
    resourceType: 'Appointment',
    id,
    status: 'fulfilled',
    start: '2026-02-02T09:00:00Z',
    participant: [{ actor: { reference: who } }, { actor: { reference: where } }],
  });
  const resources = [
    patient('a', 'b'),
    patient('b', 'a'),
    patient('c', 'c'),
    { resourceType: 'Location', id: 'x', name: 'Room X', partOf: { reference: 'Location/y' } },
    { resourceType: 'Location', id: 'y', name: 'Room Y', partOf: { reference: 'Location/x' } },
    visit('1', 'Patient/a', 'Location/x'),
    visit('2', 'Patient/nobody', 'Location/x'),
    visit('3', 'Patient/b', 'Location/nowhere'),
    visit('4', '#inside', '#itself'),
  ];
  const taken = await take('round.ndjson', resources.map((resource) => JSON.stringify(resource)).join('\n'));
  expect(taken.refused.map(([row]) => row)).toEqual([7, 9]);
  expect(taken.refused.every(([, , reason]) => reason.length > 10)).toBe(true);
  const visits = await database.inPractice(taken.practice.id, (db) =>
    db.selectFrom('visit').select('source_id').orderBy('source_id').execute(),
  );
  expect(visits).toHaveLength(2);
});

test('a line of nothing but zeros costs itself', async () => {
  const zeros = Buffer.alloc(20_000);
  const around = (before: string, after: string) =>
    Buffer.concat([Buffer.from(before), zeros, Buffer.from(after)]);
  const table = await take('zeros.csv', around('id,last_name\n1,Okafor\n2,', '\n3,Ortiz\n'));
  expect((await patientsOf(table)).map((patient) => patient.family_name)).toContain('Okafor');
  expect((await patientsOf(table)).map((patient) => patient.family_name)).toContain('Ortiz');
  const person = (id: string) =>
    JSON.stringify({ resourceType: 'Patient', id, name: [{ family: `Name${id}` }] });
  const lines = await take('zeros.ndjson', around(`${person('1')}\n`, `\n${person('2')}\n`));
  expect(lines.files).toEqual([[3, 2, 1]]);
});

test('what nests without end is refused, or read without following it', async () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  const lines = [
    `{"resourceType":"Patient","id":"a","name":[{"family":"Okafor"}],"extension":${deep}}`,
    `{"resourceType":"Patient","id":"b","name":${deep}}`,
    `${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`,
    `{"resourceType":"Claim","id":"c","status":"active","use":"claim","patient":{"reference":"Patient/a"},"total":{"value":${deep}},"item":[{"encounter":[{"reference":"Encounter/e"}]}]}`,
  ];
  const taken = await take('deep.ndjson', lines.join('\n'));
  expect(taken.refused.map(([row]) => row)).toEqual([3, 4]);
  expect(await patientsOf(taken)).toHaveLength(2);
});

test('what is no file on a disk is refused before it is opened', async () => {
  const path = join(folder, 'pipe.csv');
  execFileSync('mkfifo', [path]);
  const practice = await aPractice(database);
  const outcome = await importFiles(database, practice, [path], { refusalsFolder: folder });
  expect(outcome).toMatchObject({ ok: false, refusal: { detail: `${path} is no file that lies on a disk` } });
});
