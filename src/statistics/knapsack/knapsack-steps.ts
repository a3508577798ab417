import type { ChoiceProblem } from './knapsack-problem.ts';

/**
 * The same problem with limits that can be met: where all acts take six minutes, fifty minutes are forty-eight. The
 * choices are the same; the bound no longer counts minutes that nobody can use, which lets the best choice be proved.
 * Minutes that are no whole numbers are left alone.
 * @source the step is the greatest common divisor (Euclid)  @cost one look, O(log minutes) each
 */
export function inWholeSteps(problem: ChoiceProblem): ChoiceProblem {
  const { value, minutes, kind, draws, limits } = problem;
  const steps: (number | undefined)[] = limits.map(() => 0);
  for (let entry = 0; entry < minutes.length; entry += 1) {
    if (!((value[entry] ?? 0) > 0)) continue;
    for (const limit of draws[kind[entry] ?? 0] ?? []) {
      const step = steps[limit];
      const length = minutes[entry] ?? 0;
      if (step !== undefined) steps[limit] = Number.isInteger(length) ? divisor(step, length) : undefined;
    }
  }
  return {
    ...problem,
    limits: limits.map((most, limit) => {
      const step = steps[limit];
      return step === undefined || step === 0 || most === Number.POSITIVE_INFINITY
        ? most
        : Math.floor(most / step) * step;
    }),
  };
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
