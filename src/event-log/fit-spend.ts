import { done, type Outcome, refuse } from '../kit/outcome.ts';
import { fitGammaGamma, type SpendHistory, spendPrior, usualSpend } from '../statistics/cnbd/gamma-gamma.ts';
import { refuseTooFew } from './fit-rhythm.ts';
import type { CustomerLog } from './log.ts';
import type { LogFit } from './model.ts';

/** Gamma-Gamma of the values of all visits after the first; customers without a value above zero are left aside. */
export function fitSpendTo(log: CustomerLog): Outcome<LogFit> {
  const { meanValue, x, weight } = log;
  if (meanValue === undefined) {
    return refuse('invalid_input', 'gamma-gamma needs the values of visits: name their column with --value');
  }
  const patients: SpendHistory[] = [];
  for (let place = 0; place < log.ids.length; place += 1) {
    const [visits, mean] = [x[place] ?? 0, meanValue[place] ?? 0];
    if (visits > 0 && mean > 0) patients.push({ x: visits, mean, weight: weight?.[place] ?? 1 });
  }
  const alone = fitGammaGamma(patients);
  if ('needed' in alone) return refuseTooFew(alone);
  const fit = alone.converged ? alone : fitGammaGamma(patients, spendPrior(usualSpend(patients)));
  if ('needed' in fit) return refuseTooFew(fit);
  return done({
    model: 'gamma-gamma',
    params: { ...fit.parameters },
    se: { ...fit.se },
    logLik: fit.logLikelihood,
    n: fit.n,
    uniqueRows: new Set(patients.map(({ x: visits, mean }) => `${visits} ${mean}`)).size,
    converged: fit.converged,
    withPrior: !alone.converged,
    free: 3,
    forecaster: undefined,
  });
}
