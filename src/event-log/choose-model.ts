import { done, type Outcome } from '../kit/outcome.ts';
import type { CustomerLog } from './log.ts';
import type { LogFit, ModelName } from './model.ts';

/** Models whose likelihoods are of the same thing (the days of all visits) and can be compared. */
const comparable: readonly ModelName[] = ['bg-nbd', 'mbg-nbd', 'bg-cnbd-k', 'mbg-cnbd-k', 'mixture'];

/**
 * Chooses among the models by the Bayesian information criterion: likelihood, less half of ln n for each free number.
 * Without the gaps only the two models that do not look at them are compared.
 * @source Schwarz 1978  @cost one fit of each model
 */
export function chooseModel(
  log: CustomerLog,
  fitOne: (model: ModelName) => Outcome<LogFit>,
): Outcome<{ readonly fit: LogFit; readonly why: string }> {
  const names = log.litt === undefined ? comparable.slice(0, 2) : comparable;
  let best: { fit: LogFit; bic: number } | undefined;
  const said: string[] = [];
  for (const name of names) {
    const outcome = fitOne(name);
    if (!outcome.ok) return outcome;
    const fit = outcome.value;
    const bic = fit.free * Math.log(fit.n) - 2 * fit.logLik;
    said.push(`${name} ${bic.toFixed(1)}`);
    if (best === undefined || bic < best.bic) best = { fit, bic };
  }
  if (best === undefined) throw new Error('there is no model to choose from');
  return done({ fit: best.fit, why: `${best.fit.model} has the lowest BIC (${said.join(', ')})` });
}
