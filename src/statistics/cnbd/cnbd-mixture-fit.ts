import { type TooFew, tooFew } from '../figure.ts';
import type { Belief } from '../fitting/belief.ts';
import { climb } from '../fitting/climb.ts';
import type { Matrix } from '../fitting/matrix.ts';
import type { Objective } from '../fitting/minimise.ts';
import type { CnbdKind } from './cnbd.ts';
import {
  addBeliefs,
  type CnbdPrior,
  cnbdParametersOf,
  errorAlong,
  fewestForLikelihood,
  gapPrior,
} from './cnbd-fit.ts';
import { type MixtureParameters, type MixtureSlopes, mixtureLogLikelihood } from './cnbd-mixture.ts';
import { type MixtureCells, sampleWithGaps } from './cnbd-mixture-cells.ts';

/** From telephone calls to near clockwork, each twice as regular as the one before. */
export const usualKs: readonly number[] = [1, 2, 4, 8, 16];

/** ln of each share over that of the first k: as good as nothing is believed, but no share is quite zero. */
const shareBelief: Belief = { mean: 0, sd: 2 };
const sampleSize = 20_000;

export interface MixtureFit {
  readonly kind: CnbdKind;
  readonly parameters: MixtureParameters;
  /** The four of `cnbd-fit.ts` (with k = 1), then ln of each further share over the first. */
  readonly theta: readonly number[];
  readonly covariance: Matrix;
  readonly logLikelihood: number;
  readonly n: number;
  readonly slope: number;
  readonly converged: boolean;
}

/**
 * The most likely mixture given the histories and the prior. Always exists.
 * @source maximum a posteriori  @cost about 70 likelihoods; 1,500 patients and five k in 0.2 s
 */
export function fitMixture(
  kind: CnbdKind,
  cells: MixtureCells,
  prior: CnbdPrior,
  ks: readonly number[] = usualKs,
): MixtureFit {
  return climbMixture(kind, cells, ks, inOrder(prior), inOrder(prior));
}

/**
 * The most likely mixture given the histories alone.
 * @returns `too-few` under 30 patients; `converged: false` where a share runs to zero or the rest has no top
 * @source groceries, k 1, 2, 4, 8, 16: log-likelihood -14377.624  @cost as `fitMixture`
 */
export function fitMixtureByLikelihood(
  kind: CnbdKind,
  cells: MixtureCells,
  ks: readonly number[] = usualKs,
): MixtureFit | TooFew {
  if (cells.n < fewestForLikelihood) return tooFew(cells.n, fewestForLikelihood);
  return climbMixture(kind, cells, ks, [], inOrder(gapPrior(cells.usualGap / 1.3)));
}

function climbMixture(
  kind: CnbdKind,
  cells: MixtureCells,
  ks: readonly number[],
  rhythm: readonly Belief[],
  around: readonly Belief[],
): MixtureFit {
  const beliefs = rhythm.length === 0 ? [] : [...rhythm, ...ks.slice(1).map(() => shareBelief)];
  const whole = mixtureDepth(kind, cells, ks, beliefs, 1);
  const few = sampleWithGaps(cells, sampleSize);
  const sample = few === cells ? whole : mixtureDepth(kind, few, ks, beliefs, cells.n / few.n);
  const start = [...around.map(({ mean }) => mean), ...ks.slice(1).map(() => 0)];
  const { theta, covariance, slope, converged } = climb(whole, sample, cells.n, start);
  const parameters = mixtureParametersOf(theta, ks);
  const logLikelihood = mixtureLogLikelihood(kind, cells, parameters);
  return { kind, parameters, theta, covariance, logLikelihood, n: cells.n, slope, converged };
}

/** The negative logarithm of the posterior of a mixture. */
export function mixtureDepth(
  kind: CnbdKind,
  cells: MixtureCells,
  ks: readonly number[],
  beliefs: readonly Belief[],
  scale: number,
): Objective {
  const slopes: MixtureSlopes = { r: 0, logAlpha: 0, a: 0, b: 0, logShares: [] };
  return (theta, gradient) => {
    const parameters = mixtureParametersOf(theta, ks);
    const depth = -scale * mixtureLogLikelihood(kind, cells, parameters, slopes);
    const { r, a, b, shares } = parameters;
    gradient[0] = -scale * (r * slopes.r + slopes.logAlpha);
    gradient[1] = -scale * slopes.logAlpha;
    gradient[2] = -scale * ((a * b) / (a + b)) * (slopes.a - slopes.b);
    gradient[3] = -scale * (a * slopes.a + b * slopes.b);
    for (let c = 1; c < ks.length; c += 1) {
      gradient[3 + c] = -scale * ((slopes.logShares[c] as number) - cells.n * (shares[c] as number));
    }
    return depth + addBeliefs(beliefs, theta, gradient);
  };
}

/** The mixture from the scale of the prior. @cost O(number of k) */
export function mixtureParametersOf(theta: readonly number[], ks: readonly number[]): MixtureParameters {
  const { r, alpha, a, b } = cnbdParametersOf(theta, 1);
  const logs = ks.map((_, c) => (c === 0 ? 0 : (theta[3 + c] ?? 0)));
  const most = Math.max(...logs);
  const parts = logs.map((log) => Math.exp(log - most));
  const sum = parts.reduce((total, part) => total + part, 0);
  return { r, alpha, a, b, ks, shares: parts.map((part) => part / sum) };
}

/** Standard errors of the mixture's parameters. @source delta method  @cost O(parameters²) */
export function mixtureErrors({ parameters, covariance }: Pick<MixtureFit, 'parameters' | 'covariance'>) {
  const { r, alpha, a, b, shares } = parameters;
  const turn = (a * b) / (a + b);
  const of = (slopes: readonly number[]) => errorAlong(slopes, covariance);
  return {
    r: of([r]),
    alpha: of([alpha, alpha]),
    a: of([0, 0, turn, a]),
    b: of([0, 0, -turn, b]),
    shares: shares.map((share, c) =>
      of([0, 0, 0, 0, ...shares.slice(1).map((other, d) => share * ((c === d + 1 ? 1 : 0) - other))]),
    ),
  };
}

function inOrder(prior: CnbdPrior): Belief[] {
  return [prior.logLikeness, prior.logGap, prior.leaveLogOdds, prior.leaveLogLikeness];
}
