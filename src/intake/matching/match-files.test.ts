import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { localDate } from '../../kit/local-date.ts';
import { matchRecords } from '../match-actions.ts';

const folder = mkdtempSync(join(tmpdir(), 'keepwell-match-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function made(text: string): string {
  files += 1;
  const path = join(folder, `${files}.csv`);
  writeFileSync(path, text);
  return path;
}

const job = { country: 'US', today: localDate('2026-11-25') };

async function match(...paths: readonly string[]) {
  const [first = '', second] = paths;
  const report = await matchRecords({ ...job, paths: second === undefined ? [first] : [first, second] });
  if (!report.ok) throw new Error(report.refusal.detail);
  return report.value;
}

const headings = 'Patient ID,Last Name,First Name,Middle Name,Suffix,DOB,Gender,Mobile,Address,City,Zip\n';
const lena = 'Okafor,Lena,,,02/29/1980,F,(202) 555-0147,12 Elm St,Salem,01970\n';

test('the doubles of a file, with the id of the first column and the reasons', async () => {
  const { pairs, records } = await match(
    made(`${headings}1,${lena}2,${lena}3,Berg,Ida,,,03/04/1955,F,,,,\n`),
  );
  expect(records).toBe(3);
  expect(pairs).toHaveLength(1);
  expect(pairs[0]).toMatchObject({ a: '1', b: '2', decision: 'auto' });
  expect(pairs[0]?.score).toBeGreaterThan(0.99);
  expect(pairs[0]?.why).toContainEqual({ field: 'birth_date', level: 'same', weight: expect.any(Number) });
});

test('of two files only pairs across them, the first file first, whatever the ids are', async () => {
  const one = made(`${headings}1,${lena}2,${lena}`);
  const other = made(
    `id;surname;given_name;date_of_birth;phone\n1;Berg;Ida;1955-03-04;\n7;Okafor;Lena;1980-02-29;202-555-0147\n`,
  );
  const { pairs, records } = await match(one, other);
  expect(records).toBe(4);
  expect(pairs.map(({ a, b, decision }) => [a, b, decision])).toEqual([
    ['1', '7', 'auto'],
    ['2', '7', 'auto'],
  ]);
});

test('middle names and generations have columns of their own', async () => {
  const home = 'F,(202) 555-0147,12 Elm St,Salem,01970\n';
  const twins = `${headings}1,Okafor,Mary,Ann,,02/29/2016,${home}2,Okafor,Mary,Beth,,02/29/2016,${home}`;
  expect((await match(made(twins))).pairs.filter(({ decision }) => decision === 'auto')).toEqual([]);
  const men = `${headings}1,Pike,John,,Sr,02/28/1980,M,,12 Elm St,Salem,01970\n2,Pike,John,,Jr,02/28/1980,M,,12 Elm St,Salem,01970\n`;
  const [pair] = (await match(made(men))).pairs;
  expect(pair).toMatchObject({ decision: 'review' });
  expect(pair?.why.at(-1)?.level).toBe('senior and junior');
});

test('no number of a state is ever looked at', async () => {
  const rows = '1,Okafor,Lena,1980-02-29,123456789\n2,Berg,Ida,1955-03-04,123456789\n';
  for (const heading of ['SSN', 'soc_sec_id', 'Social Security Number', 'National ID']) {
    const { pairs } = await match(made(`id,last_name,first_name,dob,${heading}\n${rows}`));
    expect(pairs, heading).toEqual([]);
  }
});

test('what cannot be read is refused in words that say what to do', async () => {
  const refusal = async (path: string, idColumn?: string) => {
    const report = await matchRecords({ ...job, paths: [path], idColumn });
    return report.ok ? '' : report.refusal.detail;
  };
  expect(await refusal(join(folder, 'none.csv'))).toContain('there is no file');
  expect(await refusal(made('1,2,3\n4,5,6\n'))).toContain('no line of');
  const good = made(`${headings}1,${lena}`);
  expect(await refusal(good, 'Chart')).toContain('has no column "Chart"');
  const twice = made(`last_name,first_name,dob,chart\nOkafor,Lena,1980-02-29,1\nOkafor,Ida,1955-02-28,2\n`);
  expect(await refusal(twice)).toContain('say with --id');
  expect(await refusal(twice, 'chart')).toBe('');
});

test('a row without an id is called by its place', async () => {
  const { pairs } = await match(made(`${headings}1,${lena},${lena}`));
  expect(pairs.map(({ a, b }) => [a, b])).toEqual([['1', 'row 3']]);
});
