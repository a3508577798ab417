import { done, type Outcome, refuse } from '../kit/outcome.ts';
import type { CnbdHistory, CnbdKind } from '../statistics/cnbd/cnbd.ts';
import { type CnbdCells, countHistories } from '../statistics/cnbd/cnbd-cells.ts';
import { chooseK } from '../statistics/cnbd/cnbd-choose-k.ts';
import {
  type CnbdFit,
  cnbdErrors,
  fitCnbd,
  fitCnbdByLikelihood,
  gapPrior,
  usualGap,
} from '../statistics/cnbd/cnbd-fit.ts';
import { countWithGaps } from '../statistics/cnbd/cnbd-mixture-cells.ts';
import { fitMixture, fitMixtureByLikelihood, mixtureErrors } from '../statistics/cnbd/cnbd-mixture-fit.ts';
import type { TooFew } from '../statistics/figure.ts';
import { askCnbd, askMixture } from '../statistics/returns/cnbd-forecast.ts';
import type { CustomerLog } from './log.ts';
import type { LogFit, ModelName } from './model.ts';

/** Says in words that there is too little. */
export function refuseTooFew({ n, needed }: TooFew) {
  return refuse('too_few', `too-few: a fit needs ${needed} customers, and there are ${n}`);
}

/** BG/NBD, MBG/NBD and their kin with k stages. By likelihood; with a prior around the usual gap where that has no top. */
export function fitCnbdTo(
  log: CustomerLog,
  model: ModelName,
  kind: CnbdKind,
  k: 1 | 'chosen',
): Outcome<LogFit> {
  if (k !== 1 && log.litt === undefined) return refuseWithoutGaps(model);
  // With k = 1 gaps do not matter: adding up a million of them would cost as much as a look at everybody.
  const cells = countHistories(k === 1 ? { ...log, litt: undefined } : log, log.step);
  const alone = k === 1 ? fitCnbdByLikelihood(kind, cells, 1) : chooseK(kind, cells, undefined);
  if ('needed' in alone) return refuseTooFew(alone);
  const fit = alone.converged ? alone : withPrior(kind, cells, k);
  const { r, alpha, a, b } = fit.parameters;
  return done({
    model,
    params: k === 1 ? { r, alpha, a, b } : { r, alpha, a, b, k: fit.parameters.k },
    se: cnbdErrors(fit),
    logLik: fit.logLikelihood,
    n: fit.n,
    uniqueRows: cells.x.length,
    converged: fit.converged,
    withPrior: !alone.converged,
    free: k === 1 ? 4 : 5,
    forecaster: (horizonDays) => {
      const ask = askCnbd(fit, horizonDays / log.daysPerStep, log.step);
      return (place) => ask(historyAt(log, place));
    },
  });
}

function withPrior(kind: CnbdKind, cells: CnbdCells, k: 1 | 'chosen'): CnbdFit {
  const prior = gapPrior(usualGap(cells) / 1.3);
  const fit = k === 1 ? fitCnbd(kind, cells, 1, prior) : chooseK(kind, cells, prior);
  if ('needed' in fit) throw new Error('a fit with a prior needs nobody');
  return fit;
}

/** The mixture over k of MBG/CNBD-k. */
export function fitMixtureTo(log: CustomerLog): Outcome<LogFit> {
  if (log.litt === undefined) return refuseWithoutGaps('mixture');
  const cells = countWithGaps(log, log.step);
  const alone = fitMixtureByLikelihood('mbg', cells);
  if ('needed' in alone) return refuseTooFew(alone);
  const fit = alone.converged ? alone : fitMixture('mbg', cells, gapPrior(cells.usualGap / 1.3));
  const { ks, ...params } = fit.parameters;
  return done({
    model: 'mixture',
    params: { ...params, k: ks },
    se: mixtureErrors(fit),
    logLik: fit.logLikelihood,
    n: fit.n,
    uniqueRows: cells.x.length,
    converged: fit.converged,
    withPrior: !alone.converged,
    free: 3 + ks.length,
    forecaster: (horizonDays) => {
      const ask = askMixture(fit, horizonDays / log.daysPerStep, log.step);
      return (place) => ask(historyAt(log, place));
    },
  });
}

function refuseWithoutGaps(model: ModelName) {
  const words = `${model} looks at the gaps between visits: name the column with the sum of their logarithms with --litt, or give --events`;
  return refuse('invalid_input', words);
}

function historyAt({ x, tx, t, litt }: CustomerLog, place: number): CnbdHistory {
  return { x: x[place] ?? 0, tx: tx[place] ?? 0, t: t[place] ?? 0, litt: litt?.[place] ?? 0 };
}
