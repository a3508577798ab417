/** A function to be minimised, with its slope: writes the gradient into the array it is given. */
export type Objective = (at: readonly number[], gradient: number[]) => number;

export interface Minimum {
  readonly at: readonly number[];
  readonly value: number;
  readonly gradient: readonly number[];
  readonly evaluations: number;
  /** Largest absolute slope is at most the tolerance. */
  readonly converged: boolean;
}

/**
 * The lowest point of a smooth function, walking downhill with a running estimate of its curvature (BFGS).
 * The line search asks for sufficient decrease and a flatter slope (Wolfe's conditions), so that the curvature
 * stays positive. A point where the function is not finite counts as a wall and the step is shortened, which is
 * why a likelihood may safely answer +∞ outside its domain.
 * @param tolerance for the largest absolute element of the gradient
 * @source Nocedal & Wright 2006, algorithms 6.1, 3.5 and 3.6  @cost typically 15-60 evaluations for 4 parameters
 */
export function minimise(
  objective: Objective,
  start: readonly number[],
  { tolerance = 1e-8, maxEvaluations = 500 } = {},
): Minimum {
  const size = start.length;
  const evaluate = (at: readonly number[]): Point => {
    const gradient = new Array<number>(size).fill(0);
    const value = objective(at, gradient);
    evaluations += 1;
    const sound = Number.isFinite(value) && gradient.every(Number.isFinite);
    return { at, value: sound ? value : Number.POSITIVE_INFINITY, gradient };
  };
  let evaluations = 0;
  let here = evaluate(start);
  if (here.value === Number.POSITIVE_INFINITY) {
    throw new RangeError('minimise requires a start where the objective is finite');
  }
  let curvature = identity(size); // estimate of the inverse Hessian
  let fresh = true;
  while (largest(here.gradient) > tolerance && evaluations < maxEvaluations) {
    const direction = curvature.map((row) => -dot(row, here.gradient));
    const next = walk(evaluate, here, direction, fresh ? Math.min(1, 1 / largest(here.gradient)) : 1);
    if (next === undefined) {
      if (fresh) break;
      curvature = identity(size); // the estimate went stale: start again from the plain slope
      fresh = true;
      continue;
    }
    curvature = updated(curvature, here, next, fresh);
    fresh = false;
    here = next;
  }
  return {
    at: here.at,
    value: here.value,
    gradient: here.gradient,
    evaluations,
    converged: largest(here.gradient) <= tolerance,
  };
}

/** A place and the slopes there. */
export interface Place {
  readonly at: readonly number[];
  readonly gradient: readonly number[];
}

interface Point extends Place {
  readonly value: number;
}

/** A step along the direction that satisfies the Wolfe conditions, by bracketing and bisection. */
function walk(
  evaluate: (at: readonly number[]) => Point,
  here: Point,
  direction: readonly number[],
  firstStep: number,
): Point | undefined {
  const slope = dot(direction, here.gradient);
  if (!(slope < 0)) return undefined;
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let step = firstStep;
  let best: Point | undefined;
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const candidate = evaluate(here.at.map((value, i) => value + step * (direction[i] ?? 0)));
    if (candidate.value > here.value + 1e-4 * step * slope) high = step;
    else {
      best = candidate;
      if (dot(direction, candidate.gradient) >= 0.9 * slope) return candidate;
      low = step;
    }
    step = high === Number.POSITIVE_INFINITY ? 2 * step : (low + high) / 2;
  }
  return best;
}

/**
 * The BFGS update of an estimate of the inverse Hessian, from a step and the slopes at its two ends.
 * @param fresh on a first step: the estimate is then a scale learnt from the step itself
 * @source Nocedal & Wright 2006, eq. 6.17 and 6.20  @cost O(size²)
 */
export function updated(curvature: number[][], from: Place, to: Place, fresh: boolean): number[][] {
  const step = to.at.map((value, i) => value - (from.at[i] ?? 0));
  const change = to.gradient.map((value, i) => value - (from.gradient[i] ?? 0));
  const product = dot(step, change);
  if (!(product > 1e-300)) return curvature;
  const base = fresh
    ? identity(step.length).map((row) => row.map((value) => (value * product) / dot(change, change)))
    : curvature;
  const turned = base.map((row) => dot(row, change));
  const factor = 1 + dot(change, turned) / product;
  return base.map((row, i) =>
    row.map((value, j) => {
      const si = step[i] ?? 0;
      const sj = step[j] ?? 0;
      return value + (factor * si * sj - (turned[i] ?? 0) * sj - si * (turned[j] ?? 0)) / product;
    }),
  );
}

function identity(size: number): number[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_c, j) => (i === j ? 1 : 0)));
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** The largest absolute element. @cost O(n) */
export function largest(values: readonly number[]): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}
