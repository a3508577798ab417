/**
 * Models of visits at any time, for patients who may leave unnoticed. While active, a patient's visits follow a
 * rhythm of their own: each gap is made of k stages, and stages pass at a rate drawn from Gamma(r, alpha). After each
 * visit the patient leaves for good with a chance drawn from Beta(a, b). With k = 1 gaps are as irregular as
 * telephone calls; the larger k, the more the gaps of one patient resemble each other.
 *
 * - BG/NBD: k = 1; nobody leaves before the first return (Fader, Hardie & Lee 2005, Marketing Science 24:275)
 * - MBG/NBD: k = 1; one may leave right after the first visit (Batislam, Denizel & Filiztekin 2007)
 * - BG/CNBD-k, MBG/CNBD-k: any k (Platzer & Reutterer 2016, Marketing Science 35:779; Reutterer, Platzer &
 *   Schröder 2021, IJRM 38:194)
 */
export interface CnbdParameters {
  /** Shape of the stage rates: the larger, the more alike patients are. */
  readonly r: number;
  /** Their scale, in the unit of time: the mean rate is r / alpha stages. */
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
  /** Stages a gap is made of: whole, at least 1. */
  readonly k: number;
}

/** Whether leaving is possible right after the first visit (`mbg`) or only from the first return on (`bg`). */
export type CnbdKind = 'bg' | 'mbg';

/** What these models need to know of a patient; times in any one unit, from the first visit. */
export interface CnbdHistory {
  /** Visits after the first. */
  readonly x: number;
  /** Time of the last of them; 0 when there was none. */
  readonly tx: number;
  /** Time until which the patient was watched. */
  readonly t: number;
  /** Sum of ln gap. Only comparisons of k and the mixture need it. */
  readonly litt: number;
}

/** Chances to leave that a patient has had: one at each visit that counts. */
export function leavingChances(kind: CnbdKind, x: number): number {
  return kind === 'mbg' ? x + 1 : x;
}

/**
 * The parameters themselves, when they can be.
 * @throws RangeError naming the first that cannot  @cost O(1)
 */
export function requireCnbd(parameters: CnbdParameters): CnbdParameters {
  for (const name of ['r', 'alpha', 'a', 'b'] as const) {
    const value = parameters[name];
    if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`a CNBD model requires a positive finite ${name}, got ${value}`);
    }
  }
  if (!(Number.isInteger(parameters.k) && parameters.k >= 1)) {
    throw new RangeError(`a CNBD model requires a whole k of at least 1, got ${parameters.k}`);
  }
  return parameters;
}

/**
 * The silence from `tx` to `t` of one history, in logarithms so that 5,000 visits in 30 years fit.
 * Relative to (1 + tx/alpha)^-s at the last visit: `gone` is the weight of having left there, `quiet` of being active
 * and silent since, which is a sum over the stages j < k of the gap now running.
 */
export interface Silence {
  /** ln of the weight of having left at the last visit; -∞ where that is impossible. */
  gone: number;
  /** ln of the weight of still being active. */
  quiet: number;
  /** Mean over the stages j of 1/s + ... + 1/(s+j-1): slope of `quiet` by r, besides that of the power. */
  harmonic: number;
  /** Mean stage j. */
  stage: number;
}

/**
 * Fills `into` with the silence of one history.
 * The sum over stages is scaled down whenever it grows past 1e200, the logarithm of the scale kept aside.
 * @source S1 and S2 of Reutterer, Platzer & Schröder 2021, appendix  @cost O(k), allocates nothing
 */
export function silenceOf(
  kind: CnbdKind,
  { r, alpha, a, b, k }: CnbdParameters,
  x: number,
  tx: number,
  t: number,
  into: Silence,
): Silence {
  const s = r + k * x;
  const chances = leavingChances(kind, x);
  const gap = t - tx;
  const u = gap / (alpha + t);
  let term = 1;
  let sum = 1;
  let stages = 0;
  let harmonics = 0;
  let harmonic = 0;
  let scale = 0;
  for (let j = 1; j < k; j += 1) {
    harmonic += 1 / (s + j - 1);
    term *= ((s + j - 1) / j) * u;
    sum += term;
    stages += j * term;
    harmonics += harmonic * term;
    if (sum > 1e200) {
      sum *= 1e-200;
      term *= 1e-200;
      stages *= 1e-200;
      harmonics *= 1e-200;
      scale += logScale;
    }
  }
  into.gone = chances === 0 ? Number.NEGATIVE_INFINITY : Math.log(a / (b + chances - 1));
  into.quiet = -s * Math.log1p(gap / (alpha + tx)) + Math.log(sum) + scale;
  into.harmonic = harmonics / sum;
  into.stage = stages / sum;
  return into;
}

const logScale = 200 * Math.LN10;

/** An empty record to be filled. */
export function newSilence(): Silence {
  return { gone: 0, quiet: 0, harmonic: 0, stage: 0 };
}
