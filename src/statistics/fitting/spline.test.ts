import fc from 'fast-check';
import { expect, test } from 'vitest';
import { knotsOf, splineOf } from './spline.ts';

test('by hand: three knots at 0, 1 and 2', () => {
  // At 3: 3³ - 2 · 2³ + 1³ = 12, over the squared width 4.
  expect(splineOf(3, [0, 1, 2])).toEqual([3, 3]);
  expect(splineOf(-1, [0, 1, 2])).toEqual([-1, 0]);
  expect(splineOf(0.5, [0, 1, 2])).toEqual([0.5, 0.03125]);
});

test('knots lie at quantiles, those that repeat count once, and two are none', () => {
  const values = Float64Array.from({ length: 101 }, (_, i) => 100 - i);
  expect(knotsOf(values, 5)).toEqual([5, 27.5, 50, 72.5, 95].map((knot) => expect.closeTo(knot, 10)));
  expect(knotsOf(Float64Array.of(1, 1, 1, 1, 2), 4)).toEqual([]);
  expect(knotsOf(new Float64Array(0), 3)).toEqual([]);
  expect(splineOf(7, [])).toEqual([7]);
});

test('straight beyond the outer knots, and smooth where the pieces meet', () => {
  const knots = fc
    .uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 5 })
    .map((drawn) => drawn.sort((a, b) => a - b));
  fc.assert(
    fc.property(knots, fc.double({ min: 0.5, max: 20, noNaN: true }), (drawn, step) => {
      const at = (x: number) => splineOf(x, drawn);
      const [first = 0] = drawn;
      const last = drawn[drawn.length - 1] ?? 0;
      for (let curve = 1; curve < drawn.length - 1; curve += 1) {
        const value = (x: number) => at(x)[curve] ?? 0;
        expect(value(first - step)).toBe(0);
        const bend = value(last + 2 * step) - 2 * value(last + step) + value(last);
        expect(Math.abs(bend)).toBeLessThan(1e-6 * (1 + Math.abs(value(last + 2 * step))));
        for (const knot of drawn) {
          const h = 1e-3;
          const left = (value(knot) - value(knot - h)) / h;
          const right = (value(knot + h) - value(knot)) / h;
          expect(Math.abs(right - left)).toBeLessThan(0.05);
        }
      }
    }),
  );
});
