import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aWorkbook, aZip } from '../../../tests/harness/workbook.ts';
import { speak } from '../../words/told.ts';
import { type ReadableFile, unpackFiles } from './unpack.ts';
import { cellText } from './workbook.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keepwell-unpack-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function unpacked(name: string, bytes: Buffer): Promise<ReadableFile & { readonly text: string }> {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const [file] = await unpackFiles([path], join(folder, 'scratch'));
  if (file === undefined) throw new Error('one file in, none out');
  return { ...file, text: readFileSync(file.readPath, 'latin1') };
}

test('a plain file stays where it is', async () => {
  const file = await unpacked('a.csv', Buffer.from('id\n1\n'));
  expect(file.readPath).toBe(join(folder, 'a.csv'));
  expect(readdirSync(folder)).toEqual(['a.csv']);
});

test('a compressed file is told by its bytes, and keeps the ending that says what it is', async () => {
  const file = await unpacked('export.ndjson.gz', gzipSync('{"resourceType":"Patient"}\n'));
  expect(file.readPath).toMatch(/0-export\.ndjson$/);
  expect(file.text).toBe('{"resourceType":"Patient"}\n');
});

test('a compressed file that is cut off is refused in words, and nothing of it is left', async () => {
  const whole = gzipSync('id,name\n'.repeat(5000));
  const file = await unpacked('a.csv.gz', whole.subarray(0, whole.length - 20));
  expect(speak(file.problem ?? '', 'en')).toBe('the compressed file is cut off or damaged');
  expect(readdirSync(join(folder, 'scratch'))).toEqual([]);
});

test('a compressed file that grows beyond measure is refused before it fills the disk', async () => {
  const file = await unpacked('bomb.csv.gz', gzipSync(Buffer.alloc(200_000_000)));
  expect(speak(file.problem ?? '', 'en')).toContain('grows more than two hundred times');
  expect(readdirSync(join(folder, 'scratch'))).toEqual([]);
});

test('the fullest sheet of a workbook becomes lines, row for row, with days and times as written', async () => {
  const bytes = aWorkbook([
    { name: 'About', rows: [['made by hand']] },
    {
      name: 'Visits',
      rows: [
        ['Practice export'],
        [],
        ['Patient ID', 'Name', 'Born', 'Visit', 'New'],
        [10412, 'Ruiz, "Ana"\nMaria', { day: 29_293 }, { day: 45_000.375 }, true],
      ],
    },
  ]);
  const file = await unpacked('book.xlsx', bytes);
  expect(file.sheet).toEqual({ name: 'Visits', left: ['About'] });
  expect(file.text.split('\n').map((line) => line.replace(/,+$/, ''))).toEqual([
    'Practice export',
    '',
    'Patient ID,Name,Born,Visit,New',
    '10412,"Ruiz, ""Ana"" Maria",1980-03-13,2023-03-15 09:00:00,TRUE',
    '',
  ]);
});

test('numbers that a spreadsheet has cut are written so that the reader refuses them', () => {
  expect(cellText(123_456_789_012_345)).toBe('123456789012345');
  expect(cellText(1_234_567_890_123_456)).toBe('1.234567890123456e+15');
});

test.each([
  ['a zip of something else', aZip({ 'a.csv': 'id\n1\n' }), 'a zip archive is not read'],
  ['a damaged workbook', aWorkbook([{ name: 'A', rows: [['x']] }]).subarray(0, 400), 'cannot be opened'],
  [
    'a bomb',
    aZip({ 'xl/workbook.xml': 'x', 'xl/worksheets/sheet1.xml': Buffer.alloc(90_000_000) }),
    'larger than can be opened',
  ],
  ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), 'before 2007'],
])('%s is refused in words', async (_what, bytes, words) => {
  expect(speak((await unpacked('file.xlsx', bytes)).problem ?? '', 'en')).toContain(words);
});
