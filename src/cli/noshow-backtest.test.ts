import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, test } from 'vitest';
import { runCli } from '../../tests/harness/run-cli.ts';
import { seededRandom } from '../statistics/functions/random.ts';

const folder = mkdtempSync(join(tmpdir(), 'keepwell-noshow-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  process.exitCode = 0;
});

const shared = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const publicVisits = join(shared, 'noshow', 'appointments.csv');
const madeUpVisits = join(shared, 'scheduling', 'medscheduler', 'appointments.csv');

interface Answer {
  readonly [key: string]: number | boolean | null | object;
}

async function backtest(...args: string[]) {
  const ran = await runCli('noshow', 'backtest', ...args);
  const told: Answer = ran.out.startsWith('{') ? JSON.parse(ran.out) : {};
  return { ...ran, told };
}

/** A file of visits of which those booked long ahead are missed more often. */
function aFile(
  name: string,
  headings: string,
  row: (n: number, missed: boolean, lead: number) => string,
): string {
  const random = seededRandom(2);
  const lines = Array.from({ length: 3000 }, (_, n) => {
    const lead = Math.floor(40 * random.uniform());
    return row(n, random.uniform() < 0.05 + lead / 80, lead);
  });
  const file = join(folder, name);
  writeFileSync(file, `${headings}\n${lines.join('\n')}\n`);
  return file;
}
const dayOf = (n: number): string => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10);
const plain = aFile(
  'visits.csv',
  'patient_id,booked_on,appointment_date,status',
  (n, missed, lead) =>
    `p${n % 700},${dayOf(Math.floor(n / 10) - lead)},${dayOf(Math.floor(n / 10))},${missed ? 'no show' : n % 17 === 0 ? 'cancelled' : 'completed'}`,
);

test.skipIf(!existsSync(publicVisits))(
  'on 55,513 public visits: skill, of the size that is to be had',
  async () => {
    const { code, told } = await backtest(
      '--appointments',
      publicVisits,
      '--split-date',
      '2016-05-25',
      '--json',
    );
    expect(code).toBe(0);
    expect(told.auc).toBeGreaterThanOrEqual(0.72);
    expect(told.auc).toBeLessThan(0.8);
    expect(told.aucExcludingSameDay).toBeGreaterThanOrEqual(0.585);
    expect(1 - Number(told.brier) / Number(told.brierBase)).toBeGreaterThanOrEqual(0.08);
    expect(told.slope).toBeGreaterThanOrEqual(0.85);
    expect(told.slope).toBeLessThanOrEqual(1.15);
    expect(told).toMatchObject({ skill: true, badRows: 2, n: 19_536 });
  },
);

test.skipIf(!existsSync(madeUpVisits))(
  'on visits whose outcomes were drawn by lot it says that it has no skill',
  async () => {
    const { code, out } = await backtest('--appointments', madeUpVisits, '--split-date', '2024-06-01');
    expect(code).toBe(0);
    expect(out).toMatch(/^No skill: /);
    const { told } = await backtest('--appointments', madeUpVisits, '--split-date', '2024-06-01', '--json');
    expect(told).toMatchObject({ skill: false });
  },
);

test.runIf(!existsSync(publicVisits))('left out: the public visits are not there', () => {
  process.stderr.write(`left out: no-show on public visits, ${publicVisits} is not there\n`);
});

test('columns are found by their headings, and cancelled visits count for nothing', async () => {
  const { code, told, err } = await backtest('--appointments', plain, '--split-date', '2024-07-01', '--json');
  expect([code, err]).toEqual([0, '']);
  expect(told).toMatchObject({ skill: true, badRows: 0, rows: 3000 });
  expect(told.columns).toEqual({
    patient: 'patient_id',
    booked: 'booked_on',
    day: 'appointment_date',
    outcome: 'status',
  });
  expect(told.neitherMissedNorKept).toBeGreaterThan(50);
});

test('what headings do not tell can be said, and what is not there is named', async () => {
  const odd = aFile('odd.csv', 'wer,gemacht,wann,kam', (n, missed, lead) =>
    [n % 700, dayOf(Math.floor(n / 10) - lead), dayOf(Math.floor(n / 10)), missed ? 'no' : 'yes'].join(','),
  );
  const columns = ['--patient', 'wer', '--booked', 'gemacht', '--day', 'wann', '--outcome', 'kam'];
  const said = await backtest('--appointments', odd, '--split-date', '2024-07-01', ...columns, '--json');
  expect([said.code, said.told.skill]).toEqual([0, true]);
  const wrong = await backtest('--appointments', plain, '--split-date', '2024-07-01', '--age', 'years');
  expect([wrong.code, wrong.out]).toEqual([1, '']);
  expect(wrong.err).toMatch(/has no column years; it has patient_id/);
});

test('a column that knows the outcome is refused in words', async () => {
  const leaking = aFile(
    'leaking.csv',
    'patient_id,booked_on,appointment_date,status,age',
    (n, missed, lead) =>
      [
        n % 700,
        dayOf(Math.floor(n / 10) - lead),
        dayOf(Math.floor(n / 10)),
        missed ? 'no show' : 'completed',
        missed ? 80 : 30,
      ].join(','),
  );
  const { code, out, err } = await backtest(
    '--appointments',
    leaking,
    '--split-date',
    '2024-07-01',
    '--json',
  );
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(/too good to be true: an AUC of 1\.000/);
});

test('rows that cannot be read are named by file, row, column and value', async () => {
  const file = join(folder, 'bad.csv');
  const lines = [
    'patient_id,booked_on,appointment_date,status,age',
    '1,2024-01-01,2024-01-05,no show,40',
    '2,2024-01-09,2024-01-05,completed,40',
    '3,2024-01-01,2024-01-05,perhaps,40',
    '4,2024-01-01,2024-02-30,completed,40',
    '5,2024-01-01,2024-01-05,completed,-1',
    ',2024-01-01,2024-01-05,completed,40',
  ];
  writeFileSync(file, lines.join('\n'));
  const { code, err } = await backtest('--appointments', file, '--split-date', '2024-01-05');
  expect(code).toBe(1);
  expect(err.split('\n').slice(0, 6)).toEqual([
    'bad.csv, row 3, booked_on: 2024-01-09: it was booked after the visit',
    'bad.csv, row 4, status: perhaps: this word says neither that they came nor that not',
    'bad.csv, row 5, appointment_date: 2024-02-30: this is no date',
    'bad.csv, row 6, age: -1: nobody is of this age',
    'bad.csv, row 7, patient_id: : there is no patient',
    'too few visits to tell: 0 of the rarer outcome on one side of 2024-01-05, 50 are needed',
  ]);
});

test('dates that can be read two ways are asked about', async () => {
  const file = join(folder, 'dates.csv');
  writeFileSync(file, 'patient,appointment_date,status\n1,03/04/2024,no show\n2,05/06/2024,completed\n');
  const asked = await backtest('--appointments', file, '--split-date', '2024-05-01');
  expect([asked.code, asked.err]).toEqual([
    1,
    'nothing in the file tells day from month; say --dates day-first or month-first\n',
  ]);
  const said = await backtest('--appointments', file, '--split-date', '2024-05-01', '--dates', 'day-first');
  expect(said.err).toMatch(/^too few visits/);
  const none = await backtest('--appointments', join(folder, 'none.csv'), '--split-date', '2024-05-01');
  expect([none.code, none.err]).toEqual([1, `there is no file ${join(folder, 'none.csv')}\n`]);
  const noDay = await backtest('--appointments', file, '--split-date', 'May');
  expect(noDay.err).toBe('--split-date takes a day such as 2025-03-31, not May\n');
});
