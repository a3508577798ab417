import { cholesky, invertCholesky, type Matrix } from './matrix.ts';
import { largest, minimise, type Objective, type Place, updated } from './minimise.ts';

/** Beyond e³⁰ more of a parameter changes no digit; a wall there keeps a likelihood without a top finite. */
export const widest = 30;

/** Square of the way to the top that may be left, in standard errors; twice what the log-likelihood would gain. */
const nearEnough = 1e-4;

export interface Summit {
  readonly theta: readonly number[];
  /** Depth there, beliefs included. */
  readonly depth: number;
  /** Inverse of the curvature at the top: Laplace's approximation. */
  readonly covariance: Matrix;
  /** Largest slope of the whole sum that is left. */
  readonly slope: number;
  /** The slope is below 1e-5, or what is left of the way to the top is below a hundredth of a standard error; no wall is met. */
  readonly converged: boolean;
}

/**
 * The top of a sum over many patients, in two stages: BFGS on a sample of them, then Newton's steps on all, with the
 * sample's curvature, corrected by what each step shows. A sample of 20,000 knows the curvature within about a
 * hundredth, so that three looks at everybody suffice.
 * @param whole depth (the negative of what is to be made large) of all patients
 * @param sample the same in expectation, cheaper; may be `whole` itself
 * @param size patients, so that the first stage can stop at a slope per patient
 * @source staged maximum likelihood; Nocedal & Wright 2006, 3.3 (inexact Newton)
 * @cost about 50 depths of the sample, 3 of the whole
 */
export function climb(whole: Objective, sample: Objective, size: number, start: readonly number[]): Summit {
  const rough = descend(sample, size, start, sample === whole ? 1e-6 : 1e-5);
  const enough = Math.max(1e-5, 1e-8 * size);
  let here = placeAt(whole, rough);
  let root = curvatureRoot(sample, here.at);
  let inverse = invertCholesky(root);
  let far = false;
  for (let step = 0; step < 15 && largest(here.gradient) > enough / 5; step += 1) {
    if (sample !== whole && leftToGo(here, inverse) < nearEnough) break;
    const next = stepDown(whole, here, inverse);
    if (next === undefined) break;
    const moved = largest(next.at.map((value, i) => value - (here.at[i] ?? 0)));
    // Far from the top its curvature is another; near it, each step teaches what the sample did not know.
    far = moved > 0.05;
    if (far) root = curvatureRoot(sample, next.at);
    inverse = far ? invertCholesky(root) : updated(inverse, here, next, false);
    here = next;
  }
  const slope = largest(here.gradient);
  const inside = here.at.every((at) => Math.abs(at) < widest - 1);
  // Near the top a sample's curvature is the same as on it: what it does not know is more than what has changed.
  const covariance = invertCholesky(sample === whole || far ? curvatureRoot(sample, here.at) : root);
  const top = slope < enough || (sample !== whole && leftToGo(here, covariance) < nearEnough);
  return { theta: here.at, depth: here.value, covariance, slope, converged: top && inside };
}

/**
 * Where a small sample has its top: a better place to begin than a guess, at a tenth of the cost.
 * @returns the start itself where the sample is too odd to have a top anywhere near  @cost about 30 depths
 */
export function nearTop(sample: Objective, size: number, start: readonly number[]): readonly number[] {
  const found = descend(sample, size, start, 1e-3);
  return found.every((value, i) => Math.abs(value - (start[i] ?? 0)) < 4) ? found : start;
}

/** BFGS on a depth per patient, so that one tolerance fits every size. */
function descend(depth: Objective, size: number, start: readonly number[], tolerance: number) {
  const fenced = walled(depth);
  const perPatient: Objective = (theta, gradient) => {
    const value = fenced(theta, gradient) / (size + 1);
    for (let i = 0; i < gradient.length; i += 1) gradient[i] = (gradient[i] as number) / (size + 1);
    return value;
  };
  return minimise(perPatient, start, { tolerance, maxEvaluations: 150 }).at;
}

/** Newton's decrement: the square of the way to the top, in standard errors. @cost O(parameters²) */
function leftToGo({ gradient }: Place, inverse: Matrix): number {
  let sum = 0;
  for (const [i, row] of inverse.entries()) {
    for (const [j, value] of row.entries()) sum += (gradient[i] ?? 0) * value * (gradient[j] ?? 0);
  }
  return sum;
}

interface Point extends Place {
  readonly value: number;
}

function placeAt(depth: Objective, at: readonly number[]): Point {
  const gradient = at.map(() => 0);
  const value = depth(at, gradient);
  return { at, value, gradient };
}

/** A Newton step, halved while it leads upwards; undefined when none of them helps. */
function stepDown(depth: Objective, here: Point, inverse: Matrix): Point | undefined {
  const move = inverse.map((row) => row.reduce((sum, value, i) => sum + value * (here.gradient[i] ?? 0), 0));
  const blur = 1e-9 * Math.abs(here.value);
  for (let share = 1; share > 1e-3; share /= 2) {
    const next = placeAt(
      depth,
      here.at.map((old, i) => clamped(old - share * (move[i] ?? 0))),
    );
    // The value cannot tell steps apart that the slope still can: accept an equal value with a smaller slope.
    const equal = next.value <= here.value + blur && largest(next.gradient) < largest(here.gradient);
    if (next.value < here.value - blur || equal) return next;
  }
  return undefined;
}

/**
 * Cholesky root of the second derivatives, as differences of the analytic slopes (error about 1e-8). Where the
 * surface is not curved upwards just enough is added to the diagonal.
 * @throws Error when a slope is not a number  @cost two depths a parameter
 */
export function curvatureRoot(depth: Objective, theta: readonly number[]): Matrix {
  const step = 1e-4;
  const rows = theta.map((_, i) => {
    const [up, down] = [1, -1].map((sign) => {
      const gradient = theta.map(() => 0);
      depth(
        theta.map((value, j) => (i === j ? value + sign * step : value)),
        gradient,
      );
      return gradient;
    });
    return (up ?? []).map((slope, j) => (slope - (down?.[j] ?? 0)) / (2 * step));
  });
  const symmetric = rows.map((row, i) => row.map((value, j) => (value + (rows[j]?.[i] ?? 0)) / 2));
  const scale = largest(symmetric.map((row, i) => row[i] ?? 0));
  for (let lift = 0; ; lift = lift === 0 ? Math.max(1e-6, 1e-12 * scale) : lift * 10) {
    const root = cholesky(symmetric.map((row, i) => row.map((value, j) => (i === j ? value + lift : value))));
    if (root !== undefined) return root;
    if (!(lift < 1e15 + 10 * scale)) throw new Error('the curvature of a fit is not a number');
  }
}

function walled(depth: Objective): Objective {
  return (theta, gradient) =>
    theta.some((value) => Math.abs(value) > widest) ? Number.POSITIVE_INFINITY : depth(theta, gradient);
}

/** Within the walls. @cost O(1) */
export function clamped(value: number): number {
  return Math.max(-widest, Math.min(widest, value));
}
