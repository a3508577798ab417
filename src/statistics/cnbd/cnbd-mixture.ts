import { logAdd } from '../functions/log-add.ts';
import { logGamma } from '../functions/log-gamma.ts';
import { type CnbdKind, type CnbdParameters, leavingChances, newSilence, silenceOf } from './cnbd.ts';
import type { MixtureCells } from './cnbd-mixture-cells.ts';
import { risingRates } from './cnbd-rising.ts';

/**
 * Some patients come like clockwork and some do not. In the mixture every patient has one of a few k; their shares are
 * estimated with the rest. All have the same mean gap: alpha belongs to k = 1, and one with k stages has alpha / k.
 */
export interface MixtureParameters {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
  readonly ks: readonly number[];
  /** Share of patients with each k; they add up to one. */
  readonly shares: readonly number[];
}

export interface MixtureSlopes {
  r: number;
  logAlpha: number;
  a: number;
  b: number;
  /** By the logarithm of each share, before they are made to add up to one. */
  logShares: number[];
}

/** The model of the patients with one k. @cost O(1) */
export function componentOf({ r, alpha, a, b }: MixtureParameters, k: number): CnbdParameters {
  return { r, alpha: alpha / k, a, b, k };
}

/**
 * ln of the chance of these histories under the mixture, summed; optionally its slopes.
 * @param slopes overwritten when given
 * @source finite mixture of Reutterer, Platzer & Schröder's likelihood; groceries, k 1, 2, 4, 8, 16: -14377.624
 * @cost about 1 µs a cell for five k up to 16
 */
export function mixtureLogLikelihood(
  kind: CnbdKind,
  cells: MixtureCells,
  parameters: MixtureParameters,
  slopes?: MixtureSlopes,
): number {
  const { a, b, ks, shares } = parameters;
  const into = slopes ?? { r: 0, logAlpha: 0, a: 0, b: 0, logShares: [] };
  Object.assign(into, { r: 0, logAlpha: 0, a: 0, b: 0, logShares: ks.map(() => 0) });
  const components = ks.map((k) => openComponent(kind, componentOf(parameters, k)));
  const logShares = shares.map((share) => Math.log(share));
  const terms = ks.map(() => ({ log: 0, r: 0, logAlpha: 0, gone: 0 }));
  let [total, stays, staysBoth, staysB, chance] = [0, 0, 0, 0, 0];
  for (let i = 0; i < cells.x.length; i += 1) {
    const [x, weight] = [cells.x[i] as number, cells.weight[i] as number];
    const [tx, t, litt] = [cells.tx[i] as number, cells.t[i] as number, cells.litt[i] as number];
    const chances = leavingChances(kind, x);
    for (; chance < chances; chance += 1) {
      stays -= Math.log1p(a / (b + chance));
      staysBoth += 1 / (a + b + chance);
      staysB += 1 / (b + chance);
    }
    let log = Number.NEGATIVE_INFINITY;
    for (const [c, component] of components.entries()) {
      const term = component(x, tx, t, litt, terms[c] as Term);
      term.log += logShares[c] as number;
      log = logAdd(log, term.log);
    }
    total += weight * (log + stays);
    into.a -= weight * staysBoth;
    into.b += weight * (staysB - staysBoth);
    for (const [c, term] of terms.entries()) {
      const share = weight * Math.exp(term.log - log);
      into.r += share * term.r;
      into.logAlpha += share * term.logAlpha;
      into.logShares[c] = (into.logShares[c] as number) + share;
      if (chances > 0) {
        into.a += (share * term.gone) / a;
        into.b -= (share * term.gone) / (b + chances - 1);
      }
    }
  }
  return total;
}

interface Term {
  log: number;
  r: number;
  logAlpha: number;
  gone: number;
}

/** Likelihood and slopes of one history for one k, besides the chances to leave that were not taken. */
function openComponent(kind: CnbdKind, parameters: CnbdParameters) {
  const { r, alpha, k } = parameters;
  const rates = risingRates(parameters);
  const logStages = logGamma(k);
  const silence = newSilence();
  return (x: number, tx: number, t: number, litt: number, into: Term): Term => {
    const s = r + k * x;
    silenceOf(kind, parameters, x, tx, t, silence);
    const both = logAdd(silence.gone, silence.quiet);
    const quiet = Math.exp(silence.quiet - both);
    const rise = Math.log1p((t - tx) / (alpha + tx));
    const until = Math.log1p(tx / alpha);
    const [share, shareUntil] = [t / (alpha + t), tx / (alpha + tx)];
    into.log = (k - 1) * litt - x * logStages + rates.log(x) - s * until + both;
    into.r = rates.slope(x) - until + quiet * (silence.harmonic - rise);
    into.logAlpha = s * shareUntil - k * x + quiet * (s * (share - shareUntil) - silence.stage * (1 - share));
    into.gone = Math.exp(silence.gone - both);
    return into;
  };
}
