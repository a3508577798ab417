import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../functions/random.ts';
import { splitCheck } from './sample-ratio.ts';

test('the tails of the textbook: 5 % and 0.1 % points of χ² with 1 to 5 degrees', () => {
  // Abramowitz & Stegun, table 26.8.
  const points = [
    [3.84146, 10.8276],
    [5.99146, 13.8155],
    [7.81473, 16.2662],
    [9.48773, 18.4668],
    [11.0705, 20.515],
  ] as const;
  for (const [nth, limits] of points.entries()) {
    for (const [which, chiSquare] of limits.entries()) {
      // Even shares of 1, with one arm that much too large and the others too small by as much together.
      const arms = nth + 2;
      const all = 1e6;
      const off = Math.sqrt((chiSquare * all * (arms - 1)) / arms / arms);
      const counts = Array.from(
        { length: arms },
        (_, arm) => all / arms + (arm === 0 ? off : -off / (arms - 1)),
      );
      const check = splitCheck(
        counts,
        counts.map(() => 1),
      );
      expect(check.chiSquare).toBeCloseTo(chiSquare, 6);
      expect(check.p).toBeCloseTo([0.05, 0.001][which] ?? 0, 5);
    }
  }
});

test('as planned, and not', () => {
  expect(splitCheck([503, 497], [1, 1]).asPlanned).toBe(true);
  expect(splitCheck([560, 440], [1, 1]).asPlanned).toBe(false);
  expect(splitCheck([112, 888], [10, 90])).toMatchObject({
    asPlanned: true,
    chiSquare: expect.closeTo(1.6, 10),
  });
});

test('a fair die is called unfair about once in twenty at 5 %', () => {
  const random = seededRandom(3);
  let called = 0;
  const rounds = 2000;
  for (let round = 0; round < rounds; round += 1) {
    const counts = [0, 0, 0];
    for (let person = 0; person < 300; person += 1) {
      const arm = Math.floor(3 * random.uniform());
      counts[arm] = (counts[arm] ?? 0) + 1;
    }
    if (splitCheck(counts, [1, 1, 1]).p < 0.05) called += 1;
  }
  expect(called / rounds).toBeGreaterThan(0.035);
  expect(called / rounds).toBeLessThan(0.065);
});

test('p is a probability, and the unit of the shares does not matter', () => {
  const arms = fc.array(fc.tuple(fc.nat(500), fc.integer({ min: 1, max: 9 })), {
    minLength: 2,
    maxLength: 6,
  });
  fc.assert(
    fc.property(arms, (drawn) => {
      const counts = drawn.map(([count]) => count);
      fc.pre(counts.some((count) => count > 0));
      const shares = drawn.map(([, share]) => share);
      const { p } = splitCheck(counts, shares);
      expect(p).toBeGreaterThanOrEqual(0);
      expect(p).toBeLessThanOrEqual(1);
      expect(
        splitCheck(
          counts,
          shares.map((share) => share / 7),
        ).p,
      ).toBeCloseTo(p, 9);
    }),
  );
});

test('what is no split is refused', () => {
  expect(() => splitCheck([5], [1])).toThrow(RangeError);
  expect(() => splitCheck([5, 5], [1, 0])).toThrow(RangeError);
  expect(() => splitCheck([0, 0], [1, 1])).toThrow(RangeError);
  expect(() => splitCheck([5, 5, 5], [1, 1])).toThrow(RangeError);
});
