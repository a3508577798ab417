import type * as Cells from '../src/statistics/cnbd/cnbd-cells.ts';
import type * as Choose from '../src/statistics/cnbd/cnbd-choose-k.ts';
import type * as Fit from '../src/statistics/cnbd/cnbd-fit.ts';
import type * as Predict from '../src/statistics/cnbd/cnbd-predict.ts';
import type * as Simulate from '../src/statistics/cnbd/cnbd-simulate.ts';
import type * as Dice from '../src/statistics/functions/random.ts';
import { built, type Figure } from './ground.ts';

const million = 1_000_000;
/** CDNOW's parameters in days; three years of customers who came in one after the other. */
const shop = { r: 0.243, alpha: 4.414 * 7, a: 0.793, b: 2.426, k: 1 };
const practice = { r: 2, alpha: (2 * 150) / 6, a: 0.8, b: 4, k: 6 };
const span = { shortest: 1, longest: 1095, whole: true };

/** CPU milliseconds, so that whoever else is at work on the machine counts less. */
function cpuOf(work: () => void): number {
  const begun = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

/** One exp and one log1p for each of a million rows: what touching every row costs at least. */
function referenceLoop(): number {
  const rows = Float64Array.from({ length: million }, (_, i) => ((i * 0.618_033_988_7) % 1) * 6 - 3);
  const times = [1, 2, 3, 4, 5].map(() =>
    cpuOf(() => {
      let sum = 0;
      for (let i = 0; i < million; i += 1) sum += Math.log1p(Math.exp(rows[i] as number));
      if (!(sum > 0)) throw new Error('the loop was left out');
    }),
  );
  return times.sort((a, b) => a - b)[2] as number;
}

/** Five times: the engine compiles during the first two. The middle one of the rest is what a worker sees. */
function figure(what: string, reference: number, most: number, work: () => void): Figure {
  const [first = 0, , ...rest] = [1, 2, 3, 4, 5].map(() => cpuOf(work));
  const usual = rest.sort((a, b) => a - b)[1] ?? 0;
  const ratio = usual / reference;
  const measured = `${ratio.toFixed(1)} (${usual.toFixed(0)} ms; the first time ${first.toFixed(0)} ms)`;
  return { what: `${what}, in reference loops`, measured, reach: `<= ${most}`, holds: ratio <= most };
}

export async function bench(): Promise<Figure[]> {
  const { simulateColumns } = await built<typeof Simulate>('statistics/cnbd/cnbd-simulate.js');
  const { seededRandom } = await built<typeof Dice>('statistics/functions/random.js');
  const { countHistories } = await built<typeof Cells>('statistics/cnbd/cnbd-cells.js');
  const { fitCnbdByLikelihood } = await built<typeof Fit>('statistics/cnbd/cnbd-fit.js');
  const { chooseK } = await built<typeof Choose>('statistics/cnbd/cnbd-choose-k.js');
  const { cnbdScorer } = await built<typeof Predict>('statistics/cnbd/cnbd-predict.js');
  const inDays = (columns: ReturnType<typeof simulateColumns>) => ({
    x: Int32Array.from(columns.x),
    tx: Int32Array.from(columns.tx),
    t: Int32Array.from(columns.t),
    litt: columns.litt,
  });
  const reference = referenceLoop();
  const figures: Figure[] = [
    { what: 'the reference loop', measured: `${reference.toFixed(1)} ms`, reach: 'any', holds: true },
  ];
  for (const kind of ['bg', 'mbg'] as const) {
    const columns = inDays(simulateColumns(seededRandom(1), kind, shop, million, span));
    figures.push(
      figure(`${kind.toUpperCase()}/NBD counted and fitted, ${million} customers`, reference, 6, () => {
        const fit = fitCnbdByLikelihood(kind, countHistories(columns), 1);
        if ('needed' in fit || !fit.converged) throw new Error('the fit did not converge');
      }),
    );
    const [pVisit, visits, overdue] = [0, 1, 2].map(() => new Float64Array(million));
    figures.push(
      figure(`P(visit), E[visits] and overdue, ${kind.toUpperCase()}/NBD, ${million}`, reference, 6, () => {
        const score = cnbdScorer(kind, shop, 365);
        const said = { pVisit: 0, expectedVisits: 0, pAlive: 0, overduePercentile: 0 };
        for (let i = 0; i < million; i += 1) {
          score(columns.x[i] as number, columns.tx[i] as number, columns.t[i] as number, said);
          (pVisit as Float64Array)[i] = said.pVisit;
          (visits as Float64Array)[i] = said.expectedVisits;
          (overdue as Float64Array)[i] = said.overduePercentile;
        }
      }),
    );
  }
  const regular = inDays(simulateColumns(seededRandom(2), 'mbg', practice, 100_000, span));
  let chosen = 0;
  figures.push(
    figure('MBG/CNBD-k with k chosen, 100,000 customers', reference, 50, () => {
      const fit = chooseK('mbg', countHistories(regular), undefined);
      chosen = 'needed' in fit ? 0 : fit.parameters.k;
    }),
  );
  figures.push({ what: 'the k that was chosen', measured: String(chosen), reach: '6', holds: chosen === 6 });
  return figures;
}
