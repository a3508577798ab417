import { hazardCompanions } from '../../src/statistics/backtest/backtest-candidates.ts';
import { fitRidgeLogistic } from '../../src/statistics/fitting/ridge-logistic.ts';
import { hazardRows } from '../../src/statistics/survival/hazard.ts';
import { hazardFeatures } from '../../src/statistics/survival/hazard-features.ts';
import { simulatePractice } from './simulated-practice.ts';

/** Recall and horizon in days: weekly care to yearly examinations, as far ahead as is asked of each. */
const practices = [
  [28, 182],
  [42, 365],
  [84, 182],
  [84, 365],
  [182, 182],
  [182, 365],
  [365, 365],
  [365, 548],
] as const;
const sizes = [200, 500, 1000];
/** Seeds that no test and no other proof uses. */
const firstSeed = 10_001;
const seedsEach = 4;

/**
 * The pooled coefficients of the hazard model: one faintly shrunk logistic regression over simulated practices of all
 * kinds, each seen once, on a day in its seventh year.
 */
export function pooledCoefficients(): { coefficients: number[]; rows: number; practices: number } {
  const features: (readonly number[])[] = [];
  const returned: number[] = [];
  let seed = firstSeed;
  for (const [recallDays, horizonDays] of practices) {
    for (const size of sizes) {
      for (let i = 0; i < seedsEach; i += 1, seed += 1) {
        const origin = 6 * 365 + 180;
        const days = origin + horizonDays + 1;
        const histories = simulatePractice({ recallDays, size, days, seed })
          .map(({ visitDays }) => Int32Array.from(visitDays))
          .filter((visitDays) => visitDays.length > 0);
        const observedTo = new Int32Array(histories.length).fill(days - 1);
        const rows = hazardRows(
          { histories, observedTo, recallDays, seed },
          origin,
          horizonDays,
          hazardCompanions,
        );
        for (const row of rows.features) features.push(row);
        for (const one of rows.returned) returned.push(one);
      }
    }
  }
  const width = hazardFeatures.length + hazardCompanions.length;
  const fit = fitRidgeLogistic(
    {
      columns: Array.from({ length: width }, (_, j) => Float64Array.from(features, (row) => row[j] ?? 0)),
      outcomes: returned,
    },
    [undefined, ...Array.from({ length: width }, () => ({ mean: 0, sd: 1 }))],
  );
  if ('kind' in fit) throw new Error('simulated practices without patients');
  return { coefficients: [...fit.coefficients], rows: features.length, practices: seed - firstSeed };
}
