import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { seededRandom } from '../functions/random.ts';
import { type BgbbCell, type BgbbParameters, bgbbLogLikelihood } from './bgbb.ts';
import { drawBgbb, fitBgbb, fitBgbbByLikelihood, parametersOf, recallPrior } from './bgbb-fit.ts';
import { activeChance, expectedVisits, visitChance } from './bgbb-predict.ts';
import { simulateCells } from './bgbb-simulate.ts';

const donations = fileURLToPath(new URL('../../../../shared/data/retention/donations.csv', import.meta.url));

test('the published donations fit is reproduced', ({ annotate }) => {
  if (!existsSync(donations)) {
    console.info('left out: the donations fit (no shared data folder beside the project)');
    return annotate('left out: no shared data folder beside the project');
  }
  const rows = readFileSync(donations, 'utf8').trim().split('\n').slice(1);
  const cells = rows.map((line): BgbbCell => {
    const [x = 0, tx = 0, n = 0, weight = 0] = line.split(',').map(Number);
    return { x, tx, n, weight };
  });
  const fit = fitBgbbByLikelihood(cells);
  if ('kind' in fit) throw new Error('11,104 people are not too few');
  // Fader, Hardie & Shang 2010, table 3: 1.204, 0.750, 0.657, 2.783, LL -33225.6 (half a per cent, 0.01).
  expect(fit.n).toBe(11_104);
  expect(fit.converged).toBe(true);
  expect(fit.parameters.alpha / 1.204).toBeCloseTo(1, 2);
  expect(fit.parameters.beta / 0.75).toBeCloseTo(1, 2);
  expect(fit.parameters.gamma / 0.657).toBeCloseTo(1, 2);
  expect(fit.parameters.delta / 2.783).toBeCloseTo(1, 2);
  expect(Math.abs(fit.logLikelihood + 33_225.58)).toBeLessThan(0.01);
  const nextFive = cells.reduce(
    (sum, cell) => sum + cell.weight * expectedVisits(fit.parameters, { ...cell, running: 0 }, 5),
    0,
  );
  expect(Math.abs(nextFive / 12_884.2 - 1)).toBeLessThan(1e-3);
  // Eleven thousand people outvote the prior.
  expect(fitBgbb(cells).parameters.alpha / fit.parameters.alpha).toBeCloseTo(1, 1);
});

const truth: BgbbParameters = { alpha: 2.4, beta: 1.2, gamma: 0.9, delta: 6 };

test('with many patients the fit finds the truth within a tenth', () => {
  const fit = fitBgbb(simulateCells(seededRandom(1), truth, 40_000, 12));
  expect(fit.converged).toBe(true);
  for (const name of ['alpha', 'beta', 'gamma', 'delta'] as const) {
    expect(Math.abs(fit.parameters[name] / truth[name] - 1)).toBeLessThan(0.1);
  }
});

test('95 % intervals hold the truth in 93 to 97 of 100 practices', () => {
  // 250 practices of 1,500 patients; the standard error of the share is about 1 %. More in tests/prove.
  const moments = [
    { x: 0, tx: 0, n: 3, running: 0 },
    { x: 3, tx: 4, n: 7, running: 0.5 },
    { x: 8, tx: 10, n: 10, running: 0 },
  ];
  let covered = 0;
  let asked = 0;
  for (let seed = 1; seed <= 250; seed += 1) {
    const fit = fitBgbb(simulateCells(seededRandom(seed), truth, 1500, 12));
    const draws = drawBgbb(fit, 200, seed);
    for (const moment of moments) {
      const chances = draws.map((draw) => visitChance(draw, moment, 2)).sort((a, b) => a - b);
      const real = visitChance(truth, moment, 2);
      asked += 1;
      if ((chances[4] ?? 1) <= real && real <= (chances[195] ?? 0)) covered += 1;
    }
  }
  expect(covered / asked).toBeGreaterThan(0.93);
  expect(covered / asked).toBeLessThan(0.97);
});

const awkward: Record<string, BgbbCell[]> = {
  'no patients at all': [],
  'only patients without an opportunity yet': [{ x: 0, tx: 0, n: 0, weight: 900 }],
  'nobody ever came back': [1, 2, 3, 8].map((n) => ({ x: 0, tx: 0, n, weight: 400 })),
  'nobody came back, one opportunity': [{ x: 0, tx: 0, n: 1, weight: 1 }],
  'one patient who came back': [{ x: 1, tx: 1, n: 1, weight: 1 }],
  'everyone took every opportunity': [1, 2, 6, 12].map((n) => ({ x: n, tx: n, n, weight: 5000 })),
  'everyone took every second opportunity': [2, 6, 12].map((n) => ({ x: n / 2, tx: n, n, weight: 700 })),
  'a million identical patients': [{ x: 3, tx: 5, n: 9, weight: 1e6 }],
  'weekly for thirty years': [{ x: 1500, tx: 1560, n: 1560, weight: 300 }],
  'a visit at the last of five thousand': [{ x: 1, tx: 5000, n: 5000, weight: 10 }],
};

test.each(Object.entries(awkward))('the fit settles on sane numbers when: %s', (_name, cells) => {
  const fit = fitBgbb(cells);
  expect(fit.converged).toBe(true);
  expect(fit.slope).toBeLessThan(1e-5);
  for (const value of [...Object.values(fit.parameters), ...fit.covariance.flat(), fit.logLikelihood]) {
    expect(Number.isFinite(value)).toBe(true);
  }
  const draws = drawBgbb(fit, 50, 1);
  for (const parameters of [fit.parameters, ...draws]) {
    for (const moment of [...cells, { x: 1, tx: 2, n: 9 }].map((cell) => ({ ...cell, running: 0.3 }))) {
      const chance = visitChance(parameters, moment, 2.4);
      expect(chance >= 0 && chance <= 1).toBe(true);
    }
  }
  // Six recalls of silence are never read as certainly active: the failure of BG/NBD on recall data.
  expect(activeChance(fit.parameters, { x: 4, tx: 4, n: 10, running: 0 })).toBeLessThan(0.99);
});

test('without patients the fit is the prior, as wide as the prior', () => {
  const fit = fitBgbb([]);
  expect(fit.n).toBe(0);
  expect(fit.parameters).toEqual(parametersOf([0.7, Math.log(4), Math.log(0.12 / 0.88), Math.log(6)]));
  fit.covariance.forEach((row, i) => {
    row.forEach((value, j) => {
      expect(value).toBeCloseTo(i === j ? 1 : 0, 6);
    });
  });
});

test('likelihood alone says too few, and admits when it has no top', () => {
  expect(fitBgbbByLikelihood([{ x: 1, tx: 1, n: 1, weight: 29 }])).toEqual({
    kind: 'too-few',
    n: 29,
    needed: 30,
  });
  const regular = fitBgbbByLikelihood(awkward['everyone took every opportunity'] ?? []);
  if ('kind' in regular) throw new Error('twenty thousand patients are not too few');
  expect(Number.isFinite(regular.logLikelihood)).toBe(true);
});

test('neither the order of the rows, nor splitting them, nor where the fit came from matters', () => {
  const cells = simulateCells(seededRandom(9), truth, 800, 10);
  const fit = fitBgbb(cells);
  const halved = cells.flatMap((cell) => [
    { ...cell, weight: cell.weight / 2 },
    { ...cell, weight: cell.weight / 2 },
  ]);
  for (const again of [fitBgbb(cells.toReversed()), fitBgbb(halved)]) {
    again.theta.forEach((value, i) => {
      expect(value).toBeCloseTo(fit.theta[i] ?? Number.NaN, 6);
    });
  }
  // A twin: a walk over a grid around the top finds nothing higher.
  const height = (theta: readonly number[]) =>
    bgbbLogLikelihood(cells, parametersOf(theta)) -
    [
      recallPrior.visitLogOdds,
      recallPrior.visitLogLikeness,
      recallPrior.leaveLogOdds,
      recallPrior.leaveLogLikeness,
    ]
      .map(({ mean, sd }, i) => (((theta[i] ?? 0) - mean) / sd) ** 2 / 2)
      .reduce((sum, value) => sum + value, 0);
  const top = height(fit.theta);
  for (let direction = 0; direction < 81; direction += 1) {
    const moved = fit.theta.map((value, i) => value + ((Math.floor(direction / 3 ** i) % 3) - 1) * 0.02);
    expect(height(moved)).toBeLessThanOrEqual(top + 1e-9);
  }
});

test('draws repeat with the seed and spread as the covariance says', () => {
  const fit = fitBgbb(simulateCells(seededRandom(2), truth, 500, 8));
  expect(drawBgbb(fit, 3, 5)).toEqual(drawBgbb(fit, 3, 5));
  expect(drawBgbb(fit, 3, 6)).not.toEqual(drawBgbb(fit, 3, 5));
  const logLikeness = drawBgbb(fit, 4000, 1).map(({ alpha, beta }) => Math.log(alpha + beta));
  const mean = logLikeness.reduce((sum, value) => sum + value, 0) / 4000;
  const variance = logLikeness.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 3999;
  expect(variance / (fit.covariance[1]?.[1] ?? 0)).toBeCloseTo(1, 0);
  expect(mean).toBeCloseTo(fit.theta[1] ?? 0, 1);
});
