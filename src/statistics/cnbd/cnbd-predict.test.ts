import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../functions/random.ts';
import type { CnbdKind, CnbdParameters } from './cnbd.ts';
import { countHistories } from './cnbd-cells.ts';
import { cnbdLogLikelihood } from './cnbd-likelihood.ts';
import { cnbdScorer, meanVisits, visitCounts } from './cnbd-predict.ts';
import { simulateCnbd } from './cnbd-simulate.ts';

const empty = () => ({ pVisit: 0, expectedVisits: 0, pAlive: 0, overduePercentile: 0 });
const nobody = { x: 0, tx: 0, t: 0 };
const three: CnbdParameters = { r: 0.85, alpha: 1.45, a: 0.79, b: 2.42, k: 3 };

test('CDNOW: what Hardie publishes of one customer and of a new one', () => {
  const bg = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426, k: 1 };
  const said = cnbdScorer('bg', bg, 39)(2, 30.43, 38.86, empty());
  expect(Math.abs(said.expectedVisits - 1.22603)).toBeLessThan(1e-5);
  expect(Math.abs(said.pAlive - 0.726579)).toBeLessThan(1e-6);
  expect(visitCounts('bg', bg, nobody, 39, 0)[0]).toBeCloseTo(0.5737864, 6);
  const fitted = { r: 0.24259, alpha: 4.4136, a: 0.79292, b: 2.42591, k: 1 };
  const published = [
    [0.1429, 0.0078],
    [1, 0.0532],
    [3, 0.1506],
    [31.8571, 1.0405],
    [32, 1.0437],
    [78, 1.8576],
  ] as const;
  for (const [t, visits] of published) {
    expect(Math.abs(meanVisits('bg', fitted, 0, 0, 0, t) - visits)).toBeLessThan(1e-3);
  }
});

test('k = 3: P(alive), expectations and counts of a new and a known patient', () => {
  const said = cnbdScorer('mbg', three, 32)(3, 12, 32, empty());
  expect(said.pAlive).toBeCloseTo(0.0220868073, 9);
  expect(said.expectedVisits).toBeCloseTo(0.0728188213, 9);
  const published: [CnbdKind, number[], number[]][] = [
    ['mbg', [2.280797, 3.614429], [0.3929845, 0.1978049, 0.1185279, 0.07721509, 0.05302631]],
    ['bg', [2.722232, 4.187909], [0.1948265, 0.3014376, 0.1610986, 0.09805541, 0.06439782]],
  ];
  for (const [kind, [in28 = 0, in56 = 0], counts] of published) {
    expect(cnbdScorer(kind, three, 28)(0, 0, 0, empty()).expectedVisits).toBeCloseTo(in28, 5);
    expect(cnbdScorer(kind, three, 56)(0, 0, 0, empty()).expectedVisits).toBeCloseTo(in56, 5);
    for (const [n, chance] of visitCounts(kind, three, nobody, 28, 4).entries()) {
      expect(chance).toBeCloseTo(counts[n] ?? 0, 6);
    }
  }
});

/** Any model, and a history that can be. */
const anything = fc.record({
  kind: fc.constantFrom<CnbdKind>('bg', 'mbg'),
  k: fc.constantFrom(1, 2, 3, 8, 20),
  r: fc.double({ min: 0.05, max: 30, noNaN: true }),
  gap: fc.double({ min: 1, max: 400, noNaN: true }),
  a: fc.double({ min: 0.05, max: 10, noNaN: true }),
  b: fc.double({ min: 0.05, max: 30, noNaN: true }),
  x: fc.integer({ min: 0, max: 30 }),
  tx: fc.integer({ min: 1, max: 1500 }),
  silence: fc.integer({ min: 0, max: 1500 }),
  horizon: fc.integer({ min: 1, max: 700 }),
});

test('P(no visit in h) is the likelihood watched longer over the likelihood, for every model', () => {
  fc.assert(
    fc.property(anything, ({ kind, k, r, gap, a, b, x, tx, silence, horizon }) => {
      const parameters = { r, alpha: (r * gap) / k, a, b, k };
      const last = x === 0 ? 0 : tx;
      const watched = (t: number) =>
        cnbdLogLikelihood(kind, countHistories({ x: [x], tx: [last], t: [t] }), parameters);
      const none = Math.exp(watched(last + silence + horizon) - watched(last + silence));
      const said = cnbdScorer(kind, parameters, horizon)(x, last, last + silence, empty());
      expect(Math.abs(1 - said.pVisit - none)).toBeLessThan(1e-9);
      for (const value of Object.values(said)) expect(value).toBeGreaterThanOrEqual(0);
      expect(Math.max(said.pVisit, said.pAlive, said.overduePercentile)).toBeLessThanOrEqual(1);
      expect(said.pVisit).toBeLessThanOrEqual(said.pAlive);
      expect(said.expectedVisits).toBeGreaterThanOrEqual(said.pVisit - 1e-12);
    }),
    { numRuns: 300 },
  );
});

test('counts add up to one, and to P(visit) and the expected visits', () => {
  const cases = [nobody, { x: 3, tx: 12, t: 14 }, { x: 1, tx: 3, t: 30 }];
  for (const kind of ['bg', 'mbg'] as const) {
    for (const k of [1, 3, 6]) {
      for (const history of cases) {
        const parameters = { ...three, k, alpha: (three.alpha * 3) / k };
        const counts = visitCounts(kind, parameters, history, 32, 600);
        const said = cnbdScorer(kind, parameters, 32)(history.x, history.tx, history.t, empty());
        expect(Math.abs(counts.reduce((sum, chance) => sum + chance, 0) - 1)).toBeLessThan(1e-8);
        expect(Math.abs(1 - (counts[0] ?? 0) - said.pVisit)).toBeLessThan(1e-9);
        const mean = counts.reduce((sum, chance, n) => sum + n * chance, 0);
        expect(Math.abs(mean / said.expectedVisits - 1)).toBeLessThan(1e-6);
      }
    }
  }
});

test('tables for whole days say what the sum says', () => {
  const parameters = { r: 0.3, alpha: 30, a: 0.8, b: 2.4, k: 1 };
  const score = cnbdScorer('mbg', parameters, 365);
  for (const [x, tx, t] of [
    [0, 0, 0],
    [2, 200, 400],
    [60, 900, 1000],
    [200, 5000, 5100],
    [9000, 10_000, 10_950],
  ] as const) {
    const said = score(x, tx, t, empty());
    const direct = said.pAlive * meanVisits('mbg', parameters, x, tx, t, 365);
    expect(Math.abs(said.expectedVisits - direct)).toBeLessThanOrEqual(1e-11 * direct);
  }
});

test('exact expectations agree with simulated patients within one per cent', () => {
  const random = seededRandom(11);
  for (const kind of ['bg', 'mbg'] as const) {
    for (const k of [1, 4]) {
      const parameters = { r: 2, alpha: (2 * 20) / k, a: 1, b: 5, k };
      const size = 60_000;
      let [predicted, came, visitors, chance] = [0, 0, 0, 0];
      const score = cnbdScorer(kind, parameters, 60);
      for (let i = 0; i < size; i += 1) {
        const { x, tx, t, visitsAhead } = simulateCnbd(random, kind, parameters, 90, { ahead: 60 });
        const said = score(x, tx, t, empty());
        predicted += said.expectedVisits;
        chance += said.pVisit;
        came += visitsAhead;
        if (visitsAhead > 0) visitors += 1;
      }
      expect(Math.abs(predicted / came - 1)).toBeLessThan(0.015);
      expect(Math.abs(chance / visitors - 1)).toBeLessThan(0.01);
    }
  }
});

test('the longer the silence, the more overdue and the less alive; never NaN in thirty years', () => {
  for (const kind of ['bg', 'mbg'] as const) {
    for (const k of [1, 3, 40]) {
      for (const x of [1, 50, 5000]) {
        const score = cnbdScorer(kind, { r: 3, alpha: (3 * 30) / k, a: 0.9, b: 4, k }, 365);
        let before = score(x, 5000, 5000, empty());
        for (const t of [5001, 5030, 5400, 7000, 10_950]) {
          const now = score(x, 5000, t, empty());
          expect(Object.values(now).every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
          expect(now.overduePercentile).toBeGreaterThanOrEqual(before.overduePercentile - 1e-12);
          expect(now.pAlive).toBeLessThanOrEqual(before.pAlive + 1e-12);
          before = now;
        }
      }
    }
  }
});
