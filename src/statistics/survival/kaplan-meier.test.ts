import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../functions/random.ts';
import { kaplanMeier, type SurvivalCurve, survivalAt, type Watched } from './kaplan-meier.ts';

function known(watched: readonly Watched[]): SurvivalCurve {
  const curve = kaplanMeier(watched);
  if ('kind' in curve) throw new Error('too few');
  return curve;
}

// Freireich et al. 1963: weeks of remission of 21 children under 6-mercaptopurine; a + marks the end of watching.
const remission = '6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+'
  .split(' ')
  .map((week): Watched => ({ time: Number.parseInt(week, 10), happened: !week.endsWith('+') }));

test('the remission study is reproduced: shares, standard errors, no median gap', () => {
  const { steps, median, watchedTo } = known(remission);
  // Kalbfleisch & Prentice 2002, table 1.1 and R survfit: 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448.
  const shares = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482];
  const errors = [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346];
  expect(steps.map(({ time }) => time)).toEqual([6, 7, 10, 13, 16, 22, 23]);
  for (const [i, step] of steps.entries()) {
    expect(step.survival.value).toBeCloseTo(shares[i] ?? 0, 4);
    expect(step.standardError).toBeCloseTo(errors[i] ?? 0, 4);
  }
  expect(median).toBe(23);
  expect(watchedTo).toBe(35);
  // The log-log limits at 23 weeks, as R gives them with conf.type = "log-log".
  expect(steps[6]?.survival.low).toBeCloseTo(0.188, 3);
  expect(steps[6]?.survival.high).toBeCloseTo(0.68, 2);
});

test('three patients by hand: who stops being watched was still at risk that day', () => {
  const { steps } = known([
    { time: 1, happened: true },
    { time: 2, happened: false },
    { time: 2, happened: true },
  ]);
  expect(steps[0]?.survival.value).toBeCloseTo(2 / 3, 14);
  expect(steps[1]?.survival.value).toBeCloseTo(1 / 3, 14);
});

test('without anybody unfinished the curve is the plain share', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 60 }), (times) => {
      const curve = known(times.map((time) => ({ time, happened: true })));
      for (let t = 0; t <= curve.watchedTo; t += 1) {
        const left = times.filter((time) => time > t).length / times.length;
        const said = survivalAt(curve, t);
        expect(said?.value).toBeCloseTo(left, 10);
        expect(
          (said?.low ?? 2) <= (said?.value ?? -1) + 1e-12 && (said?.high ?? -1) >= (said?.value ?? 2) - 1e-12,
        ).toBe(true);
      }
      expect(survivalAt(curve, curve.watchedTo + 1)).toBeUndefined();
    }),
  );
});

test('the interval holds the truth in 93 to 97 of 100 simulated services', () => {
  let held = 0;
  const runs = 500;
  for (let seed = 1; seed <= runs; seed += 1) {
    const random = seededRandom(seed);
    const curve = known(
      Array.from({ length: 120 }, () => {
        const leaves = -Math.log(random.uniform());
        const end = 2 * random.uniform();
        return { time: Math.min(leaves, end), happened: leaves <= end };
      }),
    );
    const said = survivalAt(curve, 0.8);
    if (said !== undefined && said.low <= Math.exp(-0.8) && Math.exp(-0.8) <= said.high) held += 1;
  }
  expect(held / runs).toBeGreaterThanOrEqual(0.93);
  expect(held / runs).toBeLessThanOrEqual(0.975);
});

test('nobody, nobody finished, everybody at once: an answer each, never NaN', () => {
  expect(kaplanMeier([])).toEqual({ kind: 'too-few', n: 0, needed: 1 });
  expect(known([{ time: 3, happened: false }])).toEqual({ steps: [], watchedTo: 3, n: 1, median: undefined });
  const [gone] = known([
    { time: 0, happened: true },
    { time: 0, happened: true },
  ]).steps;
  expect(gone?.survival).toEqual({ value: 0, low: 0, high: 1, n: 2 });
  expect(gone?.standardError).toBe(0);
  expect(() => kaplanMeier([{ time: Number.NaN, happened: true }])).toThrow(RangeError);
});
