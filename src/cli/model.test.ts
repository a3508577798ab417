import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { runCli } from '../../tests/harness/run-cli.ts';
import { simulateCnbd } from '../statistics/cnbd/cnbd-simulate.ts';
import { seededRandom } from '../statistics/functions/random.ts';

const folder = mkdtempSync(join(tmpdir(), 'keepwell-model-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  process.exitCode = 0;
});

function write(name: string, ...lines: string[]): string {
  const file = join(folder, name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const day = (number: number) => new Date(number * 86_400_000).toISOString().slice(0, 10);
const start = 18_000;
const until = day(start + 900);
const random = seededRandom(1);
const people = Array.from({ length: 300 }, () =>
  simulateCnbd(random, 'mbg', { r: 2, alpha: 60, a: 0.8, b: 4, k: 2 }, 900, { whole: true }),
);
const lines = people.flatMap(({ x, tx }, who) => [
  `p${who},${day(start)},10`,
  ...Array.from(
    { length: x },
    (_, i) => `p${who},${day(start + Math.max(1, Math.round((tx * (i + 1)) / x)))},${20 + (who % 7)}`,
  ),
]);
// Neither order nor a second event of a day may matter.
const file = write('events.csv', 'who,when,worth', ...lines.toReversed(), lines[0] ?? '', lines[0] ?? '');
const events = ['--events', file, '--id', 'who', '--date', 'when', '--until', until];
const models = ['bg-nbd', 'mbg-nbd', 'bg-cnbd-k', 'mbg-cnbd-k', 'mixture', 'bg-bb', 'auto'];

test('model fit answers with the agreed fields for every model', async () => {
  for (const model of [...models, 'gamma-gamma']) {
    const more = model === 'gamma-gamma' ? ['--value', 'worth'] : [];
    const ran = await runCli('model', 'fit', ...events, '--model', model, ...more, '--json');
    expect([ran.code, model]).toEqual([0, model]);
    const answer = JSON.parse(ran.out) as Record<string, unknown>;
    expect(Object.keys(answer)).toEqual([
      'model',
      'params',
      'se',
      'logLik',
      'n',
      'uniqueRows',
      'converged',
      'seconds',
    ]);
    if (model === 'auto') expect(ran.err).toMatch(/has the lowest BIC \(bg-nbd [\d.-]+, /);
    else expect(answer.model).toBe(model);
    expect(ran.out).not.toMatch(/null|NaN/);
  }
}, 60_000);

test('weeks are days divided by seven: only alpha and the density change', async () => {
  const fitted = async (...more: string[]) =>
    JSON.parse((await runCli('model', 'fit', ...events, '--model', 'mbg-nbd', '--json', ...more)).out) as {
      params: { r: number; alpha: number };
      logLik: number;
    };
  const [days, weeks] = [await fitted(), await fitted('--unit', 'week')];
  expect(weeks.params.r / days.params.r).toBeCloseTo(1, 6);
  expect(days.params.alpha / weeks.params.alpha).toBeCloseTo(7, 5);
  const visits = new Set(lines.map((line) => line.split(',').slice(0, 2).join())).size - people.length;
  expect(weeks.logLik - days.logLik).toBeCloseTo(visits * Math.log(7), 4);
});

test('model forecast says something sane of everybody, alike for every unit, as CSV and as JSON', async () => {
  for (const model of models) {
    const ran = await runCli('model', 'forecast', ...events, '--model', model, '--horizon-days', '182');
    const [heading, ...rows] = ran.out.trim().split('\n');
    expect(heading).toBe('id,pVisit,pVisitLow,pVisitHigh,expectedVisits,pAlive,overduePercentile');
    expect(rows).toHaveLength(people.length);
    for (const row of rows) {
      const [id, ...numbers] = row.split(',');
      const [p = -1, low = -1, high = -1, visits = -1, alive = -1, overdue = -1] = numbers.map(Number);
      expect(id).toMatch(/^p\d+$/);
      expect(low >= 0 && low <= p && p <= high && high <= 1 && p <= visits + 1e-9).toBe(true);
      expect(alive >= 0 && alive <= 1 && overdue >= 0 && overdue <= 1).toBe(true);
    }
  }
  const asked = ['model', 'forecast', ...events, '--model', 'mbg-nbd', '--horizon-days', '182'];
  const days = JSON.parse((await runCli(...asked, '--json')).out) as { id: string; pVisit: number }[];
  const weeks = JSON.parse((await runCli(...asked, '--unit', 'week', '--json')).out) as typeof days;
  expect(days).toHaveLength(people.length);
  for (const [i, one] of days.entries()) expect(weeks[i]?.pVisit).toBeCloseTo(one.pVisit, 6);
}, 60_000);

test('a summary with weights is the same as its customers one by one', async () => {
  const rows = people.map(({ x, tx, t, litt }) => `${x},${tx},${t},${litt}`);
  const single = write('single.csv', 'x,tx,t,litt', ...rows);
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row, (counts.get(row) ?? 0) + 1);
  const weighed = write('weighed.csv', 'x,tx,t,litt,n', ...[...counts].map(([row, n]) => `${row},${n}`));
  const fitted = async (path: string, ...more: string[]) =>
    JSON.parse(
      (
        await runCli(
          'model',
          'fit',
          '--summary',
          path,
          '--x',
          'x',
          '--tx',
          'tx',
          '--t',
          't',
          '--litt',
          'litt',
          '--model',
          'mbg-cnbd-k',
          '--json',
          ...more,
        )
      ).out,
    ) as { params: { k: number; r: number }; logLik: number; n: number };
  const [one, other] = [await fitted(single), await fitted(weighed, '--weight', 'n')];
  expect(one.n).toBe(300);
  expect(other.n).toBe(300);
  expect(one.params.k).toBe(2);
  expect(other.logLik).toBeCloseTo(one.logLik, 6);
});

test('odd logs have a result or too-few in words', async () => {
  const log = (name: string, ...rows: string[]) => write(`${name}.csv`, 'who,when', ...rows);
  const many = (name: string, visits: readonly number[]) =>
    log(
      name,
      ...Array.from({ length: 40 }, (_, who) => visits.map((at) => `p${who},${day(7000 + at)}`)).flat(1),
    );
  const cases = {
    'came once': many('once', [0]),
    clockwork: many('clockwork', [0, 180, 360, 540, 720]),
    'thirty years': many('years', [0, 11_000]),
    often: log(
      'often',
      ...Array.from({ length: 30 }, (_, who) =>
        Array.from({ length: 150 }, (_d, i) => `p${who},${day(7000 + 2 * i)}`),
      ).flat(1),
    ),
  };
  for (const [name, path] of Object.entries(cases)) {
    for (const model of models) {
      const asked = [
        '--events',
        path,
        '--id',
        'who',
        '--date',
        'when',
        '--until',
        '2020-01-01',
        '--model',
        model,
      ];
      const ran = await runCli('model', 'forecast', ...asked, '--horizon-days', '365');
      // The only gap of thirty years is the period of the grid, and none has wholly passed.
      const tooFew = name === 'thirty years' && model === 'bg-bb';
      expect([name, model, ran.code]).toEqual([name, model, tooFew ? 1 : 0]);
      if (tooFew) expect(ran.err).toContain('too-few');
      expect(ran.out).not.toMatch(/NaN|Infinity|null/);
    }
  }
  const one = log('one', 'p1,2020-01-01', 'p1,2020-02-01', 'p2,2031-01-01');
  const asked = ['--events', one, '--id', 'who', '--date', 'when', '--until', '2020-12-31', '--json'];
  for (const model of models) {
    const ran = await runCli('model', 'fit', ...asked, '--model', model);
    expect([ran.code, ran.out]).toEqual([1, '']);
    expect(ran.err).toContain('too-few: a fit needs 30 customers, and there are 1');
  }
}, 120_000);

test('bad cells and bad questions are named', async () => {
  const bad = write('bad.csv', 'who,when,worth', 'a,2020-01-01,5', 'b,2020-02-30,5');
  const worth = write('worth.csv', 'who,when,worth', 'a,2020-01-01,much');
  const summary = write('summary.csv', 'x,tx,t', '1,5,9', '2,12,9');
  const ask = async (...args: string[]) => {
    const ran = await runCli('model', 'fit', '--json', ...args);
    expect([ran.code, ran.out]).toEqual([1, '']);
    return ran.err;
  };
  const columns = ['--id', 'who', '--date', 'when', '--until', '2020-12-31'];
  const parts = ['--x', 'x', '--tx', 'tx', '--t', 't'];
  expect(await ask('--events', bad, ...columns)).toContain(
    'bad.csv, row 3, column when: "2020-02-30" is not a day',
  );
  expect(await ask('--events', worth, ...columns, '--value', 'worth')).toContain(
    'row 2, column worth: "much"',
  );
  expect(await ask('--events', bad, '--id', 'whom', '--date', 'when', '--until', '2020-12-31')).toContain(
    'no column whom; it has who, when, worth',
  );
  expect(await ask('--events', bad, '--id', 'who', '--date', 'when', '--until', 'soon')).toContain(
    '--until takes a day',
  );
  expect(await ask('--summary', summary, ...parts)).toContain(
    'row 3, column tx: "12" is not at most t, which is 9',
  );
  expect(await ask('--events', join(folder, 'none.csv'), ...columns)).toContain('cannot be read (ENOENT)');
  expect(await ask('--events', bad, '--summary', summary)).toContain(
    'say --events with a log of events, or --summary',
  );
  expect(await ask()).toContain('say --events');
  const gaps = write('gaps.csv', 'x,tx,t', '2,5,9');
  expect(await ask('--summary', gaps, ...parts, '--model', 'mixture')).toContain('--litt');
});
