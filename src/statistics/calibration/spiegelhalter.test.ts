import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TooFew } from '../figure.ts';
import { seededRandom } from '../functions/random.ts';
import type { Forecast } from './calibration.ts';
import { type SpiegelhalterTest, spiegelhalterTest } from './spiegelhalter.ts';

function known(answer: SpiegelhalterTest | TooFew): SpiegelhalterTest {
  if ('kind' in answer) throw new Error('too few');
  return answer;
}

/** The truth is a number in (0, 1); what is said lies this much further from one half. */
function simulated(seed: number, size: number, boldness: number): Forecast[] {
  const random = seededRandom(seed);
  return Array.from({ length: size }, () => {
    const truth = 0.1 + 0.8 * random.uniform();
    return { probability: 0.5 + boldness * (truth - 0.5), happened: random.uniform() < truth };
  });
}

test('two forecasts by hand', () => {
  // (0 - .8)(-.6) + (1 - .3)(.4) = .76; variance .36 × .16 + .16 × .21 = .0912.
  const { z, p } = known(
    spiegelhalterTest([
      { probability: 0.8, happened: false },
      { probability: 0.3, happened: true },
    ]),
  );
  expect(z).toBeCloseTo(0.76 / Math.sqrt(0.0912), 12);
  expect(p).toBeCloseTo(0.01184, 4);
});

test('it is how far the Brier score lies from what honest forecasts would score', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.double({ min: 0.01, max: 0.49, noNaN: true }), fc.boolean()), {
        minLength: 1,
        maxLength: 50,
      }),
      (rows) => {
        const { z } = known(
          spiegelhalterTest(rows.map(([probability, happened]) => ({ probability, happened }))),
        );
        const off = rows.reduce((sum, [p, y]) => sum + (p - (y ? 1 : 0)) ** 2 - p * (1 - p), 0);
        const variance = rows.reduce((sum, [p]) => sum + (1 - 2 * p) ** 2 * p * (1 - p), 0);
        expect(z).toBeCloseTo(off / Math.sqrt(variance), 8);
      },
    ),
  );
});

test('honest forecasts are doubted in 5 of 100 runs, bold ones nearly always, and the sign says which way', () => {
  let doubted = 0;
  for (let seed = 1; seed <= 1000; seed += 1) {
    if (known(spiegelhalterTest(simulated(seed, 300, 1))).p < 0.05) doubted += 1;
  }
  expect(doubted / 1000).toBeGreaterThan(0.03);
  expect(doubted / 1000).toBeLessThan(0.07);
  expect(known(spiegelhalterTest(simulated(1, 2000, 1.2))).z).toBeGreaterThan(2.5);
  expect(known(spiegelhalterTest(simulated(1, 2000, 0.5))).z).toBeLessThan(-2.5);
});

test('forecasts that cannot be doubted are too few', () => {
  const sure = [0, 0.5, 1].map((probability) => ({ probability, happened: true }));
  expect(spiegelhalterTest(sure)).toEqual({ kind: 'too-few', n: 0, needed: 1 });
  expect(spiegelhalterTest([])).toEqual({ kind: 'too-few', n: 0, needed: 1 });
  expect(() => spiegelhalterTest([{ probability: -0.1, happened: true }])).toThrow(RangeError);
});
