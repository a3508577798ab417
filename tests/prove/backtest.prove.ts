import { type BacktestRow, backtest } from '../../src/statistics/backtest/backtest.ts';
import { autoModel } from '../../src/statistics/backtest/champion-choice.ts';
import { calibrationError } from '../../src/statistics/calibration/brier-decomposition.ts';
import type { Forecast } from '../../src/statistics/calibration/calibration.ts';
import { spiegelhalterTest } from '../../src/statistics/calibration/spiegelhalter.ts';
import type { Figure, TooFew } from '../../src/statistics/figure.ts';
import { knownOn, visitsAfter } from '../../src/statistics/returns/known-on.ts';
import type { ReturnInput } from '../../src/statistics/returns/return-model.ts';
import { pooledHazard } from '../../src/statistics/survival/hazard-pooled.ts';
import { pooledCoefficients } from './hazard.pooled.ts';
import type { Claim, Proof } from './rhythm.prove.ts';
import { simulatePractice } from './simulated-practice.ts';

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
const origin = 6 * 365 + 180;

/** Practices that follow nobody's model: what `auto` picks against the rules that practices use. About two minutes. */
export function prove(): Proof {
  return { claims: [...large(), ...small(), ...otherRecalls(), pooled()], leftOut: [] };
}

/** A recall of six months, some thousand patients: every practice keeps the limits, not only their mean. */
function large(): Claim[] {
  const practices = seeds.map((seed) => {
    const input = simulated(182, 1100, seed, 365);
    return { rows: rowsOf(input, 365, 182), forecasts: saidByAuto(input, 365, 182) };
  });
  const gain = (rule: string) => mean(practices.map(({ rows }) => gainOver(rows, rule)));
  const slopes = practices.map(({ rows }) => value(rows, 'auto', 'slope'));
  const biases = practices.map(({ rows }) => rowNamed(rows, 'auto').bias);
  const z = practices.map(({ forecasts }) => {
    const test = spiegelhalterTest(forecasts);
    return 'kind' in test ? Number.NaN : test.z;
  });
  const excess = practices.map(({ forecasts }) => {
    const error = calibrationError(forecasts);
    return 'kind' in error ? Number.NaN : error.error - error.noiseFloor;
  });
  const label = `recall 182 days, 1,100 patients, ${seeds.length} practices`;
  return [
    limit(`Brier gain over "seen in 18 months", ${label}`, gain('18-months'), 0.3, 1),
    limit(`Brier gain over its two rates, ${label}`, gain('18-months-rates'), 0.1, 1),
    limit(`mean slope, ${label}`, mean(slopes), 0.8, 1.25),
    limit(`lowest slope, ${label}`, Math.min(...slopes), 0.75, 1.25),
    limit(`highest slope, ${label}`, Math.max(...slopes), 0.8, 1.3),
    limit(`mean bias, ${label}`, mean(biases), -0.03, 0.03),
    limit(`largest bias either way, ${label}`, Math.max(...biases.map(Math.abs)), 0, 0.05),
    limit(`mean of Spiegelhalter's z, ${label}`, mean(z), -2.5, 2.5),
    limit(`mean calibration error above its noise floor, ${label}`, mean(excess), -0.05, 0.02),
  ];
}

/** Two hundred patients: there the pooled coefficients carry most. */
function small(): Claim[] {
  const practices = seeds.map((seed) => rowsOf(simulated(182, 240, seed, 365), 365, 182));
  const label = `recall 182 days, 240 patients, mean of ${seeds.length} practices`;
  return [
    limit(
      `Brier gain over the two rates, ${label}`,
      mean(practices.map((rows) => gainOver(rows, '18-months-rates'))),
      0.1,
      1,
    ),
    limit(
      `Brier gain over "seen in 18 months", ${label}`,
      mean(practices.map((rows) => gainOver(rows, '18-months'))),
      0.3,
      1,
    ),
  ];
}

function otherRecalls(): Claim[] {
  const cases = [
    [84, 365, 0.1],
    [365, 548, 0.05],
  ] as const;
  return cases.flatMap(([recallDays, horizonDays, overRates]) => {
    const practices = seeds.map((seed) =>
      rowsOf(simulated(recallDays, 1100, seed, horizonDays), horizonDays, recallDays),
    );
    const label = `recall ${recallDays} days, 1,100 patients, mean of ${seeds.length} practices`;
    return [
      limit(
        `Brier gain over "seen in 18 months", ${label}`,
        mean(practices.map((rows) => gainOver(rows, '18-months'))),
        0.3,
        1,
      ),
      limit(
        `Brier gain over its two rates, ${label}`,
        mean(practices.map((rows) => gainOver(rows, '18-months-rates'))),
        overRates,
        1,
      ),
    ];
  });
}

/** The constants in the source are those that the generator still gives. */
function pooled(): Claim {
  const { coefficients } = pooledCoefficients();
  const off = coefficients.map((value, j) => Math.abs(value - (pooledHazard[j] ?? Number.NaN)));
  return limit(
    'largest difference of a pooled coefficient from what its tool makes',
    Math.max(...off),
    0,
    0.02,
  );
}

function simulated(recallDays: number, size: number, seed: number, horizonDays: number): ReturnInput {
  const lastDay = origin + horizonDays;
  const histories = simulatePractice({ recallDays, size, days: lastDay + 1, seed })
    .map(({ visitDays }) => Int32Array.from(visitDays))
    .filter((visitDays) => visitDays.length > 0);
  return { histories, observedTo: new Int32Array(histories.length).fill(lastDay), recallDays, seed: 1 };
}

function rowsOf(input: ReturnInput, horizonDays: number, periodDays: number): readonly BacktestRow[] {
  const answer = backtest(input, horizonDays, { periodDays, origins: [origin] });
  if ('kind' in answer) throw new Error('a simulated practice without patients');
  return answer.rows;
}

function saidByAuto(input: ReturnInput, horizonDays: number, periodDays: number): Forecast[] {
  const known = knownOn(input, origin);
  const fitted = autoModel(horizonDays, { periodDays }).fit(known);
  if ('kind' in fitted) throw new Error('a simulated practice without patients');
  const say = fitted.forecaster(horizonDays);
  return known.histories.map((days, i) => ({
    probability: say(days, origin).pVisit,
    happened: visitsAfter(input.histories[known.who[i] ?? 0] ?? [], origin, horizonDays) > 0,
  }));
}

function gainOver(rows: readonly BacktestRow[], rule: string): number {
  return 1 - value(rows, 'auto', 'brier') / value(rows, rule, 'brier');
}

function value(rows: readonly BacktestRow[], name: string, what: 'brier' | 'slope'): number {
  const figure: Figure | TooFew = rowNamed(rows, name)[what];
  if ('kind' in figure) throw new Error(`too few forecasts for the ${what}`);
  return figure.value;
}

function rowNamed(rows: readonly BacktestRow[], name: string): BacktestRow {
  const row = rows.find(({ model }) => model === name);
  if (row === undefined) throw new Error(`no row ${name}`);
  return row;
}

function limit(claim: string, measured: number, atLeast: number, atMost: number): Claim {
  return { claim, measured, atLeast, atMost };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}
