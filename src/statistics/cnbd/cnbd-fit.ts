import { type TooFew, tooFew } from '../figure.ts';
import type { Belief } from '../fitting/belief.ts';
import { clamped, climb, nearTop } from '../fitting/climb.ts';
import { cholesky, lowerTimes, type Matrix } from '../fitting/matrix.ts';
import type { Objective } from '../fitting/minimise.ts';
import { logistic, logit } from '../functions/log-add.ts';
import { normalNumber, seededRandom } from '../functions/random.ts';
import type { CnbdKind, CnbdParameters } from './cnbd.ts';
import { type CnbdCells, sampleHistories } from './cnbd-cells.ts';
import { type CnbdSlopes, cnbdLogLikelihood, newTables } from './cnbd-likelihood.ts';

/**
 * Beliefs on the scale people can argue about, in this order: ln r (how alike the rhythms of patients are), ln of the
 * mean gap alpha k / r, log-odds of leaving after a visit, ln of how alike patients are in that (a + b).
 */
export interface CnbdPrior {
  readonly logLikeness: Belief;
  readonly logGap: Belief;
  readonly leaveLogOdds: Belief;
  readonly leaveLogLikeness: Belief;
}

/**
 * Worth about one small practice: gaps around 1.3 recall intervals, because some recalls are skipped; 12 in 100 leave
 * after a visit.
 * @param recall expected gap, in the unit of the histories  @cost O(1)
 */
export function gapPrior(recall: number): CnbdPrior {
  return {
    logLikeness: { mean: Math.log(3), sd: 1 },
    logGap: { mean: Math.log(1.3 * recall), sd: 0.7 },
    leaveLogOdds: { mean: logit(0.12), sd: 1 },
    leaveLogLikeness: { mean: Math.log(6), sd: 1 },
  };
}

export interface CnbdFit {
  readonly kind: CnbdKind;
  readonly parameters: CnbdParameters;
  /** The same, on the scale of the prior. */
  readonly theta: readonly number[];
  /** Of theta, by Laplace's approximation. */
  readonly covariance: Matrix;
  readonly logLikelihood: number;
  /** Patients. */
  readonly n: number;
  /** Largest slope at the end, in log-likelihood units per unit of theta. */
  readonly slope: number;
  readonly converged: boolean;
}

/** Below this a fit without a prior says more about the dice than about the practice. */
export const fewestForLikelihood = 30;
/** Histories in the sample of the first stage. */
const sampleSize = 10_000;
/** Histories in the very first look, which only has to find the neighbourhood. */
const firstLook = 1_000;
/** Under this, a sample saves nothing. */
const sampledFrom = 6 * sampleSize;

/**
 * The most likely parameters given the histories and the prior, for one k. Always exists: also for nobody, for one
 * patient, for patients who never came back and for those who came like clockwork.
 * @param start theta to begin at, such as that of a neighbouring k
 * @source maximum a posteriori; Reutterer, Platzer & Schröder 2021 for the likelihood
 * @cost 3 likelihoods of all cells and about 40 of samples; a million patients with k = 1 in 30 to 60 ms
 */
export function fitCnbd(
  kind: CnbdKind,
  cells: CnbdCells,
  k: number,
  prior: CnbdPrior,
  start?: readonly number[],
): CnbdFit {
  return climbCnbd(kind, cells, k, prior, start);
}

/**
 * The most likely parameters given the histories alone: for comparison with published values, and where there is no
 * recall interval to believe in.
 * @returns `too-few` under 30 patients; `converged: false` where the likelihood has no top, as with very regular data
 * @source CDNOW BG/NBD: 0.243, 4.414, 0.793, 2.426 (Fader, Hardie & Lee 2005)  @cost as `fitCnbd`
 */
export function fitCnbdByLikelihood(
  kind: CnbdKind,
  cells: CnbdCells,
  k: number,
  start?: readonly number[],
): CnbdFit | TooFew {
  if (cells.n < fewestForLikelihood) return tooFew(cells.n, fewestForLikelihood);
  return climbCnbd(kind, cells, k, undefined, start);
}

/** Mean gap of those who came back; the longest time watched where nobody did. @cost O(cells) */
export function usualGap({ x, tx, weight, times, visits }: CnbdCells): number {
  let sum = 0;
  for (let i = 0; i < x.length; i += 1) sum += (weight[i] as number) * (times[tx[i] as number] as number);
  return visits > 0 && sum > 0 ? sum / visits : Math.max(1, times.at(-1) ?? 1);
}

function climbCnbd(
  kind: CnbdKind,
  cells: CnbdCells,
  k: number,
  prior: CnbdPrior | undefined,
  known: readonly number[] | undefined,
): CnbdFit {
  const whole = depthOf(kind, cells, k, prior, 1);
  const few = cells.x.length > sampledFrom ? sampleHistories(cells, sampleSize) : cells;
  const sample = few === cells ? whole : depthOf(kind, few, k, prior, cells.n / few.n);
  let start = known ?? startOf(prior ?? gapPrior(usualGap(few) / 1.3));
  if (known === undefined && few !== cells) {
    const look = sampleHistories(few, firstLook);
    start = nearTop(depthOf(kind, look, k, prior, few.n / look.n), few.n, start);
  }
  const { theta, depth, covariance, slope, converged } = climb(whole, sample, cells.n, start);
  const parameters = cnbdParametersOf(theta, k);
  const logLikelihood = (prior === undefined ? 0 : addBeliefs(inOrder(prior), theta, [])) - depth;
  return { kind, parameters, theta, covariance, logLikelihood, n: cells.n, slope, converged };
}

/** The negative logarithm of the posterior, with slopes on the scale of the prior. */
export function depthOf(
  kind: CnbdKind,
  cells: CnbdCells,
  k: number,
  prior: CnbdPrior | undefined,
  scale: number,
): Objective {
  const beliefs = prior === undefined ? [] : inOrder(prior);
  const slopes: CnbdSlopes = { r: 0, logAlpha: 0, a: 0, b: 0 };
  const tables = newTables(cells.times.length);
  return (theta, gradient) => {
    const parameters = cnbdParametersOf(theta, k);
    const depth = -scale * cnbdLogLikelihood(kind, cells, parameters, slopes, tables);
    const { r, a, b } = parameters;
    // ln alpha = ln r + ln gap - ln k: a change of r at the same gap moves alpha along.
    gradient[0] = -scale * (r * slopes.r + slopes.logAlpha);
    gradient[1] = -scale * slopes.logAlpha;
    gradient[2] = -scale * ((a * b) / (a + b)) * (slopes.a - slopes.b);
    gradient[3] = -scale * (a * slopes.a + b * slopes.b);
    return depth + addBeliefs(beliefs, theta, gradient);
  };
}

/** The depth of a prior; its slopes are added to the gradient. @cost O(parameters) */
export function addBeliefs(beliefs: readonly Belief[], theta: readonly number[], gradient: number[]): number {
  let depth = 0;
  for (const [i, { mean, sd }] of beliefs.entries()) {
    const off = ((theta[i] ?? 0) - mean) / sd;
    depth += (off * off) / 2;
    gradient[i] = (gradient[i] ?? 0) + off / sd;
  }
  return depth;
}

/** The model's own parameters from the scale of the prior. @cost O(1) */
export function cnbdParametersOf(theta: readonly number[], k: number): CnbdParameters {
  const [likeness = 0, gap = 0, leave = 0, leaveLikeness = 0] = theta;
  return {
    r: Math.exp(likeness),
    alpha: Math.exp(likeness + gap) / k,
    a: Math.exp(leaveLikeness) * logistic(leave),
    b: Math.exp(leaveLikeness) * logistic(-leave),
    k,
  };
}

/**
 * Standard errors of the model's own parameters.
 * @source delta method from the scale of the prior  @cost O(1)
 */
export function cnbdErrors({ parameters, covariance }: Pick<CnbdFit, 'parameters' | 'covariance'>) {
  const { r, alpha, a, b } = parameters;
  const turn = (a * b) / (a + b);
  const of = (slopes: readonly number[]) => errorAlong(slopes, covariance);
  return {
    r: of([r, 0, 0, 0]),
    alpha: of([alpha, alpha, 0, 0]),
    a: of([0, 0, turn, a]),
    b: of([0, 0, -turn, b]),
  };
}

/** Standard error of a number with these slopes. @cost O(parameters²) */
export function errorAlong(slopes: readonly number[], covariance: Matrix): number {
  let variance = 0;
  for (const [i, row] of covariance.entries()) {
    for (const [j, value] of row.entries()) variance += (slopes[i] ?? 0) * value * (slopes[j] ?? 0);
  }
  return Math.sqrt(Math.max(0, variance));
}

/**
 * Thetas that could as well be true, drawn from the fit's uncertainty.
 * @source Laplace's approximation, close to normal on the scale of the prior  @cost a normal number a parameter and draw
 */
export function drawThetas(
  { theta, covariance }: Pick<CnbdFit, 'theta' | 'covariance'>,
  draws: number,
  seed: number,
): number[][] {
  const root = cholesky(covariance);
  if (root === undefined) throw new RangeError('draws require a positive definite covariance');
  const random = seededRandom(seed);
  return Array.from({ length: draws }, () => {
    const step = lowerTimes(
      root,
      theta.map(() => normalNumber(random)),
    );
    return theta.map((value, i) => clamped(value + (step[i] ?? 0)));
  });
}

/** Parameters drawn from a fit. @cost as `drawThetas` */
export function drawCnbd(fit: CnbdFit, draws: number, seed: number): CnbdParameters[] {
  return drawThetas(fit, draws, seed).map((theta) => cnbdParametersOf(theta, fit.parameters.k));
}

/**
 * Two thetas along each axis of the uncertainty, one standard error up and down: enough for the variance of any
 * smooth number, with eight evaluations instead of hundreds, and the same each time.
 * @source Julier & Uhlmann 1997, the unscented transform  @cost O(parameters²)
 */
export function cornerThetas({ theta, covariance }: Pick<CnbdFit, 'theta' | 'covariance'>): number[][] {
  const root = cholesky(covariance);
  if (root === undefined) throw new RangeError('corners require a positive definite covariance');
  return theta.flatMap((_, axis) =>
    [1, -1].map((sign) => theta.map((value, i) => clamped(value + sign * (root[i]?.[axis] ?? 0)))),
  );
}

function inOrder(prior: CnbdPrior): Belief[] {
  return [prior.logLikeness, prior.logGap, prior.leaveLogOdds, prior.leaveLogLikeness];
}

function startOf(prior: CnbdPrior): number[] {
  return inOrder(prior).map(({ mean }) => mean);
}
