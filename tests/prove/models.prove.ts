import { countHistories } from '../../src/statistics/cnbd/cnbd-cells.ts';
import { chooseK } from '../../src/statistics/cnbd/cnbd-choose-k.ts';
import { type CnbdFit, fitCnbd, fitCnbdByLikelihood, gapPrior } from '../../src/statistics/cnbd/cnbd-fit.ts';
import { cnbdScorer } from '../../src/statistics/cnbd/cnbd-predict.ts';
import { simulateCnbd, simulateColumns } from '../../src/statistics/cnbd/cnbd-simulate.ts';
import { seededRandom } from '../../src/statistics/functions/random.ts';
import { askCnbd } from '../../src/statistics/returns/cnbd-forecast.ts';
import type { Claim, Proof } from './rhythm.prove.ts';

/** The long proofs of the models of visits at any time: one or two minutes. */
export function prove(): Proof {
  return { claims: [...coverage(), ...recovery(), ...expectations()], leftOut: [] };
}

const truths = [
  { name: 'BG/NBD, shop-like', kind: 'bg', truth: { r: 0.6, alpha: 40, a: 0.8, b: 2.5, k: 1 }, gap: 60 },
  { name: 'MBG/CNBD-3, recall-like', kind: 'mbg', truth: { r: 3, alpha: 180, a: 0.9, b: 6, k: 3 }, gap: 180 },
] as const;

/** Intervals of the parameters and of P(visit) hold the truth, with and without a prior. */
function coverage(): Claim[] {
  const seeds = 1000;
  const histories = [
    { x: 0, tx: 0, t: 200, litt: 0 },
    { x: 3, tx: 500, t: 640, litt: 0 },
    { x: 6, tx: 1100, t: 1400, litt: 0 },
  ];
  return truths.flatMap(({ name, kind, truth, gap }) => {
    const { r, alpha, a, b, k } = truth;
    const theta = [Math.log(r), Math.log((alpha * k) / r), Math.log(a / b), Math.log(a + b)];
    const real = cnbdScorer(kind, truth, 365);
    let [parameters, chances] = [0, 0];
    for (let seed = 1; seed <= seeds; seed += 1) {
      const columns = simulateColumns(seededRandom(seed), kind, truth, 1000, {
        shortest: 100,
        longest: 1500,
      });
      const cells = countHistories(columns);
      const alone = fitCnbdByLikelihood(kind, cells, k);
      if ('needed' in alone) throw new Error('1,000 are not too few');
      for (const [i, value] of theta.entries()) {
        const error = Math.sqrt(alone.covariance[i]?.[i] ?? 0);
        if (Math.abs(value - (alone.theta[i] ?? 0)) < 1.96 * error) parameters += 1;
      }
      const ask = askCnbd(fitCnbd(kind, cells, k, gapPrior(gap)), 365);
      for (const history of histories) {
        const { pVisitLow, pVisitHigh } = ask(history);
        const said = { pVisit: 0, expectedVisits: 0, pAlive: 0, overduePercentile: 0 };
        const { pVisit } = real(history.x, history.tx, history.t, said);
        if (pVisitLow <= pVisit && pVisit <= pVisitHigh) chances += 1;
      }
    }
    return [
      limit(`95 % intervals of the parameters hold the truth, ${name}`, parameters / (4 * seeds), 0.93, 0.97),
      limit(`95 % intervals of P(visit) hold the truth, ${name}`, chances / (3 * seeds), 0.93, 0.97),
    ];
  });
}

/** Among 8,000, over ten practices: the worst parameter's mean is within a tenth, and k is right every time. */
function recovery(): Claim[] {
  return [1, 2, 3, 4, 5, 6].map((k) => {
    const truth = { r: 0.85, alpha: 87 / k, a: 0.79, b: 2.42, k };
    let right = 0;
    for (let seed = 1; seed <= 10; seed += 1) {
      const columns = simulateColumns(seededRandom(100 * k + seed), 'mbg', truth, 8000, {
        shortest: 700,
        longest: 3000,
        whole: true,
      });
      const fit = chooseK('mbg', countHistories(columns), undefined) as CnbdFit;
      const near = (['r', 'alpha', 'a', 'b'] as const).every(
        (name) => Math.abs(fit.parameters[name] / truth[name] - 1) < 0.15,
      );
      if (fit.parameters.k === k && near) right += 1;
    }
    return limit(`k ${k} found, and every parameter within 15 %, of 10 practices of 8,000`, right / 10, 1, 1);
  });
}

/** Expected visits beside what half a million simulated patients did. */
function expectations(): Claim[] {
  return truths.map(({ name, kind, truth }, seed) => {
    const random = seededRandom(seed + 1);
    const score = cnbdScorer(kind, truth, 365);
    const said = { pVisit: 0, expectedVisits: 0, pAlive: 0, overduePercentile: 0 };
    let [predicted, came] = [0, 0];
    for (let i = 0; i < 500_000; i += 1) {
      const { x, tx, t, visitsAhead } = simulateCnbd(random, kind, truth, 700, { ahead: 365 });
      predicted += score(x, tx, t, said).expectedVisits;
      came += visitsAhead;
    }
    return limit(`expected visits over those of 500,000 simulated, ${name}`, predicted / came, 0.99, 1.01);
  });
}

function limit(claim: string, measured: number, atLeast: number, atMost: number): Claim {
  return { claim, measured, atLeast, atMost };
}
