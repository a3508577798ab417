import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalNumber, seededRandom } from '../statistics/functions/random.ts';
import { fitGapPrior, ownRhythmReader } from './own-rhythm.ts';

const prior = { recallDays: 180, spread: 0.3, n: 500 };
const read = ownRhythmReader(prior);
const from = (...episodeStarts: number[]) => ({ episodeStarts, lastVisitDay: episodeStarts.at(-1) ?? 0 });
const someHistory = fc
  .array(fc.integer({ min: 1, max: 900 }), { minLength: 0, maxLength: 15 })
  .map((gaps) => {
    const starts = [0];
    for (const gap of gaps) starts.push((starts.at(-1) ?? 0) + gap);
    return from(...starts);
  });

test('four gaps of 120 days are drawn a third of the way to a recall of 180', () => {
  // ln-mean = (2 ln 180 + 4 ln 120) / 6, so the usual gap is 180^(1/3) 120^(2/3) = 137.4 days.
  const rhythm = read(from(0, 120, 240, 360, 480), 480 + 214);
  expect(rhythm.usualGap.value).toBeCloseTo(180 ** (1 / 3) * 120 ** (2 / 3), 10);
  expect(rhythm.usualGap.n).toBe(4);
  expect(rhythm.overduePercentile.value).toBeGreaterThan(0.85);
});

test('a patient seen once has the rhythm of the recall, and half the gaps end by then', () => {
  const rhythm = read(from(1000), 1180);
  expect(rhythm.usualGap.value).toBeCloseTo(180, 10);
  expect(rhythm.overduePercentile.value).toBeCloseTo(0.5, 12);
  expect(rhythm.usualGap.n).toBe(0);
});

test('the percentile rises with silence and stays inside its interval', () => {
  fc.assert(
    fc.property(someHistory, fc.nat(2000), fc.nat(2000), (history, a, b) => {
      const early = read(history, history.lastVisitDay + Math.min(a, b)).overduePercentile;
      const late = read(history, history.lastVisitDay + Math.max(a, b)).overduePercentile;
      expect(early.value).toBeLessThanOrEqual(late.value + 1e-12);
      for (const { value, low, high } of [early, late]) {
        expect(low >= 0 && low <= value && value <= high && high <= 1).toBe(true);
      }
    }),
  );
});

test('the window is the middle half of the next gap, and holds the usual one', () => {
  fc.assert(
    fc.property(someHistory, (history) => {
      const { windowDays, usualGap } = read(history, history.lastVisitDay);
      expect(windowDays.from).toBeLessThan(usualGap.value);
      expect(windowDays.to).toBeGreaterThan(usualGap.value);
      const atEnd = read(history, history.lastVisitDay + Math.round(windowDays.to)).overduePercentile.value;
      expect(atEnd).toBeCloseTo(0.75, windowDays.to > 30 ? 1 : 0);
    }),
  );
});

test('neither the order of the gaps nor the unit matters', () => {
  fc.assert(
    fc.property(someHistory, (history) => {
      const end = history.lastVisitDay;
      const turned = from(...Array.from(history.episodeStarts, (day) => end - day).reverse());
      expect(read(turned, end + 100).usualGap.value).toBeCloseTo(read(history, end + 100).usualGap.value, 8);
      const doubled = from(...Array.from(history.episodeStarts, (day) => day * 2));
      const twice = ownRhythmReader({ ...prior, recallDays: 360 })(doubled, 2 * (end + 100));
      expect(twice.overduePercentile.value).toBeCloseTo(read(history, end + 100).overduePercentile.value, 8);
      expect(twice.usualGap.value).toBeCloseTo(2 * read(history, end + 100).usualGap.value, 6);
    }),
  );
});

test('the pooled spread is found again, and none is invented for a service without gaps', () => {
  const random = seededRandom(4);
  const histories = Array.from({ length: 800 }, () => {
    const usual = 182 * Math.exp(0.3 * normalNumber(random));
    const starts = [0];
    for (let i = 0; i < 5; i += 1) {
      starts.push(
        (starts.at(-1) ?? 0) + Math.max(1, Math.round(usual * Math.exp(0.2 * normalNumber(random)))),
      );
    }
    return from(...starts);
  });
  const fitted = fitGapPrior(histories, 182);
  expect(fitted.spread).toBeCloseTo(0.2, 2);
  expect(fitted.n).toBe(4000);
  expect(fitGapPrior([], 182)).toEqual({ recallDays: 182, spread: 0.3, n: 0 });
  expect(
    fitGapPrior(
      Array.from({ length: 90 }, () => from(0, 7, 14, 21, 28)),
      7,
    ).spread,
  ).toBeGreaterThanOrEqual(0.05);
});

test('the usual gap has an interval that holds the truth in 93 to 97 of 100 patients', () => {
  // Patients drawn as the method believes: usual gap about the recall with 2 pseudo-gaps, spread known.
  const random = seededRandom(8);
  const spread = 0.25;
  const reader = ownRhythmReader({ recallDays: 180, spread, n: 0 });
  let held = 0;
  const patients = 4000;
  for (let i = 0; i < patients; i += 1) {
    const middle = Math.log(180) + (spread / Math.sqrt(2)) * normalNumber(random);
    const starts = [0];
    for (let k = 0; k < 8; k += 1) {
      starts.push(
        (starts.at(-1) ?? 0) + Math.max(1, Math.round(Math.exp(middle + spread * normalNumber(random)))),
      );
    }
    const { low, high } = reader(from(...starts), 1).usualGap;
    if (low <= Math.exp(middle) && Math.exp(middle) <= high) held += 1;
  }
  expect(held / patients).toBeGreaterThan(0.93);
  expect(held / patients).toBeLessThan(0.97);
});
