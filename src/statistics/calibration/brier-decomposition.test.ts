import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TooFew } from '../figure.ts';
import { seededRandom } from '../functions/random.ts';
import { brierDecomposition, calibrationError, reliabilityBins } from './brier-decomposition.ts';
import type { Forecast } from './calibration.ts';

function known<T extends object>(answer: T | TooFew): T {
  if ('kind' in answer && answer.kind === 'too-few') throw new Error('too few');
  return answer as T;
}

/** Forecasts of which this share of the distance to one half is too much. */
function simulated(seed: number, size: number, tooBold = 0): Forecast[] {
  const random = seededRandom(seed);
  return Array.from({ length: size }, () => {
    const truth = random.uniform();
    const said = Math.max(0, Math.min(1, truth + tooBold * (truth - 0.5)));
    return { probability: said, happened: random.uniform() < truth };
  });
}

test('six forecasts of two kinds, by hand', () => {
  const six = [
    ...[true, false, false].map((happened) => ({ probability: 0.2, happened })),
    ...[true, true, false].map((happened) => ({ probability: 0.8, happened })),
  ];
  const { brier, uncertainty, resolution, reliability, within, skill, bins } = known(
    brierDecomposition(six, 2),
  );
  expect(brier).toBeCloseTo((0.64 + 0.04 + 0.04 + 0.04 + 0.04 + 0.64) / 6, 14);
  expect(uncertainty).toBeCloseTo(0.25, 14);
  expect(resolution).toBeCloseTo(1 / 36, 14); // (1/3 - 1/2)²
  expect(reliability).toBeCloseTo((1 / 3 - 0.2) ** 2, 14);
  expect(within).toBeCloseTo(0, 14);
  expect(skill).toBeCloseTo(1 - brier / 0.25, 14);
  expect(bins.map(({ n, happened, ofHundred }) => [n, happened, ofHundred.said, ofHundred.came])).toEqual([
    [3, 1, 20, 33],
    [3, 2, 80, 67],
  ]);
});

test('the parts add up to the score, and with bins of equal forecasts nothing is left over', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 10 }), fc.boolean()), { minLength: 1, maxLength: 80 }),
      fc.integer({ min: 1, max: 12 }),
      (rows, bins) => {
        const forecasts = rows.map(([tenths, happened]) => ({ probability: tenths / 10, happened }));
        const parts = known(brierDecomposition(forecasts, bins));
        const sum = parts.uncertainty - parts.resolution + parts.reliability + parts.within;
        expect(sum).toBeCloseTo(parts.brier, 12);
        expect(parts.bins.reduce((all, { n }) => all + n, 0)).toBe(rows.length);
        expect(parts.bins.length).toBeLessThanOrEqual(bins);
        for (const [i, bin] of parts.bins.entries()) {
          expect(bin.from > (parts.bins[i - 1]?.to ?? -1)).toBe(true);
          expect(bin.share.low <= bin.share.value && bin.share.value <= bin.share.high).toBe(true);
        }
        // With one bin a value nothing differs within a bin.
        if (parts.bins.every(({ from, to }) => from === to)) expect(parts.within).toBeCloseTo(0, 12);
      },
    ),
  );
});

test('honest forecasts miss by about the noise floor, bold ones by more', () => {
  let error = 0;
  let floor = 0;
  for (let seed = 1; seed <= 200; seed += 1) {
    const honest = known(calibrationError(simulated(seed, 500)));
    error += honest.error / 200;
    floor += honest.noiseFloor / 200;
  }
  expect(error / floor).toBeGreaterThan(0.93);
  expect(error / floor).toBeLessThan(1.07);
  const bold = known(calibrationError(simulated(1, 2000, 0.5)));
  expect(bold.error).toBeGreaterThan(bold.noiseFloor + 0.05);
});

test('nobody is too few; certainty and one forecast give numbers', () => {
  expect(brierDecomposition([])).toEqual({ kind: 'too-few', n: 0, needed: 1 });
  expect(calibrationError([])).toEqual({ kind: 'too-few', n: 0, needed: 1 });
  expect(reliabilityBins([])).toEqual({ kind: 'too-few', n: 0, needed: 1 });
  const sure = known(brierDecomposition([{ probability: 1, happened: true }]));
  expect([sure.brier, sure.uncertainty, sure.skill]).toEqual([0, 0, 0]);
  expect(known(calibrationError([{ probability: 1, happened: true }]))).toEqual({ error: 0, noiseFloor: 0 });
  expect(() => reliabilityBins([{ probability: 1.5, happened: true }])).toThrow(RangeError);
  expect(() => reliabilityBins(simulated(1, 5), 0)).toThrow(RangeError);
});
