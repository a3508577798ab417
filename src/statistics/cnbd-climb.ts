import { cholesky, invertCholesky, type Matrix } from './matrix.ts';
import { largest, minimise, type Objective, type Place, updated } from './minimise.ts';

/** Beyond e³⁰ more of a parameter changes no digit; a wall there keeps a likelihood without a top finite. */
export const widest = 30;

export interface Summit {
  readonly theta: readonly number[];
  /** Depth there, beliefs included. */
  readonly depth: number;
  /** Inverse of the curvature at the top: Laplace's approximation. */
  readonly covariance: Matrix;
  /** Largest slope of the whole sum that is left. */
  readonly slope: number;
  /** The slope is below 1e-5 (with a million patients 1e-2, a ten-thousandth of a standard error), and no wall is met. */
  readonly converged: boolean;
}

/**
 * The top of a sum over many patients, in two stages: BFGS on a sample of them, then Newton's steps on all, with the
 * sample's curvature, corrected by what each step shows. A sample of 20,000 knows the curvature within about a
 * hundredth, so that four looks at everybody suffice.
 * @param whole depth (the negative of what is to be made large) of all patients
 * @param sample the same in expectation, cheaper; may be `whole` itself
 * @param size patients, so that the first stage can stop at a slope per patient
 * @source staged maximum likelihood; Nocedal & Wright 2006, 3.3 (inexact Newton)
 * @cost about 50 depths of the sample, 4 of the whole
 */
export function climb(whole: Objective, sample: Objective, size: number, start: readonly number[]): Summit {
  const perPatient: Objective = (theta, gradient) => {
    const depth = walled(sample)(theta, gradient) / (size + 1);
    for (let i = 0; i < gradient.length; i += 1) gradient[i] = (gradient[i] as number) / (size + 1);
    return depth;
  };
  const rough = minimise(perPatient, start, {
    tolerance: sample === whole ? 1e-6 : 1e-5,
    maxEvaluations: 150,
  });
  const enough = Math.max(1e-5, 1e-8 * size);
  let here = placeAt(whole, rough.at);
  let root = curvatureRoot(sample, here.at);
  let inverse = invertCholesky(root);
  for (let step = 0; step < 15 && largest(here.gradient) > enough / 5; step += 1) {
    const next = stepDown(whole, here, inverse);
    if (next === undefined) break;
    const moved = largest(next.at.map((value, i) => value - (here.at[i] ?? 0)));
    // Far from the top its curvature is another; near it, each step teaches what the sample did not know.
    if (moved > 0.05) root = curvatureRoot(sample, next.at);
    inverse = moved > 0.05 ? invertCholesky(root) : updated(inverse, here, next, false);
    here = next;
  }
  const slope = largest(here.gradient);
  const inside = here.at.every((at) => Math.abs(at) < widest - 1);
  const covariance = invertCholesky(curvatureRoot(sample, here.at));
  return { theta: here.at, depth: here.value, covariance, slope, converged: slope < enough && inside };
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
