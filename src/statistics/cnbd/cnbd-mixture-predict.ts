import { logAdd } from '../functions/log-add.ts';
import { logGamma } from '../functions/log-gamma.ts';
import { type CnbdHistory, type CnbdKind, newSilence, silenceOf } from './cnbd.ts';
import { componentOf, type MixtureParameters } from './cnbd-mixture.ts';
import { type CnbdScore, cnbdScorer } from './cnbd-predict.ts';
import { risingRates } from './cnbd-rising.ts';

/**
 * Says of each patient what the mixture says: the answers for each k, weighed by how well that k fits the patient's
 * own gaps. The overdue percentile weighs by the visits alone: the silence itself must not speak for its own k.
 * @source Bayes' rule over the components  @cost as many scores as there are k that matter, 1 to 5 µs
 */
export function mixtureScorer(
  kind: CnbdKind,
  parameters: MixtureParameters,
  horizon: number,
  withVisits = true,
) {
  const components = parameters.ks.map((k, c) => {
    const one = componentOf(parameters, k);
    return {
      one,
      rates: risingRates(one),
      logStages: logGamma(k),
      logShare: Math.log(parameters.shares[c] ?? 0),
      score: cnbdScorer(kind, one, horizon, withVisits),
    };
  });
  const silence = newSilence();
  const said: CnbdScore = { pVisit: 0, expectedVisits: 0, pAlive: 0, overduePercentile: 0 };
  const visits = new Float64Array(components.length);
  const wholes = new Float64Array(components.length);
  return ({ x, tx, t, litt }: CnbdHistory, into: CnbdScore): CnbdScore => {
    let c = 0;
    for (const { one, rates, logStages, logShare } of components) {
      silenceOf(kind, one, x, tx, t, silence);
      const log =
        logShare +
        (one.k - 1) * litt -
        x * logStages +
        rates.log(x) -
        (one.r + one.k * x) * Math.log1p(tx / one.alpha);
      visits[c] = log;
      wholes[c] = log + logAdd(silence.gone, silence.quiet);
      c += 1;
    }
    toShares(visits);
    toShares(wholes);
    into.pVisit = 0;
    into.expectedVisits = 0;
    into.pAlive = 0;
    into.overduePercentile = 0;
    c = 0;
    for (const { score } of components) {
      const weight = wholes[c] as number;
      const ofVisits = visits[c] as number;
      c += 1;
      if (weight < negligible && ofVisits < negligible) continue; // of no digit that is told
      score(x, tx, t, said);
      into.pVisit += weight * said.pVisit;
      into.expectedVisits += weight * said.expectedVisits;
      into.pAlive += weight * said.pAlive;
      into.overduePercentile += ofVisits * said.overduePercentile;
    }
    into.pVisit = Math.min(1, into.pVisit);
    into.pAlive = Math.min(1, into.pAlive);
    into.overduePercentile = Math.min(1, into.overduePercentile);
    return into;
  };
}

/** A k of less weight than this is not asked. */
const negligible = 1e-13;

/** From logarithms of weights to shares that add up to one. */
function toShares(logs: Float64Array): void {
  let most = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < logs.length; c += 1) most = Math.max(most, logs[c] as number);
  let sum = 0;
  for (let c = 0; c < logs.length; c += 1) {
    const part = Math.exp((logs[c] as number) - most);
    logs[c] = part;
    sum += part;
  }
  for (let c = 0; c < logs.length; c += 1) logs[c] = (logs[c] as number) / sum;
}
