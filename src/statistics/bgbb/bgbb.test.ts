import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { betaNumber, seededRandom } from '../functions/random.ts';
import { type BgbbHistory, type BgbbParameters, bgbbLogLikelihood, countCells } from './bgbb.ts';
import {
  activeChance,
  bgbbOutlook,
  expectedVisits,
  silenceCurve,
  visitChance,
  visitCountChances,
  visitsAroundNow,
} from './bgbb-predict.ts';
import { simulateBgbb } from './bgbb-simulate.ts';

const donations: BgbbParameters = { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 };

const parameter = fc.double({ min: 0.02, max: 200, noNaN: true });
const anyParameters = fc.record({ alpha: parameter, beta: parameter, gamma: parameter, delta: parameter });
const anyHistory = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30)).map(([a, b, c]): BgbbHistory => {
  const tx = a;
  return { x: tx === 0 ? 0 : 1 + (b % tx), tx, n: tx + c };
});
const anyMoment = fc
  .tuple(anyHistory, fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([history, running]) => ({ ...history, running }));

test('one opportunity is taken or not, as worked by hand', () => {
  // alpha = beta = 1, gamma = 1, delta = 3: mean visit chance 1/2, mean chance of staying 3/4.
  // Taken: 3/4 * 1/2 = 3/8. Not taken: 1/4 + 3/4 * 1/2 = 5/8.
  const even = { alpha: 1, beta: 1, gamma: 1, delta: 3 };
  expect(bgbbLogLikelihood([{ x: 1, tx: 1, n: 1, weight: 1 }], even)).toBeCloseTo(Math.log(3 / 8), 14);
  expect(bgbbLogLikelihood([{ x: 0, tx: 0, n: 1, weight: 1 }], even)).toBeCloseTo(Math.log(5 / 8), 14);
  expect(visitChance(even, { x: 0, tx: 0, n: 0, running: 0 }, 1)).toBeCloseTo(3 / 8, 14);
  // Half of the opportunity has passed in silence: (3/16) / (13/16) of the visits are still to come.
  expect(visitChance(even, { x: 0, tx: 0, n: 0, running: 0.5 }, 0.5)).toBeCloseTo(3 / 13, 14);
  // A visit at the first leaves 3/4 stayed; staying again is Beta(1, 4): 4/5.
  expect(activeChance(even, { x: 1, tx: 1, n: 1, running: 0 })).toBeCloseTo(4 / 5, 14);
});

test('likelihood, activity, visits ahead agree with fifty-digit references', () => {
  const { rows } = JSON.parse(
    readFileSync(new URL('../../../tests/fixtures/bgbb.json', import.meta.url), 'utf8'),
  ) as { rows: number[][] };
  expect(rows.length).toBeGreaterThan(30);
  for (const row of rows) {
    const [alpha = 0, beta = 0, gamma = 0, delta = 0, x = 0, tx = 0, n = 0, ...expected] = row;
    const parameters = { alpha, beta, gamma, delta };
    const moment = { x, tx, n, running: 0 };
    const actual = [
      bgbbLogLikelihood([{ x, tx, n, weight: 1 }], parameters),
      activeChance(parameters, moment),
      visitChance(parameters, moment, 3),
      expectedVisits(parameters, moment, 3),
    ];
    for (const [i, value] of actual.entries()) {
      const truth = expected[i] ?? Number.NaN;
      expect(Math.abs(value - truth), `row ${row.slice(0, 7)} column ${i}`).toBeLessThan(
        1e-12 + 1e-10 * Math.abs(truth),
      );
    }
  }
});

test('the published figures of the donations study come out', () => {
  // Fader, Hardie & Shang 2010, table 4: P(alive in 2002) of 0.11, 0.59 and 0.93.
  const active = (x: number, tx: number) => activeChance(donations, { x, tx, n: 6, running: 0 });
  expect(active(0, 0)).toBeCloseTo(0.11, 2);
  expect(active(2, 4)).toBeCloseTo(0.59, 2);
  expect(active(6, 6)).toBeCloseTo(0.93, 2);
  const counts = visitCountChances(donations, 6);
  expect((counts[0] ?? 0) * 11_104).toBeCloseTo(3454.9, -1);
  expect((counts[6] ?? 0) * 11_104).toBeCloseTo(1253.1, -1);
});

test('a brute-force twin with explicit patients agrees on every short history', () => {
  // Midpoints over both chances (uniform beliefs times their density), every time of leaving spelled out.
  const { alpha, beta, gamma, delta } = { alpha: 2, beta: 3, gamma: 2, delta: 4 };
  const steps = 300;
  const midpoints = Array.from({ length: steps }, (_, i) => (i + 0.5) / steps);
  const density = (p: number, a: number, b: number, scale: number) =>
    (p ** (a - 1) * (1 - p) ** (b - 1)) / scale;
  const chanceOf = (taken: readonly boolean[], visit: number, leave: number) => {
    let sum = 0;
    for (let last = 0; last <= taken.length; last += 1) {
      if (taken.slice(last).includes(true)) continue;
      const staying = (1 - leave) ** last * (last < taken.length ? leave : 1);
      sum += taken.slice(0, last).reduce((product, one) => product * (one ? visit : 1 - visit), staying);
    }
    return sum;
  };
  const visitScale = midpoints.reduce((sum, p) => sum + density(p, alpha, beta, 1), 0);
  const leaveScale = midpoints.reduce((sum, q) => sum + density(q, gamma, delta, 1), 0);
  for (const taken of [[true], [false, false], [true, false, true], [true, true, false, false]]) {
    let twin = 0;
    for (const visit of midpoints) {
      for (const leave of midpoints) {
        const weight = density(visit, alpha, beta, visitScale) * density(leave, gamma, delta, leaveScale);
        twin += weight * chanceOf(taken, visit, leave);
      }
    }
    const cell = {
      x: taken.filter(Boolean).length,
      tx: taken.lastIndexOf(true) + 1,
      n: taken.length,
      weight: 1,
    };
    expect(Math.exp(bgbbLogLikelihood([cell], { alpha, beta, gamma, delta }))).toBeCloseTo(twin, 4);
  }
});

test('slopes are those of the likelihood', () => {
  fc.assert(
    fc.property(anyParameters, anyHistory, (parameters, history) => {
      const cells = [{ ...history, weight: 2.5 }];
      const slopes = { alpha: 0, beta: 0, gamma: 0, delta: 0 };
      bgbbLogLikelihood(cells, parameters, slopes);
      for (const name of ['alpha', 'beta', 'gamma', 'delta'] as const) {
        const step = parameters[name] * 1e-5;
        const up = bgbbLogLikelihood(cells, { ...parameters, [name]: parameters[name] + step });
        const down = bgbbLogLikelihood(cells, { ...parameters, [name]: parameters[name] - step });
        const scaled = slopes[name] * parameters[name]; // per unit of the logarithm, the scale of the fit
        expect(Math.abs((up - down) / 2e-5 - scaled)).toBeLessThan(1e-6 * Math.max(10, Math.abs(scaled)));
      }
    }),
  );
});

test('all ways a few opportunities can go have chances that add up to one', () => {
  fc.assert(
    fc.property(anyParameters, fc.integer({ min: 1, max: 8 }), (parameters, n) => {
      let total = 0;
      for (let pattern = 0; pattern < 2 ** n; pattern += 1) {
        const bits = pattern.toString(2).padStart(n, '0');
        const x = bits.replaceAll('0', '').length;
        total += Math.exp(
          bgbbLogLikelihood([{ x, tx: bits.lastIndexOf('1') + 1, n, weight: 1 }], parameters),
        );
      }
      expect(total).toBeCloseTo(1, 10);
      expect(visitCountChances(parameters, n).reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 8);
    }),
  );
});

test('silence ahead is the ratio of two likelihoods', () => {
  fc.assert(
    fc.property(anyParameters, anyHistory, fc.integer({ min: 1, max: 12 }), (parameters, history, ahead) => {
      const now = bgbbLogLikelihood([{ ...history, weight: 1 }], parameters);
      const later = bgbbLogLikelihood([{ ...history, n: history.n + ahead, weight: 1 }], parameters);
      // A history without opportunities has likelihood 1, so its logarithm is the empty sum 0.
      const chance = visitChance(parameters, { ...history, running: 0 }, ahead);
      expect(Math.abs(1 - chance - Math.exp(later - now))).toBeLessThan(1e-9);
    }),
  );
});

test('chances are chances: they fall in silence, and rise with the horizon', () => {
  fc.assert(
    fc.property(
      anyParameters,
      anyMoment,
      fc.double({ min: 0, max: 10, noNaN: true }),
      (parameters, moment, ahead) => {
        const chance = visitChance(parameters, moment, ahead);
        expect(chance).toBeGreaterThanOrEqual(0);
        expect(chance).toBeLessThanOrEqual(1);
        const later = { ...moment, n: moment.n + 1 };
        expect(visitChance(parameters, later, ahead)).toBeLessThanOrEqual(chance + 1e-12);
        expect(visitChance(parameters, moment, ahead + 0.7)).toBeGreaterThanOrEqual(chance - 1e-12);
        expect(activeChance(parameters, later)).toBeLessThanOrEqual(activeChance(parameters, moment) + 1e-12);
        const expected = expectedVisits(parameters, moment, ahead);
        // At most one visit an opportunity, so P(any) <= E[visits] <= opportunities begun.
        expect(expected).toBeGreaterThanOrEqual(chance - 1e-9);
        expect(expected).toBeLessThanOrEqual(Math.ceil(moment.running + ahead) + 1e-9);
        expect(activeChance(parameters, moment)).toBeLessThanOrEqual(1);
      },
    ),
  );
});

test('the short way to the visits around now gives what the whole outlook gives, also within a longer array', () => {
  fc.assert(
    fc.property(anyParameters, anyHistory, fc.nat(5), (parameters, history, start) => {
      const curves = new Float64Array(start + 3);
      silenceCurve(parameters, history, 2, curves, start);
      const whole = bgbbOutlook(parameters, history, 2);
      expect(curves.subarray(start)).toEqual(whole.curve);
      expect(visitsAroundNow(parameters, history, curves, start)).toBeCloseTo(whole.visits(0.5, 1), 12);
    }),
  );
});

test('the running opportunity joins smoothly: its whole silence is one more opportunity skipped', () => {
  fc.assert(
    fc.property(anyParameters, anyHistory, (parameters, history) => {
      const end = { ...history, running: 1 };
      const next = { ...history, n: history.n + 1, running: 0 };
      expect(visitChance(parameters, end, 2)).toBeCloseTo(visitChance(parameters, next, 2), 10);
      expect(expectedVisits(parameters, end, 2)).toBeCloseTo(expectedVisits(parameters, next, 2), 10);
    }),
  );
});

test('throwing dice gives the same visits ahead, also from the middle of an opportunity', () => {
  const truth = { alpha: 1.5, beta: 1, gamma: 0.8, delta: 4 };
  const random = seededRandom(5);
  const [n, ahead, running] = [4, 2.5, 0.4];
  let matched = 0;
  let visitedAhead = 0;
  let taken = 0;
  for (let i = 0; i < 300_000; i += 1) {
    const visit = betaNumber(random, truth.alpha, truth.beta);
    const leave = betaNumber(random, truth.gamma, truth.delta);
    const visitTimes: number[] = [];
    for (let t = 0; t < 8 && random.uniform() >= leave; t += 1) {
      if (random.uniform() < visit) visitTimes.push(t + random.uniform());
    }
    const before = visitTimes.filter((time) => time <= n + running);
    if (before.length !== 1 || Math.ceil(before[0] ?? 0) !== 2) continue;
    matched += 1;
    const after = visitTimes.filter((time) => time > n + running && time <= n + running + ahead).length;
    if (after > 0) visitedAhead += 1;
    taken += after;
  }
  const moment = { x: 1, tx: 2, n, running };
  expect(matched).toBeGreaterThan(5000);
  const error = 4 / Math.sqrt(matched);
  expect(Math.abs(visitedAhead / matched - visitChance(truth, moment, ahead))).toBeLessThan(error * 0.5);
  expect(Math.abs(taken / matched - expectedVisits(truth, moment, ahead))).toBeLessThan(error);
});

test('counting cells keeps every patient, and their order does not matter', () => {
  const patients = simulateBgbb(
    seededRandom(3),
    donations,
    Array.from({ length: 500 }, (_, i) => i % 9),
  );
  const cells = countCells(patients);
  expect(cells.reduce((sum, { weight }) => sum + weight, 0)).toBe(500);
  expect(countCells(patients.toReversed())).toEqual(cells);
  const one = patients.reduce(
    (sum, patient) => sum + bgbbLogLikelihood([{ ...patient, weight: 1 }], donations),
    0,
  );
  expect(bgbbLogLikelihood(cells, donations)).toBeCloseTo(one, 8);
});

test('nothing breaks far out: five thousand visits, thirty years of weeks, parameters of 1e9 and 1e-9', () => {
  const far = [
    { x: 5000, tx: 5000, n: 5000 },
    { x: 1, tx: 1, n: 1560 },
    { x: 0, tx: 0, n: 5000 },
    { x: 780, tx: 1559, n: 1560 },
  ];
  for (const big of [1e-9, 1, 1e9]) {
    for (const small of [1e-9, 1, 1e9]) {
      const parameters = { alpha: big, beta: small, gamma: small, delta: big };
      for (const history of far) {
        const slopes = { alpha: 0, beta: 0, gamma: 0, delta: 0 };
        expect(bgbbLogLikelihood([{ ...history, weight: 1 }], parameters, slopes)).toBeLessThanOrEqual(1e-6);
        expect(Object.values(slopes).every(Number.isFinite)).toBe(true);
        const moment = { ...history, running: 0.5 };
        for (const value of [visitChance(parameters, moment, 2), activeChance(parameters, moment)]) {
          expect(value >= 0 && value <= 1).toBe(true);
        }
        expect(Number.isFinite(expectedVisits(parameters, moment, 2))).toBe(true);
      }
    }
  }
});

test('a history that cannot happen is refused', () => {
  expect(() => countCells([{ x: 2, tx: 1, n: 3 }])).toThrow('BG/BB requires whole 0 <= x <= tx <= n');
  expect(() => silenceCurve(donations, { x: 0, tx: 1, n: 3 }, 1)).toThrow(RangeError);
  expect(() => visitChance(donations, { x: 1, tx: 1, n: 1, running: 1.5 }, 1)).toThrow(RangeError);
});
