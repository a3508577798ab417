import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulatePractice } from '../../../tests/prove/simulated-practice.ts';
import { hazardCompanions } from '../backtest/backtest-candidates.ts';
import type { FittedReturn, ReturnInput } from '../returns/return-model.ts';
import { fewestLabels, hazardModel, hazardRows } from './hazard.ts';
import { boundedLogOdds, hazardFeatures, writeFeatures } from './hazard-features.ts';
import { pooledHazard } from './hazard-pooled.ts';

const featuresOf = (days: number[], day: number, recallDays: number, horizonDays: number) => {
  const row: number[] = [];
  writeFeatures(days, day, recallDays, horizonDays, row);
  return Object.fromEntries(hazardFeatures.map((name, i) => [name, row[i] ?? Number.NaN]));
};

function practice(size: number, seed: number, lastDay = 2555): ReturnInput {
  const histories = simulatePractice({ recallDays: 182, size, days: lastDay + 1, seed })
    .map(({ visitDays }) => visitDays)
    .filter((visitDays) => visitDays.length > 0);
  return { histories, observedTo: histories.map(() => lastDay), recallDays: 182, seed: 1 };
}

function fitted(input: ReturnInput, horizonDays = 365): FittedReturn {
  const fit = hazardModel(hazardCompanions, horizonDays, 8).fit(input);
  if ('kind' in fit) throw new Error('too few');
  return fit;
}

test('the features of three visits, by hand', () => {
  const features = featuresOf([0, 100, 300], 500, 100, 365);
  const pace = Math.log(2) / 4; // gaps of 1 and 2 recalls, and two that are the recall
  expect(features.silence).toBeCloseTo(Math.log(3), 14);
  expect(features.silenceCapped).toBe(2);
  expect(features.pace).toBeCloseTo(pace, 14);
  expect(features.overRhythm).toBeCloseTo(Math.log(2) - pace, 14);
  expect(features.overdue).toBeCloseTo(2 / Math.exp(pace) - 1.25, 14);
  expect(features.episodes).toBeCloseTo(Math.log(3), 14);
  expect([features.new, features.second]).toEqual([0, 0]);
  expect(features.tenure).toBeCloseTo(Math.log(6), 14);
  expect(features.horizon).toBeCloseTo(Math.log(3.65), 14);
  // A follow-up of a week belongs to its episode; the silence runs from it all the same.
  const followed = featuresOf([0, 100, 300, 307], 500, 100, 365);
  expect(followed.episodes).toBe(features.episodes);
  expect(followed.silence).toBeLessThan(features.silence ?? 0);
});

test('features are free of units, finite and bounded', () => {
  const visits = fc
    .uniqueArray(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 30 })
    .map((days) => days.sort((a, b) => a - b));
  fc.assert(
    fc.property(
      visits,
      fc.integer({ min: 1, max: 3000 }),
      fc.integer({ min: 2, max: 60 }),
      (days, silence, recall) => {
        const day = (days[days.length - 1] ?? 0) + silence;
        const once = featuresOf(days, day, recall, 100);
        const twice = featuresOf(
          days.map((one) => 2 * one),
          2 * day,
          2 * recall,
          200,
        );
        for (const name of hazardFeatures) {
          expect(Number.isFinite(once[name])).toBe(true);
          expect(twice[name]).toBeCloseTo(once[name] ?? 0, 9);
        }
      },
    ),
  );
  expect([0, 1, 0.5].map(boundedLogOdds)).toEqual([-6, 6, 0]);
});

test('rows of a past day hold nothing of what came after it', () => {
  const input = practice(60, 1);
  const later = {
    ...input,
    histories: input.histories.map((days) => Array.from(days).filter((d) => d <= 1800)),
  };
  const seen = { ...later, histories: later.histories.filter((days) => days.length > 0) };
  const observedTo = seen.histories.map(() => 2555);
  const whole = hazardRows(input, 1800, 365, hazardCompanions);
  const cut = hazardRows({ ...seen, observedTo }, 1800, 365, hazardCompanions);
  expect(cut.features).toEqual(whole.features);
  expect(cut.returned.some((one) => one === 1)).toBe(false);
  expect(whole.returned.some((one) => one === 1)).toBe(true);
});

test('with few labels the pooled coefficients speak; with many the practice moves them', () => {
  const few = fitted(practice(40, 2));
  expect(few.parameters.labels).toBeLessThan(fewestLabels);
  expect(few.parameters.coefficients).toEqual(pooledHazard);
  expect([few.parameters.intercept, few.parameters.slope]).toEqual([0, 1]);
  const some = fitted(practice(200, 2));
  expect(some.parameters.coefficients).toEqual(pooledHazard);
  expect(some.parameters.intercept).not.toBe(0);
  expect(some.parameters.slope).toBeCloseTo(1, 6);
  const many = fitted(practice(900, 2));
  expect(many.parameters.coefficients).not.toEqual(pooledHazard);
  expect(many.converged).toBe(true);
});

test('a patient in rhythm has the better chance, and the interval holds the estimate', () => {
  const say = fitted(practice(400, 3)).forecaster(365);
  const regular = say([0, 180, 365, 545, 730], 800);
  const lapsed = say([0, 180, 365], 1900);
  expect(regular.pVisit).toBeGreaterThan(0.7);
  expect(lapsed.pVisit).toBeLessThan(0.25);
  for (const f of [regular, lapsed, say([500], 500)]) {
    expect(f.pVisitLow < f.pVisit && f.pVisit < f.pVisitHigh).toBe(true);
    expect(f.expectedVisits).toBeGreaterThanOrEqual(f.pVisit - 1e-12);
  }
});

test('one patient, all new, all alike, thirty years, thousands of visits: a number or too few', () => {
  const model = hazardModel(hazardCompanions, 365, 8);
  const all = (histories: number[][], lastDay: number): ReturnInput => ({
    histories,
    observedTo: histories.map(() => lastDay),
    recallDays: 182,
    seed: 1,
  });
  const every = (step: number, count: number) => Array.from({ length: count }, (_, i) => i * step);
  const cases = [
    all([[5]], 10),
    all(
      Array.from({ length: 300 }, (_, i) => [i]),
      2000,
    ),
    all(
      Array.from({ length: 300 }, () => every(182, 12)),
      2200,
    ),
    all(
      Array.from({ length: 20 }, () => every(2, 5000)),
      10_950,
    ),
  ];
  for (const input of cases) {
    const fit = model.fit(input);
    if ('kind' in fit) throw new Error('one is enough');
    const say = fit.forecaster(365);
    input.histories.forEach((days, i) => {
      const f = say(days, input.observedTo[i] ?? 0);
      expect(Object.values(f).every(Number.isFinite)).toBe(true);
      expect(f.pVisit >= 0 && f.pVisit <= 1).toBe(true);
    });
  }
  expect(model.fit(all([], 10))).toEqual({ kind: 'too-few', n: 0, needed: 1 });
  expect(() => hazardModel([], 365, 8)).toThrow(RangeError);
});
