import { type TooFew, tooFew } from '../figure.ts';
import type { Belief } from '../fitting/belief.ts';
import { climb } from '../fitting/climb.ts';
import type { Matrix } from '../fitting/matrix.ts';
import type { Objective } from '../fitting/minimise.ts';
import { digamma } from '../functions/digamma.ts';
import { logGamma } from '../functions/log-gamma.ts';
import { addBeliefs, errorAlong } from './cnbd-fit.ts';

/**
 * The Gamma-Gamma model of what a visit is worth: a patient's visits vary around a mean of their own with shape p, and
 * the means vary between patients with shape q and scale gamma. Value must not go together with how often one comes.
 */
export interface GammaGammaParameters {
  readonly p: number;
  readonly q: number;
  readonly gamma: number;
}

/** What was seen of one patient: the mean of `x` values, all above zero. */
export interface SpendHistory {
  readonly x: number;
  readonly mean: number;
  readonly weight?: number;
}

export interface GammaGammaFit {
  readonly parameters: GammaGammaParameters;
  readonly se: GammaGammaParameters;
  /** ln p, ln q and ln of the scale p gamma / q. */
  readonly theta: readonly number[];
  readonly covariance: Matrix;
  readonly logLikelihood: number;
  /** Patients with at least one value. */
  readonly n: number;
  readonly converged: boolean;
}

const fewest = 30;

/**
 * ln of the density of these means, summed; optionally its slopes by p, q and gamma.
 * Differences of ln Γ are taken of numbers that belong to one patient, so nothing large cancels.
 * @param slopes overwritten when given
 * @throws RangeError on a mean that is not above zero or an x below one
 * @source Fader & Hardie 2013, "The Gamma-Gamma Model of Monetary Value" (note 025), eq. 1a; CDNOW: -4055.92
 * @cost two ln Γ and two digamma a patient, about 0.4 µs
 */
export function gammaGammaLogLikelihood(
  patients: readonly SpendHistory[],
  { p, q, gamma }: GammaGammaParameters,
  slopes?: { p: number; q: number; gamma: number },
): number {
  const into = slopes ?? { p: 0, q: 0, gamma: 0 };
  Object.assign(into, { p: 0, q: 0, gamma: 0 });
  let total = 0;
  const [logGammaQ, digammaQ, logScale] = [logGamma(q), digamma(q), Math.log(gamma)];
  for (const { x, mean, weight = 1 } of patients) {
    if (!(x >= 1 && mean > 0 && mean < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`gamma-gamma requires x of at least 1 and a mean above 0, got ${x} and ${mean}`);
    }
    const spent = x * mean;
    const both = Math.log(gamma + spent);
    const shape = p * x;
    total +=
      weight *
      (logGamma(shape + q) -
        logGamma(shape) -
        logGammaQ +
        q * (logScale - both) +
        shape * (Math.log(spent) - both) -
        Math.log(mean));
    const rise = digamma(shape + q);
    into.p += weight * x * (rise - digamma(shape) + Math.log(spent) - both);
    into.q += weight * (rise - digammaQ + logScale - both);
    into.gamma += weight * (q / gamma - (shape + q) / (gamma + spent));
  }
  return total;
}

/**
 * Beliefs in the order ln p, ln q, ln (p gamma / q): values within a patient and means between patients both spread by
 * about a half, around the usual value.
 * @param usual a middling value, such as the mean of ln value, raised again  @cost O(1)
 */
export function spendPrior(usual: number): readonly Belief[] {
  return [
    { mean: Math.log(4), sd: 1 },
    { mean: Math.log(4), sd: 1 },
    { mean: Math.log(usual), sd: 1 },
  ];
}

/**
 * The most likely parameters given the values and the prior; by likelihood alone where no prior is given.
 * @returns `too-few` without any patient, and without a prior under 30; `converged: false` where there is no top, as
 * when every patient spends the same
 * @source CDNOW, 946 who came back: 6.25, 3.74, 15.44  @cost about 60 likelihoods
 */
export function fitGammaGamma(
  patients: readonly SpendHistory[],
  prior?: readonly Belief[],
): GammaGammaFit | TooFew {
  const seen = patients.filter(({ x, weight = 1 }) => x > 0 && weight > 0);
  const n = seen.reduce((sum, { weight = 1 }) => sum + weight, 0);
  const needed = prior === undefined ? fewest : 1;
  if (n < needed) return tooFew(n, needed);
  const depth = gammaGammaDepth(seen, prior ?? []);
  const start = spendPrior(usualSpend(seen)).map(({ mean }) => mean);
  const { theta, covariance, converged } = climb(depth, depth, n, start);
  const parameters = gammaGammaOf(theta);
  const { p, q, gamma } = parameters;
  const se = {
    p: errorAlong([p, 0, 0], covariance),
    q: errorAlong([0, q, 0], covariance),
    gamma: errorAlong([-gamma, gamma, gamma], covariance),
  };
  const logLikelihood = gammaGammaLogLikelihood(seen, parameters);
  return { parameters, se, theta, covariance, logLikelihood, n, converged };
}

/** The mean of ln value, raised again. @throws RangeError without patients  @cost O(patients) */
export function usualSpend(patients: readonly SpendHistory[]): number {
  let [sum, n] = [0, 0];
  for (const { mean, weight = 1 } of patients) {
    sum += weight * Math.log(mean);
    n += weight;
  }
  if (!(n > 0)) throw new RangeError('a usual value requires at least one patient');
  return Math.exp(sum / n);
}

/** The negative logarithm of the posterior. */
export function gammaGammaDepth(patients: readonly SpendHistory[], beliefs: readonly Belief[]): Objective {
  const slopes = { p: 0, q: 0, gamma: 0 };
  return (theta, gradient) => {
    const parameters = gammaGammaOf(theta);
    const depth = -gammaGammaLogLikelihood(patients, parameters, slopes);
    const { p, q, gamma } = parameters;
    gradient[0] = -(p * slopes.p - gamma * slopes.gamma);
    gradient[1] = -(q * slopes.q + gamma * slopes.gamma);
    gradient[2] = -gamma * slopes.gamma;
    return depth + addBeliefs(beliefs, theta, gradient);
  };
}

/** The parameters from the scale of the prior. @cost O(1) */
export function gammaGammaOf(theta: readonly number[]): GammaGammaParameters {
  const [logP = 0, logQ = 0, scale = 0] = theta;
  return { p: Math.exp(logP), q: Math.exp(logQ), gamma: Math.exp(scale + logQ - logP) };
}

/**
 * E[M]: what a visit of this patient is worth on average, given the mean of those seen; of somebody without any, the
 * mean of all patients.
 * @returns undefined where that mean does not exist (p x + q of at most 1: too wide a spread between patients)
 * @source Fader & Hardie 2013, eq. 5; CDNOW: 24.66, 18.91, 35.17 for the first three  @cost O(1)
 */
export function expectedSpend(
  { p, q, gamma }: GammaGammaParameters,
  { x, mean }: SpendHistory,
): number | undefined {
  const weight = p * x + q - 1;
  return weight > 0 ? (p * (gamma + (x > 0 ? x * mean : 0))) / weight : undefined;
}
