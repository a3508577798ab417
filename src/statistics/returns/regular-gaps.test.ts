import { expect, test, vi } from 'vitest';
import { simulatePractice } from '../../../tests/prove/simulated-practice.ts';
import { backtest } from '../backtest/backtest.ts';
import { chooseModel } from '../backtest/champion-choice.ts';
import { type Figure, type TooFew, tooFew } from '../figure.ts';
import { type Random, seededRandom } from '../functions/random.ts';
import { stagesFrom, unevennessOf } from './regular-gaps.ts';
import type { ReturnInput } from './return-model.ts';

// A backtest is some twenty fits; beside other suites it may wait for a processor.
vi.setConfig({ testTimeout: 60_000 });

/** Customers who come after each gap, and leave for good with one chance in ten. */
function record(size: number, lastDay: number, gapOf: (random: Random) => number): ReturnInput {
  const random = seededRandom(4);
  const histories = Array.from({ length: size }, () => {
    const days = [Math.floor(0.7 * lastDay * random.uniform())];
    while (random.uniform() >= 0.1) {
      const next = (days.at(-1) ?? 0) + Math.max(1, Math.round(gapOf(random)));
      if (next > lastDay) break;
      days.push(next);
    }
    return days;
  });
  return { histories, observedTo: histories.map(() => lastDay), recallDays: 30, seed: 1 };
}

const even = (random: Random) => 28 + 4 * random.uniform();
/** Even for each, with nobody's gap like another's: a cut-off by days since the last visit does not see it. */
function evenInOwnWay(size: number, lastDay: number): ReturnInput {
  const { histories, ...rest } = record(size, lastDay, even);
  const scale = [0.5, 0.8, 1, 1.5, 2];
  return {
    ...rest,
    histories: histories.map((days, i) =>
      Array.from(days)
        .map((day) => Math.round((days[0] ?? 0) + (day - (days[0] ?? 0)) * (scale[i % scale.length] ?? 1)))
        .filter((day) => day <= lastDay),
    ),
  };
}
const atRandom = (random: Random) => -30 * Math.log(random.uniform());
const value = (figure: Figure | TooFew): number => ('kind' in figure ? Number.NaN : figure.value);
const namesIn = (chosen: ReturnType<typeof chooseModel>) =>
  'kind' in chosen ? [] : chosen.candidates.map(({ name }) => name);

test('by hand: gaps of 10, 20 and 30 days', () => {
  // Shares of the mean off it: -1/2, 0, 1/2, squared 1/2 together; at random 3 x 2 / 4.
  const histories = Array.from({ length: 30 }, () => [0, 10, 30, 60]);
  expect(unevennessOf({ histories })).toBeCloseTo(Math.sqrt(0.5 / 1.5), 12);
  expect(unevennessOf({ histories: histories.slice(1) })).toBeUndefined();
  expect(unevennessOf({ histories: histories.map(() => [0, 10]) })).toBeUndefined();
  expect(unevennessOf({ histories: histories.map(() => [0, 7, 14, 21]) })).toBe(0);
});

test('visits at random have one, also with two gaps each', () => {
  const random = seededRandom(2);
  const histories = Array.from({ length: 5000 }, () => {
    let day = 0;
    return [0, ...Array.from({ length: 2 }, () => (day += 100 * atRandom(random)))];
  });
  expect(unevennessOf({ histories })).toBeGreaterThan(0.97);
  expect(unevennessOf({ histories })).toBeLessThan(1.03);
});

test('stages by moments: four for half of chance, none fewer than one or more than 128', () => {
  expect([0.5, 1, 3, 0.01, 0].map(stagesFrom)).toEqual([4, 1, 1, 128, 128]);
});

test('where everybody keeps an even rhythm the clock is taken, and is ahead of what was there before', () => {
  const answer = backtest(evenInOwnWay(600, 900), 60);
  if ('kind' in answer) throw new Error('too few');
  const brier = (name: string) => {
    const row = answer.rows.find(({ model }) => model === name);
    return value(row?.brier ?? tooFew(0, 1));
  };
  expect(answer.champion).toBe('mbg-cnbd-k');
  for (const other of ['bg-bb', 'hazard', 'mean-bg-bb-hazard', 'mbg-nbd', 'best-recency-rates']) {
    expect(brier('auto')).toBeLessThan(0.9 * brier(other));
  }
  const names = answer.rows.map(({ model }) => model);
  expect(new Set(names).size).toBe(names.length);
});

test('on a short record with even gaps the mean with the clock is taken', () => {
  const chosen = chooseModel(record(400, 170, even), 90);
  expect(chosen).toMatchObject({ because: 'short-record', model: { name: 'mean-mbg-cnbd-k-hazard' } });
});

test('where visits fall at random, and in a practice, no clock is even asked', () => {
  const practice = simulatePractice({ recallDays: 182, size: 300, days: 2200, seed: 1 })
    .map(({ visitDays }) => visitDays)
    .filter((days) => days.length > 0);
  const asked = [
    namesIn(chooseModel(record(400, 700, atRandom), 60)),
    namesIn(
      chooseModel(
        { histories: practice, observedTo: practice.map(() => 2200), recallDays: 182, seed: 1 },
        365,
        { periodDays: 182 },
      ),
    ),
  ];
  for (const names of asked) {
    expect(names).toContain('hazard');
    expect(names.filter((name) => name.includes('cnbd'))).toEqual([]);
  }
});
