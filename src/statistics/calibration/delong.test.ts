import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Figure } from '../figure.ts';
import { normalCdf } from '../functions/normal.ts';
import { normalNumber, seededRandom } from '../functions/random.ts';
import type { Forecast } from './calibration.ts';
import { delongArea } from './delong.ts';

function known(forecasts: readonly Forecast[]): Figure {
  const area = delongArea(forecasts);
  if ('kind' in area) throw new Error('too few');
  return area;
}

test('five forecasts by hand', () => {
  const said = [0.9, 0.5, 0.6, 0.4, 0.2];
  const came = [true, true, false, false, false];
  const area = known(said.map((probability, i) => ({ probability, happened: came[i] === true })));
  // 0.9 is above all 3, 0.5 above 2 of 3: mean 5/6. Variances: of (1, 2/3) is 1/18, over 2; of (1/2, 1, 1) is 1/12, over 3.
  const error = Math.sqrt(1 / 36 + 1 / 36);
  const half = (1.959963984540054 * error) / ((5 / 6) * (1 / 6));
  expect(area.value).toBeCloseTo(5 / 6, 14);
  expect(area.low).toBeCloseTo(1 / (1 + Math.exp(half - Math.log(5))), 10);
  expect(area.high).toBeCloseTo(1 / (1 + Math.exp(-half - Math.log(5))), 10);
});

test('the area agrees with comparing every pair, ties by half; turning all forecasts round turns it round', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.boolean()), { minLength: 4, maxLength: 40 }),
      (rows) => {
        const forecasts = rows.map(([eighths, happened]) => ({ probability: eighths / 8, happened }));
        const yes = forecasts.filter((one) => one.happened);
        const no = forecasts.filter((one) => !one.happened);
        if (yes.length < 2 || no.length < 2) {
          expect(delongArea(forecasts)).toMatchObject({ kind: 'too-few', needed: 2 });
          return;
        }
        let right = 0;
        for (const a of yes)
          for (const b of no)
            right += a.probability > b.probability ? 1 : a.probability === b.probability ? 0.5 : 0;
        const area = known(forecasts);
        expect(area.value).toBeCloseTo(right / yes.length / no.length, 12);
        expect(area.low).toBeLessThanOrEqual(area.value);
        expect(area.high).toBeGreaterThanOrEqual(area.value);
        const turned = known(
          forecasts.map(({ probability, happened }) => ({ probability: 1 - probability, happened })),
        );
        expect(turned.value).toBeCloseTo(1 - area.value, 12);
        expect(turned.low).toBeCloseTo(1 - area.high, 10);
      },
    ),
  );
});

test('the interval holds the true area in 93 to 97 of 100 runs, also a high one', () => {
  for (const [apart, size] of [
    [1, 200],
    [2.2, 200],
  ] as const) {
    const truth = normalCdf(apart / Math.SQRT2);
    let held = 0;
    for (let seed = 1; seed <= 500; seed += 1) {
      const random = seededRandom(seed);
      const area = known(
        Array.from({ length: size }, (_, i) => ({
          probability: normalCdf(normalNumber(random) + (i % 2) * apart),
          happened: i % 2 === 1,
        })),
      );
      if (area.low <= truth && truth <= area.high) held += 1;
    }
    expect(held / 500).toBeGreaterThanOrEqual(0.925);
    expect(held / 500).toBeLessThanOrEqual(0.975);
  }
});

test('a perfect order still has an interval, and one side alone is too few', () => {
  const split = Array.from({ length: 40 }, (_, i) => ({ probability: i / 40, happened: i >= 20 }));
  expect(known(split)).toEqual({ value: 1, low: 0.85, high: 1, n: 40 });
  expect(known(split.map((one) => ({ ...one, happened: !one.happened }))).value).toBe(0);
  expect(delongArea(split.slice(0, 20))).toEqual({ kind: 'too-few', n: 0, needed: 2 });
});
