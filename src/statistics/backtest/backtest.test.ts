import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { simulatePractice } from '../../../tests/prove/simulated-practice.ts';
import type { Figure, TooFew } from '../figure.ts';
import { knownOn } from '../returns/known-on.ts';
import type { ReturnInput } from '../returns/return-model.ts';
import { type Backtest, type BacktestHow, type BacktestRow, backtest } from './backtest.ts';
import { forecastsOn } from './backtest-forecasts.ts';
import { autoModel, chooseModel } from './champion-choice.ts';
import { naiveRules } from './naive-rules.ts';

// A backtest is some twenty fits; beside other suites it may wait for a processor.
vi.setConfig({ testTimeout: 60_000 });

const origin = 6 * 365 + 180;

function practice(size: number, seed: number, recallDays = 182): ReturnInput {
  const lastDay = origin + 365;
  const histories = simulatePractice({ recallDays, size, days: 6 * 365 + 565, seed })
    .map(({ visitDays }) => visitDays.filter((day) => day <= lastDay))
    .filter((visitDays) => visitDays.length > 0);
  return { histories, observedTo: histories.map(() => lastDay), recallDays, seed: 1 };
}

function known(input: ReturnInput, horizonDays: number, how: BacktestHow = {}): Backtest {
  const answer = backtest(input, horizonDays, how);
  if ('kind' in answer) throw new Error('too few');
  return answer;
}

const rowOf = ({ rows }: Backtest, name: string): BacktestRow => {
  const row = rows.find(({ model }) => model === name);
  if (row === undefined) throw new Error(`no row ${name}`);
  return row;
};
const value = (figure: Figure | TooFew): number => ('kind' in figure ? Number.NaN : figure.value);

test('on a simulated practice what auto picks is far ahead of the rules that practices use', () => {
  const answer = known(practice(1000, 1), 365, { periodDays: 182 });
  const [auto, rule, rates] = ['auto', '18-months', '18-months-rates'].map((name) => rowOf(answer, name));
  if (auto === undefined || rule === undefined || rates === undefined) throw new Error('a row is missing');
  expect(value(auto.brier)).toBeLessThan(0.7 * value(rule.brier));
  expect(value(auto.brier)).toBeLessThan(0.9 * value(rates.brier));
  expect(value(auto.slope)).toBeGreaterThan(0.8);
  expect(value(auto.slope)).toBeLessThan(1.25);
  expect(answer.origins).toHaveLength(1);
  expect(answer.origins[0]).toMatchObject({ origin, patients: auto.n });
  expect(auto.n).toBe(rule.n);
});

test('the period is found where nobody says it', () => {
  const chosen = chooseModel(practice(400, 3), 365);
  if ('kind' in chosen) throw new Error('too few');
  expect(Math.abs(chosen.periodDays - 182)).toBeLessThan(30);
});

test('what happened after the origin changes no forecast and no choice', () => {
  const input = practice(150, 2);
  const other = {
    ...input,
    histories: input.histories.map((days) =>
      Array.from(days).filter((day) => day <= origin || day % 2 === 0),
    ),
  };
  const kept = (one: ReturnInput) => known(one, 365, { periodDays: 182, origins: [origin] });
  const [a, b] = [
    kept(input),
    kept({ ...other, histories: other.histories.map((days) => (days.length ? days : [origin + 1])) }),
  ];
  expect(b.origins[0]?.chosen).toEqual(a.origins[0]?.chosen);
  const rules = naiveRules(365);
  expect(forecastsOn(other, origin, 365, rules).said).toEqual(forecastsOn(input, origin, 365, rules).said);
});

test('days that are given are stood on; those whose end is not known are not', () => {
  const input = practice(120, 4);
  const days = [origin - 400, origin - 200, origin + 1];
  const answer = known(input, 365, { periodDays: 182, origins: days });
  expect(answer.origins.map((one) => one.origin)).toEqual(days.slice(0, 2));
  const auto = rowOf(answer, 'auto');
  expect(auto.byOrigin.map((one) => one.origin)).toEqual(days.slice(0, 2));
  expect(auto.n).toBe(auto.byOrigin.reduce((sum, { n }) => sum + n, 0));
  expect(backtest(input, 365, { origins: [origin + 1] })).toEqual({ kind: 'too-few', n: 0, needed: 1 });
});

test('who left before the origin is not asked about; who leaves after it and does not come counts', () => {
  const input = practice(80, 5);
  const observedTo = input.histories.map((_, i) =>
    i % 4 === 0 ? origin - 30 : i % 4 === 1 ? origin + 30 : origin + 365,
  );
  const answer = known({ ...input, observedTo }, 365, { periodDays: 182, origins: [origin] });
  const asked = knownOn({ ...input, observedTo }, origin).observedTo.filter((day) => day === origin).length;
  expect(answer.origins[0]?.patients).toBe(asked);
});

test('under fifty labels nothing is compared, and that is said', () => {
  const chosen = chooseModel(practice(45, 6), 365, { periodDays: 182 });
  expect(chosen).toMatchObject({ because: 'too-few-labels', choice: undefined, origins: [] });
  if ('kind' in chosen) throw new Error('too few');
  expect(chosen.model.name).toBe('hazard');
});

test('the same record gives the same numbers', () => {
  const input = practice(150, 7);
  expect(known(input, 365, { periodDays: 182 })).toEqual(known(input, 365, { periodDays: 182 }));
});

test('odd records end in numbers or too few', () => {
  const all = (histories: number[][], lastDay: number): ReturnInput => ({
    histories,
    observedTo: histories.map(() => lastDay),
    recallDays: 182,
    seed: 1,
  });
  const every = (step: number, count: number) => Array.from({ length: count }, (_, i) => i * step);
  const cases: ReturnInput[] = [
    all([], 10),
    all([[5]], 10),
    all([[5]], 2000),
    all(
      Array.from({ length: 100 }, (_, i) => [i]),
      2000,
    ),
    all(
      Array.from({ length: 100 }, () => every(182, 12)),
      2200,
    ),
    all(
      Array.from({ length: 5 }, () => every(2, 5000)),
      10_950,
    ),
  ];
  for (const input of cases) {
    const auto = autoModel(365).fit(input);
    if (!('kind' in auto)) {
      const f = auto.forecaster(365)(input.histories[0] ?? [0], input.observedTo[0] ?? 0);
      expect(Object.values(f).every(Number.isFinite)).toBe(true);
    } else expect(input.histories).toHaveLength(0);
    const answer = backtest(input, 365);
    if ('kind' in answer) continue;
    for (const row of answer.rows) {
      const numbers = [row.bias, row.mae, value(row.brier), ...['kind' in row.auc ? 0 : row.auc.value]];
      expect(numbers.every((one) => Number.isFinite(one)) || row.n < 2).toBe(true);
    }
  }
  expect(() => backtest(all([[1]], 5), 0)).toThrow(RangeError);
});

const dayOf = (text: string) =>
  Date.parse(`${text.slice(0, 4)}-${text.slice(-4, -2)}-${text.slice(-2)}T00:00:00Z`) / 86_400_000;

function record(
  name: string,
  customerAndDay: (line: string) => [string, string],
  lastDay: string,
): ReturnInput | undefined {
  const file = fileURLToPath(new URL(`../../../../shared/data/retention/${name}`, import.meta.url));
  if (!existsSync(file)) return undefined;
  const days = new Map<string, Set<number>>();
  for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    const [customer, date] = customerAndDay(line);
    const day = dayOf(date.replaceAll('-', ''));
    if (!Number.isFinite(day)) continue; // the heading
    days.set(customer, (days.get(customer) ?? new Set()).add(day));
  }
  const histories = [...days.values()].map((list) => [...list].sort((a, b) => a - b));
  return { histories, observedTo: histories.map(() => dayOf(lastDay)), recallDays: 28, seed: 1 };
}

test('groceries and CDNOW, 26 weeks: what auto picks is as good as was asked', ({ annotate }) => {
  const groceries = record(
    'grocery_event_log.csv',
    (line) => {
      const [customer = '', date = ''] = line.replaceAll('"', '').split(',');
      return [customer, date];
    },
    '20071230',
  );
  const music = record(
    'CDNOW_sample.txt',
    (line) => {
      const [customer = '', , date = ''] = line.trim().split(/\s+/);
      return [customer, date];
    },
    '19980630',
  );
  if (groceries === undefined || music === undefined) {
    console.info('left out: groceries and CDNOW (no shared data folder beside the project)');
    return annotate('left out: no shared data folder beside the project');
  }
  const bought = rowOf(known(groceries, 182), 'auto');
  expect(value(bought.brier)).toBeLessThanOrEqual(0.082);
  expect(value(bought.auc)).toBeGreaterThanOrEqual(0.92);
  const heard = rowOf(known(music, 182), 'auto');
  expect(value(heard.brier)).toBeLessThanOrEqual(0.131);
  expect(value(heard.auc)).toBeGreaterThanOrEqual(0.79);
});
