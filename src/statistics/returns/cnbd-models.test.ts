import { expect, test } from 'vitest';
import { readRetentionData } from '../../../tests/harness/retention-data.ts';
import { opportunitiesAhead, placeOnPeriods } from '../bgbb/bgbb-grid.ts';
import { areaUnderCurve, brierScore } from '../calibration/calibration.ts';
import { skippedChance } from './bgbb-return.ts';
import { returnModels } from './cnbd-models.ts';

/** Groceries until a day, and what came after. */
function readGroceries() {
  const rows = readRetentionData('grocery_event_log.csv');
  if (rows === undefined) return undefined;
  const days = new Map<string, number[]>();
  for (const { cust = '', date = '' } of rows) {
    const day = Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000);
    days.set(cust, [...(days.get(cust) ?? []), day]);
  }
  return [...days.values()].map((all) => [...new Set(all)].sort((a, b) => a - b));
}

test('groceries, 26 weeks ahead: every model is about as good as its prototype', ({ annotate }) => {
  const all = readGroceries();
  if (all === undefined) return annotate('left out: no shared data folder');
  const origin = Math.round(Date.parse('2007-07-01T00:00:00Z') / 86_400_000);
  const histories = all.map((days) => days.filter((day) => day <= origin));
  const input = { histories, observedTo: histories.map(() => origin), recallDays: 28, seed: 1 };
  const atMost: Record<string, number> = {
    'bg-nbd': 0.0835,
    'mbg-nbd': 0.082,
    'bg-bb': 0.082,
    'bg-cnbd-k': 0.087,
    'mbg-cnbd-k': 0.0848,
    mixture: 0.0838,
  };
  for (const model of returnModels) {
    const fit = model.fit(input);
    if ('needed' in fit) throw new Error('1,525 are not too few');
    expect(fit.converged).toBe(true);
    const ask = fit.forecaster(182);
    const said = histories.map((days) => ask(days, origin));
    const forecasts = said.map(({ pVisit }, i) => ({
      probability: pVisit,
      happened: (all[i] ?? []).some((day) => day > origin && day <= origin + 182),
    }));
    const [brier, area] = [brierScore(forecasts), areaUnderCurve(forecasts)];
    if ('kind' in brier || 'kind' in area) throw new Error('1,525 are not too few');
    expect(brier.value, model.name).toBeLessThan(atMost[model.name] ?? 0);
    expect(area.value, model.name).toBeGreaterThan(0.9);
    for (const one of said) {
      expect(Object.values(one).every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
      expect(one.pVisitLow).toBeLessThanOrEqual(one.pVisit);
      expect(one.pVisitHigh).toBeGreaterThanOrEqual(one.pVisit);
    }
  }
}, 60_000);

test('the models are in order of how simple they are, and every one answers for the oddest practice', () => {
  const order = returnModels.map(({ complexity }) => complexity);
  expect(order).toEqual([...order].sort((a, b) => a - b));
  const odd = [[[100]], [[100], [0, 180, 360, 540]], [Array.from({ length: 5000 }, (_, i) => 2 * i)]];
  for (const histories of odd) {
    const observedTo = histories.map(() => 10_950);
    for (const model of returnModels) {
      const fit = model.fit({ histories, observedTo, recallDays: 180, seed: 1 });
      if ('needed' in fit) throw new Error('a prior needs one');
      const ask = fit.forecaster(365);
      for (const days of [...histories, [10_950], [0, 10_950]]) {
        const said = ask(days, 10_950);
        expect(
          Object.values(said).every((value) => Number.isFinite(value) && value >= 0),
          model.name,
        ).toBe(true);
      }
    }
  }
  for (const model of returnModels) {
    const nobody = model.fit({ histories: [], observedTo: [], recallDays: 180, seed: 1 });
    expect(nobody).toEqual({ kind: 'too-few', n: 0, needed: 1 });
  }
}, 60_000);

test('a plain history on a grid: by hand', () => {
  // Periods of 10 around days 10, 20, 30: a visit on day 4 belongs to the first, day 16 to the second opportunity.
  expect(placeOnPeriods([0, 4, 12, 16], 10, 28)).toEqual({
    complete: { x: 2, tx: 2, n: 2 },
    moment: { x: 2, tx: 2, n: 2, running: expect.closeTo(0.3, 12) },
  });
  // Day 27 lies in the third, which runs until 35: taken already.
  const taken = placeOnPeriods([0, 27], 10, 28);
  expect(taken.moment).toEqual({ x: 1, tx: 3, n: 3, running: 0 });
  expect(taken.complete).toEqual({ x: 0, tx: 0, n: 2 });
  expect(opportunitiesAhead(taken.moment, 0, 10, 55)).toBeCloseTo(1.5 + 0.5, 12);
  expect(() => placeOnPeriods([], 10, 5)).toThrow(RangeError);
  expect(skippedChance({ alpha: 1, beta: 1 }, { x: 0, tx: 0, n: 2, running: 0 })).toBeCloseTo(1 / 3, 12);
});
