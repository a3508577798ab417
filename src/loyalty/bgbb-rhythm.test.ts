import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backtest, historyAsOf } from '../../tests/prove/return-forecasts.ts';
import { simulatePractice } from '../../tests/prove/simulated-practice.ts';
import { drawBgbb } from '../statistics/bgbb/bgbb-fit.ts';
import { visitChance } from '../statistics/bgbb/bgbb-predict.ts';
import { brierScore, recalibration } from '../statistics/calibration/calibration.ts';
import { bgbbRhythm, type FittedBgbb } from './bgbb-rhythm.ts';
import { placeOnGrid } from './grid.ts';

const recallDays = 182;
const asOf = 2400;
const practice = simulatePractice({ recallDays, size: 600, days: 2800, seed: 3 });
const known = practice.flatMap(({ visitDays }) => {
  const history = historyAsOf(visitDays, recallDays, asOf);
  return history === undefined ? [] : [history];
});
const stay = known.map((history) => ({ ...history, exitedOn: undefined }));
const fitted = bgbbRhythm.fit({ recallDays, asOf, histories: stay, prior: undefined, seed: 7 });
const score = bgbbRhythm.scorer(fitted, asOf, 365);

test('a fit is plain JSON and scores the same after storage', () => {
  const stored = JSON.parse(JSON.stringify(fitted)) as FittedBgbb;
  expect(stored).toEqual(fitted);
  expect(fitted.kind).toBe('bgbb');
  expect(fitted.parameters.converged).toBe(true);
  expect(fitted.n).toBeGreaterThan(300);
  const again = bgbbRhythm.scorer(stored, asOf, 365);
  for (const history of known.slice(0, 50)) expect(again(history)).toEqual(score(history));
});

test('every figure is inside its interval, and every chance is one', () => {
  for (const history of known) {
    const { returnChance, expectedVisits, activeChance } = score(history);
    for (const { value, low, high, n } of [returnChance, expectedVisits]) {
      expect(low).toBeLessThanOrEqual(value + 1e-9);
      expect(high).toBeGreaterThanOrEqual(value - 1e-9);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(n).toBe(fitted.n);
    }
    expect(returnChance.high).toBeLessThanOrEqual(1);
    expect(activeChance > 0 && activeChance < 1).toBe(true);
  }
});

test('a chance falls with every further day of silence', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...known.slice(0, 200)),
      fc.integer({ min: 0, max: 900 }),
      (history, days) => {
        const on = (day: number) => bgbbRhythm.scorer(fitted, day, 365)(history).returnChance.value;
        // Only the days after the last opportunity was taken are silence; before, the grid still moves on.
        const quiet = history.lastVisitDay + recallDays + days;
        expect(on(quiet + 30)).toBeLessThanOrEqual(on(quiet) + 1e-12);
      },
    ),
    { numRuns: 30 },
  );
});

test('the shared interval agrees with drawing for one patient alone', () => {
  const draws = drawBgbb(fitted.parameters, 200, 7);
  for (const history of known.slice(0, 40)) {
    const { moment, ahead } = placeOnGrid(history, recallDays, asOf, 365);
    const alone = draws.map((draw) => visitChance(draw, moment, ahead)).sort((a, b) => a - b);
    const { value, low, high } = score(history).returnChance;
    expect(value).toBeCloseTo(visitChance(fitted.parameters.model, moment, ahead), 12);
    expect(Math.abs(low - (alone[5] ?? 0))).toBeLessThan(0.015);
    expect(Math.abs(high - (alone[194] ?? 0))).toBeLessThan(0.015);
  }
});

test('the order of the patients and a round of storage change nothing', () => {
  const turned = bgbbRhythm.fit({
    recallDays,
    asOf,
    histories: stay.toReversed(),
    prior: undefined,
    seed: 7,
  });
  expect(turned).toEqual(fitted);
});

test('patients who left are known until they left, not dropped and not silent afterwards', () => {
  const fitUntil = (exitedOn: number | undefined) =>
    bgbbRhythm.fit({
      recallDays,
      asOf,
      histories: stay.map((history) => ({ ...history, exitedOn })),
      prior: undefined,
      seed: 7,
    });
  const early = fitUntil(1500);
  expect(early.n).toBeLessThan(fitted.n);
  expect(fitUntil(asOf + 500)).toEqual(fitted);
});

test('a practice without history gets the prior, wide and with n 0', () => {
  const first = bgbbRhythm.fit({ recallDays, asOf, histories: [], prior: undefined, seed: 1 });
  const { returnChance } = bgbbRhythm.scorer(
    first,
    asOf,
    365,
  )({ episodeStarts: [asOf - 30], lastVisitDay: asOf - 30 });
  expect(returnChance.n).toBe(0);
  expect(returnChance.high - returnChance.low).toBeGreaterThan(0.3);
});

test('a horizon shorter than the wait for the next opportunity holds no visit, and breaks nothing', () => {
  const { returnChance, expectedVisits } = bgbbRhythm.scorer(
    fitted,
    asOf,
    20,
  )({
    episodeStarts: [asOf - 10],
    lastVisitDay: asOf - 10,
  });
  expect(returnChance.value).toBe(0);
  expect(expectedVisits.value).toBe(0);
});

test('forecasts beat "seen in 18 months" by three in ten on a practice that follows nobody\'s model', () => {
  // The mean of eight practices is in tests/prove/rhythm.prove.ts; one of 1,000 patients shows it here.
  const { model, rule } = backtest(
    simulatePractice({ recallDays, size: 1000, days: 2920, seed: 2 }),
    recallDays,
    2370,
  );
  const [ours, theirs, line] = [brierScore(model), brierScore(rule), recalibration(model)];
  if ('kind' in ours || 'kind' in theirs || 'kind' in line)
    throw new Error('a thousand patients are not too few');
  expect(ours.value / theirs.value).toBeLessThan(0.7);
  expect(line.slope.value).toBeGreaterThan(0.8);
  expect(line.slope.value).toBeLessThan(1.3);
});
