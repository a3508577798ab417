import { type TooFew, tooFew } from '../figure.ts';
import type { Belief } from '../fitting/belief.ts';
import { cholesky, invertCholesky, lowerTimes, type Matrix, solveCholesky } from '../fitting/matrix.ts';
import { largest, minimise, type Objective } from '../fitting/minimise.ts';
import { logistic } from '../functions/log-add.ts';
import { normalNumber, seededRandom } from '../functions/random.ts';
import { type BgbbCell, type BgbbParameters, type BgbbSlopes, bgbbLogLikelihood } from './bgbb.ts';

/**
 * Beliefs on the scale people can argue about, in this order: log-odds of taking an opportunity, ln of how alike
 * patients are in that (alpha + beta), log-odds of leaving before an opportunity, ln of how alike they are in that.
 */
export interface BgbbPrior {
  readonly visitLogOdds: Belief;
  readonly visitLogLikeness: Belief;
  readonly leaveLogOdds: Belief;
  readonly leaveLogLikeness: Belief;
}

/**
 * Worth about one small practice. A recall is kept in 2 of 3 cases (half of all practices between 0.50 and 0.80),
 * 12 in 100 leave before one (6 to 21), and patients differ: likeness 4 and 6.
 */
export const recallPrior: BgbbPrior = {
  visitLogOdds: { mean: 0.7, sd: 1 },
  visitLogLikeness: { mean: Math.log(4), sd: 1 },
  leaveLogOdds: { mean: Math.log(0.12 / 0.88), sd: 1 },
  leaveLogLikeness: { mean: Math.log(6), sd: 1 },
};

export interface BgbbFit {
  readonly parameters: BgbbParameters;
  /** The same four numbers on the scale of the prior. */
  readonly theta: readonly number[];
  /** Of theta, by Laplace's approximation: the inverse of the curvature at the top. */
  readonly covariance: Matrix;
  readonly logLikelihood: number;
  /** Patients for whom at least one opportunity has passed. */
  readonly n: number;
  /** Largest slope at the end, in log-likelihood units per unit of theta; `converged` means below 1e-5. */
  readonly slope: number;
  readonly converged: boolean;
}

/** Below this a fit without a prior says more about the dice than about the practice. */
const fewestForLikelihood = 30;
/** Beyond e³⁰ a likeness is "all the same" to every digit; a wall there keeps a fit without a floor finite. */
const widest = 30;

/**
 * The most likely parameters given the histories *and* the prior. Always exists, also for no histories at all
 * (the prior), for patients who all skipped, and for a practice where nobody ever missed: there the likelihood
 * alone has no top and runs to infinity.
 * @source maximum a posteriori; Fader, Hardie & Shang 2010 for the likelihood
 * @cost about 40 likelihoods; 300 cells take 3-5 ms, however many patients they count
 */
export function fitBgbb(cells: readonly BgbbCell[], prior: BgbbPrior = recallPrior): BgbbFit {
  return climb(cells, prior, startOf(prior));
}

/**
 * The most likely parameters given the histories alone: for comparison with published values, not for practices.
 * @returns `too-few` under 30 patients; `converged: false` where the likelihood has no top
 * @source Fader, Hardie & Shang 2010: donations give 1.204, 0.750, 0.657, 2.783  @cost as `fitBgbb`
 */
export function fitBgbbByLikelihood(cells: readonly BgbbCell[]): BgbbFit | TooFew {
  const n = patientsIn(cells);
  if (n < fewestForLikelihood) return tooFew(n, fewestForLikelihood);
  return climb(cells, undefined, startOf(recallPrior));
}

/**
 * Parameters that could as well be true, drawn from the fit's uncertainty: what an interval is made of.
 * @param draws how many; 200 place a 95 % limit within a tenth of the interval's width
 * @source Laplace's approximation on theta, where it is close to normal  @cost four normal numbers a draw
 */
export function drawBgbb(
  fit: Pick<BgbbFit, 'theta' | 'covariance'>,
  draws: number,
  seed: number,
): BgbbParameters[] {
  const root = cholesky(fit.covariance);
  if (root === undefined) throw new RangeError('drawBgbb requires a positive definite covariance');
  const random = seededRandom(seed);
  return Array.from({ length: draws }, () => {
    const step = lowerTimes(
      root,
      [0, 1, 2, 3].map(() => normalNumber(random)),
    );
    return parametersOf(fit.theta.map((value, i) => clamped(value + (step[i] ?? 0))));
  });
}

/** The model's own parameters from the scale of the prior. @cost O(1) */
export function parametersOf(theta: readonly number[]): BgbbParameters {
  const [visit = 0, visitLikeness = 0, leave = 0, leaveLikeness = 0] = theta;
  return {
    alpha: Math.exp(visitLikeness) * logistic(visit),
    beta: Math.exp(visitLikeness) * logistic(-visit),
    gamma: Math.exp(leaveLikeness) * logistic(leave),
    delta: Math.exp(leaveLikeness) * logistic(-leave),
  };
}

function climb(cells: readonly BgbbCell[], prior: BgbbPrior | undefined, start: readonly number[]): BgbbFit {
  const n = patientsIn(cells);
  const depth = negativeLogPosterior(cells, prior);
  const perPatient: Objective = (theta, gradient) => {
    const value = depth(theta, gradient) / (n + 1);
    for (let i = 0; i < gradient.length; i += 1) gradient[i] = (gradient[i] ?? 0) / (n + 1);
    return value;
  };
  const rough = minimise(perPatient, start, { tolerance: 1e-7 });
  const polished = polish(depth, rough.at);
  const parameters = parametersOf(polished.theta);
  return {
    parameters,
    theta: polished.theta,
    covariance: invertCholesky(polished.root),
    logLikelihood: bgbbLogLikelihood(cells, parameters),
    n,
    slope: polished.slope,
    converged: polished.slope < 1e-5,
  };
}

/** Newton's steps on the whole sum: BFGS stops at a slope per patient, and a million patients add up. */
function polish(depth: Objective, from: readonly number[]): { theta: number[]; root: Matrix; slope: number } {
  let theta = from.slice();
  const gradient = theta.map(() => 0);
  let value = depth(theta, gradient);
  let root = curvatureRoot(depth, theta);
  for (let step = 0; step < 20 && largest(gradient) > 1e-7; step += 1) {
    const move = solveCholesky(root, gradient);
    const next = theta.map((old, i) => clamped(old - (move[i] ?? 0)));
    const slopes = theta.map(() => 0);
    const reached = depth(next, slopes);
    // The value cannot tell steps apart that the slope still can: accept an equal value with a smaller slope.
    const better =
      reached < value || (reached <= value + 1e-9 * Math.abs(value) && largest(slopes) < largest(gradient));
    if (!better) break;
    theta = next;
    value = reached;
    for (let i = 0; i < slopes.length; i += 1) gradient[i] = slopes[i] ?? 0;
    root = curvatureRoot(depth, theta);
  }
  return { theta, root, slope: largest(gradient) };
}

/**
 * Cholesky root of the second derivatives, as differences of the analytic slopes (error about 1e-8). Where the
 * surface is not curved upwards (a likelihood without a top) just enough is added to the diagonal.
 */
function curvatureRoot(depth: Objective, theta: readonly number[]): Matrix {
  const step = 1e-4;
  const rows = theta.map((_, i) => {
    const up = theta.map(() => 0);
    const down = theta.map(() => 0);
    depth(
      theta.map((value, j) => (i === j ? value + step : value)),
      up,
    );
    depth(
      theta.map((value, j) => (i === j ? value - step : value)),
      down,
    );
    return up.map((slope, j) => (slope - (down[j] ?? 0)) / (2 * step));
  });
  const symmetric = rows.map((row, i) => row.map((value, j) => (value + (rows[j]?.[i] ?? 0)) / 2));
  for (let lift = 0; ; lift = lift === 0 ? 1e-6 : lift * 10) {
    const root = cholesky(symmetric.map((row, i) => row.map((value, j) => (i === j ? value + lift : value))));
    if (root !== undefined) return root;
    if (lift > 1e12) throw new Error('the curvature of a BG/BB fit is not a number');
  }
}

function negativeLogPosterior(cells: readonly BgbbCell[], prior: BgbbPrior | undefined): Objective {
  const beliefs = prior === undefined ? [] : inOrder(prior);
  return (theta, gradient) => {
    if (theta.some((value) => Math.abs(value) > widest + 1)) return Number.POSITIVE_INFINITY;
    const { alpha, beta, gamma, delta } = parametersOf(theta);
    const slopes: BgbbSlopes = { alpha: 0, beta: 0, gamma: 0, delta: 0 };
    let depth = -bgbbLogLikelihood(cells, { alpha, beta, gamma, delta }, slopes);
    // d alpha / d log-odds = alpha (1 - p) = alpha beta / (alpha + beta), and beta falls by as much.
    gradient[0] = -((alpha * beta) / (alpha + beta)) * (slopes.alpha - slopes.beta);
    gradient[1] = -(alpha * slopes.alpha + beta * slopes.beta);
    gradient[2] = -((gamma * delta) / (gamma + delta)) * (slopes.gamma - slopes.delta);
    gradient[3] = -(gamma * slopes.gamma + delta * slopes.delta);
    for (const [i, { mean, sd }] of beliefs.entries()) {
      const off = ((theta[i] ?? 0) - mean) / sd;
      depth += (off * off) / 2;
      gradient[i] = (gradient[i] ?? 0) + off / sd;
    }
    return depth;
  };
}

function inOrder(prior: BgbbPrior): Belief[] {
  return [prior.visitLogOdds, prior.visitLogLikeness, prior.leaveLogOdds, prior.leaveLogLikeness];
}

function startOf(prior: BgbbPrior): number[] {
  return inOrder(prior).map(({ mean }) => mean);
}

function patientsIn(cells: readonly BgbbCell[]): number {
  return cells.reduce((sum, { n, weight }) => (n > 0 ? sum + weight : sum), 0);
}

function clamped(value: number): number {
  return Math.max(-widest, Math.min(widest, value));
}
