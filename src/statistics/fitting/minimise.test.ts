import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cholesky, invertCholesky, lowerTimes, solveCholesky } from './matrix.ts';
import { minimise, type Objective } from './minimise.ts';

const rosenbrock: Objective = (at, gradient) => {
  const [x = 0, y = 0] = at;
  gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
  gradient[1] = 200 * (y - x * x);
  return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
};

test('the banana valley ends at (1, 1)', () => {
  // Rosenbrock 1960: f(1, 1) = 0 is the only minimum.
  const found = minimise(rosenbrock, [-1.2, 1]);
  expect(found.converged).toBe(true);
  expect(found.at[0]).toBeCloseTo(1, 7);
  expect(found.at[1]).toBeCloseTo(1, 7);
  expect(found.evaluations).toBeLessThan(120);
});

test('a bowl is found from any start, and its scale does not matter', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 3, maxLength: 3 }),
      fc.constantFrom(1e-6, 1, 1e6),
      (start, scale) => {
        const bowl: Objective = (at, gradient) => {
          let value = 0;
          for (let i = 0; i < 3; i += 1) {
            const off = (at[i] ?? 0) - i;
            gradient[i] = 2 * scale * (i + 1) * off;
            value += scale * (i + 1) * off * off;
          }
          return value;
        };
        const found = minimise(bowl, start, { tolerance: 1e-9 * scale });
        expect(found.converged).toBe(true);
        for (let i = 0; i < 3; i += 1) expect(found.at[i]).toBeCloseTo(i, 6);
      },
    ),
  );
});

test('a wall is walked around, not through', () => {
  // x - ln x: a minimum at 1, not a number below zero.
  const walled: Objective = (at, gradient) => {
    const [x = 0] = at;
    gradient[0] = 1 - 1 / x;
    return x - Math.log(x);
  };
  expect(minimise(walled, [1e-3]).at[0]).toBeCloseTo(1, 7);
  expect(() => minimise(walled, [-1])).toThrow('requires a start where the objective is finite');
});

test('a function without a floor is reported as not converged', () => {
  const slide: Objective = (at, gradient) => {
    gradient[0] = -1;
    return -(at[0] ?? 0);
  };
  expect(minimise(slide, [0], { maxEvaluations: 60 }).converged).toBe(false);
});

test('a covariance has a root, an inverse, and no root when it is not one', () => {
  // [[4, 2], [2, 3]] = L Lᵀ with L = [[2, 0], [1, √2]]; the inverse is [[3, -2], [-2, 4]] / 8.
  const lower = cholesky([
    [4, 2],
    [2, 3],
  ]);
  expect(lower?.[1]?.[1]).toBeCloseTo(Math.SQRT2, 15);
  const inverse = invertCholesky(lower ?? []);
  expect(inverse[0]?.[0]).toBeCloseTo(3 / 8, 15);
  expect(inverse[0]?.[1]).toBeCloseTo(-1 / 4, 15);
  expect(solveCholesky(lower ?? [], [8, 7])).toEqual([expect.closeTo(1.25, 12), expect.closeTo(1.5, 12)]);
  expect(lowerTimes(lower ?? [], [1, 1])).toEqual([2, 1 + Math.SQRT2]);
  expect(
    cholesky([
      [1, 2],
      [2, 1],
    ]),
  ).toBeUndefined();
});
