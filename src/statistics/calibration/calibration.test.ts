import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TooFew } from '../figure.ts';
import { logistic } from '../functions/log-add.ts';
import { normalNumber, seededRandom } from '../functions/random.ts';
import { areaUnderCurve, brierScore, type Forecast, recalibration } from './calibration.ts';

const forecasts = (...pairs: [number, number][]): Forecast[] =>
  pairs.map(([probability, y]) => ({ probability, happened: y === 1 }));

function known<T>(answer: T | TooFew): Exclude<T, TooFew> {
  if (typeof answer === 'object' && answer !== null && 'kind' in answer) throw new Error('too few');
  return answer as Exclude<T, TooFew>;
}

/** Honest forecasts, made `boldness` times as bold as they ought to be. */
function simulated(seed: number, size: number, boldness: number): Forecast[] {
  const random = seededRandom(seed);
  return Array.from({ length: size }, () => {
    const odds = 0.3 + 1.2 * normalNumber(random);
    return { probability: logistic(odds * boldness), happened: random.uniform() < logistic(odds) };
  });
}

test('the scores of four forecasts, worked by hand', () => {
  const four = forecasts([0.9, 1], [0.6, 0], [0.4, 1], [0.2, 0]);
  // (0.01 + 0.36 + 0.36 + 0.04) / 4 = 0.1925; of 4 pairs, 0.4 against 0.6 is the one in the wrong order.
  expect(known(brierScore(four)).value).toBeCloseTo(0.1925, 14);
  expect(known(areaUnderCurve(four)).value).toBeCloseTo(0.75, 14);
  // Two tied forecasts of different outcome count half.
  expect(known(areaUnderCurve(forecasts([0.5, 1], [0.5, 0]))).value).toBe(0.5);
});

test('the area agrees with comparing every pair', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 10 }), fc.boolean()), { minLength: 2, maxLength: 40 }),
      (rows) => {
        const some = rows.map(([tenths, happened]) => ({ probability: tenths / 10, happened }));
        const yes = some.filter((f) => f.happened);
        const no = some.filter((f) => !f.happened);
        const answer = areaUnderCurve(some);
        if (yes.length === 0 || no.length === 0) {
          expect(answer).toEqual({ kind: 'too-few', n: 0, needed: 1 });
          return;
        }
        let wins = 0;
        for (const a of yes) {
          for (const b of no)
            wins += a.probability > b.probability ? 1 : a.probability === b.probability ? 0.5 : 0;
        }
        const area = known(answer);
        expect(area.value).toBeCloseTo(wins / yes.length / no.length, 12);
        expect(area.low).toBeLessThanOrEqual(area.value);
        expect(area.high).toBeGreaterThanOrEqual(area.value);
        expect(known(areaUnderCurve(some.toReversed())).value).toBeCloseTo(area.value, 12);
      },
    ),
  );
});

test('forecasts twice too bold are read back with a slope of one half', () => {
  expect(known(recalibration(simulated(1, 20_000, 1))).slope.value).toBeCloseTo(1, 1);
  const bold = known(recalibration(simulated(1, 20_000, 2)));
  expect(bold.slope.value).toBeCloseTo(0.5, 1);
  expect(bold.slope.high).toBeLessThan(0.6);
});

test('the slope has an interval that holds the truth in 93 to 97 of 100 runs', () => {
  let covered = 0;
  const runs = 400;
  for (let seed = 1; seed <= runs; seed += 1) {
    const { slope } = known(recalibration(simulated(seed, 300, 1)));
    if (slope.low <= 1 && 1 <= slope.high) covered += 1;
  }
  expect(covered / runs).toBeGreaterThanOrEqual(0.93);
  expect(covered / runs).toBeLessThanOrEqual(0.97);
});

test('a rule that says yes or no is far too bold, and that is read back by hand', () => {
  const rule = forecasts(
    ...Array.from({ length: 200 }, (_, i): [number, number] => [
      i < 100 ? 0 : 1,
      (i % 4 === 0) !== i >= 100 ? 1 : 0,
    ]),
  );
  // 25 of 100 came of those it gave up, 75 of the others: log-odds of ±ln 3 where it claimed ±13.8.
  const line = known(recalibration(rule));
  expect(line.slope.value).toBeCloseTo(Math.log(3) / -Math.log(1e-6 / (1 - 1e-6)), 4);
  expect(line.intercept).toBeCloseTo(0, 4);
});

test('perfect separation, certainty and one-sided outcomes give numbers or too few, never NaN', () => {
  const split = forecasts(
    ...Array.from({ length: 40 }, (_, i): [number, number] => [i < 20 ? 0 : 1, i < 20 ? 0 : 1]),
  );
  const line = known(recalibration(split));
  expect(Number.isFinite(line.slope.value) && Number.isFinite(line.slope.high)).toBe(true);
  expect(line.bias).toBe(0);
  expect(recalibration(forecasts([0.2, 1], [0.3, 1]))).toEqual({ kind: 'too-few', n: 0, needed: 10 });
  expect(brierScore([])).toEqual({ kind: 'too-few', n: 0, needed: 2 });
  expect(() => brierScore(forecasts([1.2, 1], [0.1, 1]))).toThrow(RangeError);
});
