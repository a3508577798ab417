import { done, type Outcome, refuse } from '../kit/outcome.ts';
import { type BgbbCell, type BgbbHistory, countCells } from '../statistics/bgbb/bgbb.ts';
import { type BgbbFit, fitBgbb, fitBgbbByLikelihood } from '../statistics/bgbb/bgbb-fit.ts';
import { opportunitiesAhead, placeOnPeriods } from '../statistics/bgbb/bgbb-grid.ts';
import { askBgbb, bgbbErrors, completePlaces } from '../statistics/returns/bgbb-return.ts';
import { refuseTooFew } from './fit-rhythm.ts';
import type { CustomerLog } from './log.ts';
import type { LogFit } from './model.ts';

/**
 * BG/BB on a grid of periods. A summary counts in opportunities already: x taken, tx the last, t passed.
 * @param periodDays days between two opportunities
 */
export function fitGridTo(log: CustomerLog, periodDays: number): Outcome<LogFit> {
  const counted = log.source === 'events' ? done(cellsOf(log, periodDays)) : cellsOfSummary(log);
  if (!counted.ok) return counted;
  const cells = counted.value;
  const alone = fitBgbbByLikelihood(cells);
  if ('needed' in alone) return refuseTooFew(alone);
  const fit = alone.converged ? alone : fitBgbb(cells);
  return done({
    model: 'bg-bb',
    params: { ...fit.parameters },
    se: bgbbErrors(fit),
    logLik: fit.logLikelihood,
    n: fit.n,
    uniqueRows: cells.length,
    converged: fit.converged,
    withPrior: !alone.converged,
    free: 4,
    forecaster: (horizonDays) => forecasterOf(log, fit, periodDays, horizonDays),
  });
}

function cellsOf({ histories, until }: CustomerLog, periodDays: number): BgbbCell[] {
  return countCells(completePlaces({ histories, observedTo: histories.map(() => until) }, periodDays));
}

function cellsOfSummary(log: CustomerLog): Outcome<BgbbCell[]> {
  const cells: BgbbCell[] = [];
  for (let place = 0; place < log.ids.length; place += 1) {
    const { x, tx, n } = momentOf(log, place);
    if (!Number.isInteger(tx) || !Number.isInteger(n) || x > tx) {
      const words = `bg-bb counts opportunities: row ${place + 2} has x ${x}, tx ${tx}, t ${n}, which are not whole or say more visits than opportunities`;
      return refuse('invalid_input', words);
    }
    cells.push({ x, tx, n, weight: log.weight?.[place] ?? 1 });
  }
  return done(cells);
}

function momentOf({ x, tx, t }: CustomerLog, place: number): BgbbHistory {
  return { x: x[place] ?? 0, tx: tx[place] ?? 0, n: t[place] ?? 0 };
}

function forecasterOf(log: CustomerLog, fit: BgbbFit, periodDays: number, horizonDays: number) {
  const periods = horizonDays / periodDays;
  const ask = askBgbb(fit, periods);
  return (place: number) => {
    const days = log.histories[place];
    if (days === undefined) return ask({ ...momentOf(log, place), running: 0 }, periods);
    const { moment } = placeOnPeriods(days, periodDays, log.until);
    return ask(moment, opportunitiesAhead(moment, days[0] ?? 0, periodDays, log.until + horizonDays));
  };
}
