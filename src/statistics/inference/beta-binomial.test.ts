import fc from 'fast-check';
import { expect, test } from 'vitest';
import { betaCdf } from '../functions/beta-distribution.ts';
import { logBeta } from '../functions/log-beta.ts';
import { believedShare, chanceOfBetter, type ShareBelief } from './beta-binomial.ts';

test('by hand: the larger of two shares of which nothing is known, and after one success', () => {
  expect(chanceOfBetter({ a: 1, b: 1 }, { a: 1, b: 1 })).toBeCloseTo(0.5, 14);
  // ∫ 2x · x dx = 2/3.
  expect(chanceOfBetter({ a: 2, b: 1 }, { a: 1, b: 1 })).toBeCloseTo(2 / 3, 14);
});

test('a hold-out of a thousand, and one of two hundred against two thousand', () => {
  expect(chanceOfBetter(believedShare(668, 1000), believedShare(620, 1000))).toBeCloseTo(0.98748, 5);
  expect(chanceOfBetter(believedShare(1340, 2000), believedShare(112, 200))).toBeCloseTo(0.999018, 6);
});

/** The twin: ∫ density of x · P(Y ≤ x), by Simpson's rule in many small steps. */
function integrated(x: ShareBelief, y: ShareBelief): number {
  const steps = 4000;
  let sum = 0;
  for (let i = 1; i < steps; i += 1) {
    const at = i / steps;
    const density = Math.exp((x.a - 1) * Math.log(at) + (x.b - 1) * Math.log1p(-at) - logBeta(x.a, x.b));
    sum += (i % 2 === 1 ? 4 : 2) * density * betaCdf(at, y.a, y.b);
  }
  return sum / (3 * steps);
}

test('the sum is the integral', () => {
  const shape = fc.integer({ min: 2, max: 60 });
  const belief = fc.record({ a: shape, b: shape });
  fc.assert(
    fc.property(belief, belief, (x, y) => {
      expect(chanceOfBetter(x, y)).toBeCloseTo(integrated(x, y), 6);
    }),
    { numRuns: 40 },
  );
});

test('one of the two is the larger, and turning successes over turns the answer over', () => {
  const shape = fc.integer({ min: 1, max: 3000 });
  const belief = fc.record({ a: shape, b: shape });
  fc.assert(
    fc.property(belief, belief, (x, y) => {
      const chance = chanceOfBetter(x, y);
      expect(chance).toBeGreaterThanOrEqual(0);
      expect(chance).toBeLessThanOrEqual(1);
      expect(chance + chanceOfBetter(y, x)).toBeCloseTo(1, 10);
      expect(chanceOfBetter({ a: y.b, b: y.a }, { a: x.b, b: x.a })).toBeCloseTo(chance, 10);
    }),
  );
});

test('one whole shape is enough, large arms stay numbers, and what is no belief is refused', () => {
  expect(chanceOfBetter({ a: 0.5, b: 0.5 }, { a: 3, b: 2.5 })).toBeGreaterThan(0);
  expect(chanceOfBetter({ a: 50_000, b: 60_000 }, { a: 40_000, b: 70_000 })).toBeCloseTo(1, 12);
  expect(() => chanceOfBetter({ a: 0.5, b: 0.5 }, { a: 0.5, b: 0.5 })).toThrow(RangeError);
  expect(() => chanceOfBetter({ a: 0, b: 1 }, { a: 1, b: 1 })).toThrow(RangeError);
  expect(() => believedShare(3, 2)).toThrow(RangeError);
});
