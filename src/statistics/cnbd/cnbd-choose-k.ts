import type { TooFew } from '../figure.ts';
import type { CnbdKind } from './cnbd.ts';
import { type CnbdCells, sampleHistories } from './cnbd-cells.ts';
import { type CnbdFit, type CnbdPrior, fitCnbd, fitCnbdByLikelihood } from './cnbd-fit.ts';

/** Steps of a fifth to a third: wide enough to reach far, close enough not to step over the top. */
const ladder = [1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 28, 36, 48, 64, 96, 128];
const sampleSize = 20_000;

/**
 * The number of stages that the gaps support best, and the fit with it. The profile of the likelihood has one top, so
 * the ladder is climbed on a sample until two rungs fall, then k is moved one by one, on everybody, to where both
 * neighbours are lower. A top beyond 128 is not looked for: no practice can tell 128 stages from a clock.
 * @param prior absent: by likelihood alone
 * @returns `too-few` only without a prior and under 30 patients
 * @source grid with early stop as in BTYDplus; the last steps make it exact  @cost 5 to 17 fits of a sample, 3 to 5 of all
 */
export function chooseK(kind: CnbdKind, cells: CnbdCells, prior: CnbdPrior | undefined): CnbdFit | TooFew {
  const few = sampleHistories(cells, sampleSize);
  let k = 1;
  let best = Number.NEGATIVE_INFINITY;
  let falls = 0;
  let start: readonly number[] | undefined; // what the parameters mean hardly changes with k
  for (const rung of ladder) {
    const fit = fitOne(kind, few, rung, prior, start);
    if ('needed' in fit) return fit;
    start = startAfter(fit);
    falls = fit.logLikelihood > best ? 0 : falls + 1;
    if (falls === 2) break;
    if (falls > 0) continue;
    best = fit.logLikelihood;
    k = rung;
  }
  return climbOneByOne(kind, cells, k, prior, start);
}

function climbOneByOne(
  kind: CnbdKind,
  cells: CnbdCells,
  from: number,
  prior: CnbdPrior | undefined,
  start: readonly number[] | undefined,
): CnbdFit | TooFew {
  let here = fitOne(kind, cells, from, prior, start);
  if ('needed' in here) return here;
  const last = ladder.at(-1) ?? 1;
  for (const step of [1, -1]) {
    for (let k = here.parameters.k + step; k >= 1 && k <= last; k += step) {
      const next = fitOne(kind, cells, k, prior, startAfter(here));
      if ('needed' in next || next.logLikelihood <= here.logLikelihood) break;
      here = next;
    }
    if (here.parameters.k > from) break; // it rose upwards, so it falls downwards
  }
  return here;
}

function fitOne(
  kind: CnbdKind,
  cells: CnbdCells,
  k: number,
  prior: CnbdPrior | undefined,
  start: readonly number[] | undefined,
): CnbdFit | TooFew {
  return prior === undefined
    ? fitCnbdByLikelihood(kind, cells, k, start)
    : fitCnbd(kind, cells, k, prior, start);
}

/** Only a fit that stands somewhere is a place to go on from. */
function startAfter({ converged, theta }: CnbdFit): readonly number[] | undefined {
  return converged ? theta : undefined;
}
