import { expect, test } from 'vitest';
import { simulatePractice } from '../../../tests/prove/simulated-practice.ts';
import { candidateModels, otherModels } from '../backtest/backtest-candidates.ts';
import { chanceForecasterOf, pointForecasterOf } from './return-model.ts';

test('a point is what the whole forecast says, to the last digit, and lies in its interval', () => {
  const histories = simulatePractice({ recallDays: 182, size: 90, days: 2200, seed: 2 })
    .map(({ visitDays }) => visitDays)
    .filter((days) => days.length > 0);
  const input = { histories, observedTo: histories.map(() => 2200), recallDays: 182, seed: 1 };
  const candidates = candidateModels(365, 182, 3);
  for (const model of [...candidates, ...otherModels(182, candidates)]) {
    const fitted = model.fit(input);
    if ('kind' in fitted) throw new Error(`${model.name} has too few`);
    const [whole, point] = [fitted.forecaster(365), pointForecasterOf(fitted, 365)];
    const chance = chanceForecasterOf(fitted, 365);
    for (const days of histories) {
      const { pVisitLow, pVisitHigh, ...rest } = whole(days, 2200);
      expect(point(days, 2200)).toEqual(rest);
      expect(chance(days, 2200)).toBe(rest.pVisit);
      expect(rest.pVisit).toBeGreaterThanOrEqual(pVisitLow);
      expect(rest.pVisit).toBeLessThanOrEqual(pVisitHigh);
    }
  }
});
