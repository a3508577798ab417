import { type BgbbHistory, type BgbbParameters, countCells } from '../statistics/bgbb/bgbb.ts';
import { type BgbbPrior, drawBgbb, fitBgbb, recallPrior } from '../statistics/bgbb/bgbb-fit.ts';
import {
  alongCurve,
  type BgbbMoment,
  bgbbOutlook,
  type Outlook,
  silenceCurve,
  visitsAroundNow,
} from '../statistics/bgbb/bgbb-predict.ts';
import type { Figure } from '../statistics/figure.ts';
import { placeOnGrid } from './grid.ts';
import type { FittedRhythm, ReturnEstimate, RhythmModel, ServiceHistory } from './model.ts';

/** What is stored of a fit: the numbers, how sure they are, and how it went. */
export interface BgbbStored {
  readonly model: BgbbParameters;
  /** On the scale of the prior (statistics/bgbb/bgbb-fit.ts), with their covariance. */
  readonly theta: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  readonly logLikelihood: number;
  readonly converged: boolean;
  /** Distinct histories: what the fit and every interval cost. */
  readonly cells: number;
}

export type FittedBgbb = FittedRhythm<'bgbb', BgbbStored, BgbbPrior>;

/** Draws for an interval: 200 place its ends within about a tenth of its width. */
const drawCount = 200;
/** The running opportunity is cut into this many slices for the width of the interval; the chance itself is exact. */
const slices = 4;

/** BG/BB on the recall grid; the model from the first import on. Method: docs/methods/rhythm-bgbb.md. */
export const bgbbRhythm: RhythmModel<'bgbb', BgbbStored, BgbbPrior> = {
  kind: 'bgbb',
  fit({ recallDays, asOf, histories, prior = recallPrior, seed }) {
    const places: BgbbHistory[] = [];
    for (const history of histories) {
      const until = Math.min(asOf, history.exitedOn ?? asOf);
      const first = history.episodeStarts[0];
      if (first !== undefined && first <= until)
        places.push(placeOnGrid(history, recallDays, until, 0).complete);
    }
    const cells = countCells(places);
    const { parameters, theta, covariance, logLikelihood, converged, n } = fitBgbb(cells, prior);
    const stored = { model: parameters, theta, covariance, logLikelihood, converged, cells: cells.length };
    return { kind: 'bgbb', version: 1, recallDays, asOf, seed, n, parameters: stored, prior };
  },
  scorer,
};

/**
 * Cost: a place on the grid and two interpolations per patient (2 µs); the 200 draws are spent per distinct
 * history and slice, of which a million patients have some thousands.
 */
function scorer(
  fitted: FittedBgbb,
  asOf: number,
  horizonDays: number,
): (history: ServiceHistory) => ReturnEstimate {
  const { recallDays, n, seed, parameters } = fitted;
  const draws = drawBgbb(parameters, drawCount, seed);
  const longest = Math.ceil(horizonDays / recallDays) + 2;
  const known = new Map<number, Map<number, Cell>>();
  const cellOf = (moment: BgbbMoment): Cell => {
    const key = moment.x * 65_536 + moment.tx;
    let byKey = known.get(moment.n);
    if (byKey === undefined) {
      byKey = new Map();
      known.set(moment.n, byKey);
    }
    let cell = byKey.get(key);
    if (cell === undefined) {
      cell = openCell(parameters.model, draws, moment, longest);
      byKey.set(key, cell);
    }
    return cell;
  };
  return (history) => {
    const { moment, ahead } = placeOnGrid(history, recallDays, asOf, horizonDays);
    const { running } = moment;
    const { outlook, visitFactors, chanceOffsets } = cellOf(moment);
    const visits = outlook.visits(running, ahead);
    return {
      returnChance: spreadOut(outlook.chance(running, ahead), chanceOffsets(running, ahead), n),
      expectedVisits: { value: visits, low: visits * visitFactors[0], high: visits * visitFactors[1], n },
      activeChance: outlook.active(running),
    };
  };
}

/** An interval is kept as distances in log-odds, so that patients between two slices share it. */
function spreadOut(value: number, [below, above]: Ends, n: number): Figure {
  if (value <= 0 || value >= 1) return { value, low: value, high: value, n };
  const odds = value / (1 - value);
  const [low, high] = [odds * below, odds * above];
  return { value, low: low / (1 + low), high: high / (1 + high), n };
}

/** Lower and upper end of an interval. */
type Ends = readonly [number, number];

interface Cell {
  readonly outlook: Outlook;
  /** Ends of the 95 % interval as multiples of the estimate's odds. */
  readonly chanceOffsets: (running: number, ahead: number) => Ends;
  /** The same as multiples of the expected visits. */
  readonly visitFactors: Ends;
}

/** One distinct history: its outlook, and how unsure the model is of it. Once a cell, however many patients. */
function openCell(
  model: BgbbParameters,
  draws: readonly BgbbParameters[],
  { x, tx, n }: BgbbHistory,
  longest: number,
): Cell {
  const history = { x, tx, n };
  const outlook = bgbbOutlook(model, history, longest);
  const usual = Math.max(1e-300, outlook.visits(0.5, 1));
  // All draws in one array: with two hundred small arrays a cell, collecting them was half of the cost of scoring.
  const curves = new Float64Array(draws.length * (longest + 1));
  const visits = new Float64Array(draws.length);
  for (const [i, draw] of draws.entries()) {
    const start = i * (longest + 1);
    silenceCurve(draw, history, longest, curves, start);
    visits[i] = visitsAroundNow(draw, history, curves, start) / usual;
  }
  const visitFactors = around(1, middle95(visits));
  const ends = new Map<number, Ends>();
  const chanceOffsets = (running: number, ahead: number) => {
    const from = Math.round(running * slices) / slices;
    const length = Math.max(1, Math.round(ahead * slices)) / slices;
    const key = (slices + 1) * length * slices + from * slices;
    let found = ends.get(key);
    if (found === undefined) {
      const centre = oddsOn(outlook.curve, 0, from, length);
      const odds = new Float64Array(draws.length);
      for (let i = 0; i < odds.length; i += 1)
        odds[i] = oddsOn(curves, i * (longest + 1), from, length) / centre;
      found = around(1, middle95(odds));
      ends.set(key, found);
    }
    return found;
  };
  return { outlook, visitFactors, chanceOffsets };
}

/** Odds of a visit on the curve that begins at `start`; kept off zero and infinity by less than a double can tell. */
function oddsOn(curves: Float64Array, start: number, running: number, ahead: number): number {
  const silent = alongCurve(curves, start + running + ahead) / alongCurve(curves, start + running);
  return Math.max(1e-15, 1 - silent) / Math.max(1e-15, silent);
}

/** Sorts the values in place. */
function middle95(values: Float64Array): Ends {
  const sorted = values.sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return [at(0.025), at(0.975)];
}

/** The top of a skewed posterior may lie outside the middle 95 % of its draws; an interval holds its own estimate. */
function around(estimate: number, [low, high]: Ends): Ends {
  return [Math.min(estimate, low), Math.max(estimate, high)];
}
