import { expect, test } from 'vitest';
import { seededRandom } from '../functions/random.ts';
import { adjustedDifference, type Expected } from './cuped.ts';
import { armOfSums, welchDifference } from './welch.ts';

const held = {
  outcomes: [1, 0, 1, 1, 0, 1, 0, 1, 1, 0],
  before: [0.9, 0.2, 0.8, 0.7, 0.3, 0.6, 0.4, 0.95, 0.85, 0.1],
};
const treated = {
  outcomes: [1, 1, 0, 1, 1, 1, 0, 1, 1, 1],
  before: [0.8, 0.6, 0.3, 0.9, 0.7, 0.55, 0.25, 0.75, 0.9, 0.65],
};

test('twenty people, as computed apart in NumPy', () => {
  expect(adjustedDifference(treated, held)).toMatchObject({
    theta: expect.closeTo(1.582896, 6),
    value: expect.closeTo(0.105026, 6),
    standardError: expect.closeTo(0.094571, 6),
    n: 20,
  });
  expect(adjustedDifference(treated, held, 0.95, 'within arms')).toMatchObject({
    theta: expect.closeTo(1.558935, 6),
    value: expect.closeTo(0.106464, 6),
    standardError: expect.closeTo(0.094527, 6),
  });
  // Without what was known before: 0.2, and more than twice the error.
  expect(welchDifference(armOfSums(8, 8, 10), armOfSums(6, 6, 10))).toMatchObject({
    value: expect.closeTo(0.2, 12),
    standardError: expect.closeTo(0.210819, 6),
  });
});

/** People who return with the chance that was forecast; treating adds to it. */
function simulated(n: number, gain: number, seed: number): Expected {
  const random = seededRandom(seed);
  const before = Array.from({ length: n }, () => 0.05 + 0.9 * random.uniform() ** 2);
  return { before, outcomes: before.map((chance) => Number(random.uniform() < Math.min(1, chance + gain))) };
}

test('over 400 experiments it finds what treating adds, and its interval holds 95 times in 100', () => {
  let sum = 0;
  let covered = 0;
  let narrower = 0;
  const rounds = 400;
  for (let seed = 1; seed <= rounds; seed += 1) {
    const called = simulated(300, 0.04, seed);
    const left = simulated(300, 0, seed + 10_000);
    const found = adjustedDifference(called, left);
    const raw = adjustedDifference(
      { outcomes: called.outcomes, before: new Float64Array(300) },
      { outcomes: left.outcomes, before: new Float64Array(300) },
    );
    if (!('value' in found && 'value' in raw)) throw new Error('three hundred are enough');
    expect(raw.theta).toBe(0);
    sum += found.value;
    if (found.low <= 0.04 && found.high >= 0.04) covered += 1;
    if (found.standardError < raw.standardError) narrower += 1;
  }
  expect(sum / rounds).toBeCloseTo(0.04, 2);
  expect(covered / rounds).toBeGreaterThan(0.92);
  expect(covered / rounds).toBeLessThan(0.98);
  expect(narrower).toBe(rounds);
});

test('too few, or unequal lists', () => {
  expect(adjustedDifference({ outcomes: [1], before: [0.5] }, held)).toEqual({
    kind: 'too-few',
    n: 1,
    needed: 2,
  });
  expect(() => adjustedDifference({ outcomes: [1, 0], before: [0.5] }, held)).toThrow(RangeError);
});
