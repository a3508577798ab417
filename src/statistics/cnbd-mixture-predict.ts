import { type CnbdHistory, type CnbdKind, newSilence, silenceOf } from './cnbd.ts';
import { componentOf, type MixtureParameters } from './cnbd-mixture.ts';
import { type CnbdScore, cnbdScorer } from './cnbd-predict.ts';
import { risingRates } from './cnbd-rising.ts';
import { logAdd } from './log-add.ts';
import { logGamma } from './log-gamma.ts';

/**
 * Says of each patient what the mixture says: the answers for each k, weighed by how well that k fits the patient's
 * own gaps. The overdue percentile weighs by the visits alone: the silence itself must not speak for its own k.
 * @source Bayes' rule over the components  @cost as many scores as there are k, 5 µs
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
  const scores = components.map(() => ({ pVisit: 0, expectedVisits: 0, pAlive: 0, overduePercentile: 0 }));
  const [visits, wholes] = [components.map(() => 0), components.map(() => 0)];
  return ({ x, tx, t, litt }: CnbdHistory, into: CnbdScore): CnbdScore => {
    let [allVisits, all] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const [c, { one, rates, logStages, logShare, score }] of components.entries()) {
      silenceOf(kind, one, x, tx, t, silence);
      const log =
        logShare +
        (one.k - 1) * litt -
        x * logStages +
        rates.log(x) -
        (one.r + one.k * x) * Math.log1p(tx / one.alpha);
      visits[c] = log;
      wholes[c] = log + logAdd(silence.gone, silence.quiet);
      allVisits = logAdd(allVisits, log);
      all = logAdd(all, wholes[c] as number);
      score(x, tx, t, scores[c] as CnbdScore);
    }
    Object.assign(into, { pVisit: 0, expectedVisits: 0, pAlive: 0, overduePercentile: 0 });
    for (const [c, score] of scores.entries()) {
      const weight = Math.exp((wholes[c] as number) - all);
      into.pVisit += weight * score.pVisit;
      into.expectedVisits += weight * score.expectedVisits;
      into.pAlive += weight * score.pAlive;
      into.overduePercentile += Math.exp((visits[c] as number) - allVisits) * score.overduePercentile;
    }
    into.pVisit = Math.min(1, into.pVisit);
    into.pAlive = Math.min(1, into.pAlive);
    into.overduePercentile = Math.min(1, into.overduePercentile);
    return into;
  };
}
