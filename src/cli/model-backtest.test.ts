import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { runCli } from '../../tests/harness/run-cli.ts';
import { simulatePractice } from '../../tests/prove/simulated-practice.ts';
import { dayFromNumber, dayNumber, type LocalDate } from '../kit/local-date.ts';

// A backtest is some twenty fits; beside other suites it may wait for a processor.
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), 'keepwell-backtest-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  process.exitCode = 0;
});

const firstDay = dayNumber('2018-01-01' as LocalDate);
const until = '2024-06-30';
const file = join(folder, 'visits.csv');
const rows = simulatePractice({ recallDays: 182, size: 160, days: 2372, seed: 21 }).flatMap(
  ({ visitDays }, who) => visitDays.map((day) => `p${who},${dayFromNumber(firstDay + day)}`),
);
// In no order, one of them twice, one after the last day.
writeFileSync(file, `who,day\n${[...rows.toReversed(), rows[0], 'p0,2024-07-01'].join('\n')}\n`);

const log = ['--events', file, '--id', 'who', '--date', 'day', '--until', until, '--period-days', '182'];

interface Answer {
  readonly champion: string;
  readonly origins: readonly { readonly origin: string; readonly n: number; readonly champion: string }[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

test('model backtest answers a row a model and rule, and the champion, on one line', async () => {
  const ran = await runCli('model', 'backtest', ...log, '--horizon-days', '365', '--json');
  expect([ran.code, ran.err]).toEqual([0, `1 events after ${until} were not looked at\n`]);
  const answer = JSON.parse(ran.out) as Answer;
  expect(answer.origins.map(({ origin }) => origin)).toEqual(['2023-07-01']);
  const names = answer.rows.map(({ model }) => model);
  for (const name of ['bg-bb', 'mbg-nbd', 'hazard', '18-months', '18-months-rates', 'recency-bins', 'auto']) {
    expect(names).toContain(name);
  }
  expect(names).toContain(answer.champion);
  for (const row of answer.rows) {
    for (const column of ['brier', 'auc', 'slope', 'intercept', 'mae', 'n'])
      expect(typeof row[column]).toBe('number');
  }
  const brierOf = (name: string) => Number(answer.rows.find(({ model }) => model === name)?.brier);
  expect(brierOf('auto')).toBe(brierOf(answer.champion));
  expect(brierOf('auto')).toBeLessThan(brierOf('18-months'));
  expect(ran.out.endsWith('}\n')).toBe(true);
  expect(/NaN|null|Infinity/.test(ran.out)).toBe(false);
});

test('model backtest stands on the days that are given, and says which it could not', async () => {
  const days = ['--origins', '2022-12-31,2023-03-31', '2024-03-31'];
  const ran = await runCli('model', 'backtest', ...log, '--horizon-days', '365', ...days);
  expect(ran.code).toBe(0);
  expect(ran.err).toContain('left out, their end is not known or nobody had come: 2024-03-31');
  expect(ran.out).toContain('365 days ahead from 2022-12-31, 2023-03-31');
  expect(ran.out).toMatch(/\nmodel +brier +auc +slope +intercept +mae +n\n/);
  expect(ran.out).toMatch(/\n\* [a-z-]+ /);
  expect(ran.out).toMatch(/ {2}18-months \(rule\)/);
});

test('model forecast with auto says which model it took, and a probability for everybody', async () => {
  const ran = await runCli('model', 'forecast', ...log, '--horizon-days', '365');
  expect(ran.code).toBe(0);
  expect(ran.err).toMatch(/is the simplest within one standard error of the best on 4 past days/);
  const lines = ran.out.trim().split('\n').slice(1);
  expect(lines.length).toBe(new Set(rows.map((row) => row.split(',')[0])).size);
  for (const line of lines) {
    const [, pVisit = 2, low = 2, high = -1] = line.split(',').map(Number);
    expect(low <= pVisit && pVisit <= high && low >= 0 && high <= 1).toBe(true);
  }
});

test('what cannot be looked back on is refused in one line', async () => {
  const refused = async (...args: string[]) => {
    const ran = await runCli('model', 'backtest', ...args);
    expect(ran.code).toBe(1);
    return ran.err;
  };
  expect(await refused(...log, '--horizon-days', '9000')).toContain(
    'too-few: no day has two months of visits before it',
  );
  expect(await refused(...log, '--horizon-days', '365', '--origins', '2024-02-30')).toContain(
    'not 2024-02-30\n',
  );
  expect(await refused(...log, '--horizon-days', '365', '--origins', '2024-03-31')).toContain(
    'too-few: none of the --origins',
  );
  const one = join(folder, 'one.csv');
  writeFileSync(one, 'who,day\na,2024-01-01\n');
  const alone = [
    '--events',
    one,
    '--id',
    'who',
    '--date',
    'day',
    '--until',
    '2024-01-31',
    '--horizon-days',
    '30',
  ];
  expect(await refused(...alone)).toContain('too-few');
  const summary = join(folder, 'summary.csv');
  writeFileSync(summary, 'x,tx,t\n1,2,3\n');
  const summed = ['--summary', summary, '--x', 'x', '--tx', 'tx', '--t', 't', '--horizon-days', '30'];
  expect(await refused(...summed)).toContain('only a log of events can be looked back on');
});
