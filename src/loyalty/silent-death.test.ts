import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Elder } from './model.ts';
import { aliveFactor, deathWithinYear } from './silent-death.ts';

const years = (n: number): number => Math.round(n * 365.2425);
const born = (age: number, asOf: number, sex: Elder['sex'] = 'male'): Elder => ({
  bornOn: asOf - years(age),
  sex,
});
const today = 20_000;

// The same table at ages that are not kept.
test.each([
  ['male', 72, 0.027095],
  ['male', 77, 0.043453],
  ['male', 83, 0.079465],
  ['male', 92, 0.201679],
  ['male', 97, 0.303355],
  ['female', 73, 0.020466],
  ['female', 78, 0.034321],
  ['female', 88, 0.10454],
  ['female', 93, 0.181064],
  ['female', 103, 0.366532],
] as const)('the death rate of a %s of %i is that of the table within 3 %%', (sex, age, q) => {
  expect(Math.abs(deathWithinYear(age, sex) / q - 1)).toBeLessThan(0.03);
});

test('by hand: a man of 90 who was silent for a year, looked at for the year to come', () => {
  // Hazards of the years 89, 90 and half of 91, less the usual one of 70: .1616 + .1808 / 2 - 1.5 x .02315.
  const elder = born(90, today);
  const factor = aliveFactor(elder, today - years(1), today, 365);
  const hazard = (age: number) => -Math.log(1 - deathWithinYear(age, 'male'));
  const byHand = Math.exp(-(hazard(89) + hazard(90) / 2 - 1.5 * hazard(70)));
  expect(factor).toBeCloseTo(byHand, 3);
  expect(factor).toBeGreaterThan(0.75);
  expect(factor).toBeLessThan(0.85);
});

test('nobody under seventy loses anything, and nobody gains', () => {
  expect(aliveFactor(born(50, today), today - 2000, today, 365)).toBe(1);
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 130, noNaN: true }),
      fc.integer({ min: 0, max: 12_000 }),
      fc.integer({ min: 1, max: 2_000 }),
      fc.constantFrom('female' as const, 'male' as const, 'other' as const),
      (age, silent, horizon, sex) => {
        const factor = aliveFactor(born(age, today, sex), today - silent, today, horizon);
        expect(factor).toBeGreaterThan(0);
        expect(factor).toBeLessThanOrEqual(1);
      },
    ),
  );
});

test('the older and the longer silent, the less; women less than men', () => {
  const of = (age: number, silent: number, sex: Elder['sex'] = 'male') =>
    aliveFactor(born(age, today, sex), today - years(silent), today, 365);
  expect(of(95, 1)).toBeLessThan(of(85, 1));
  expect(of(85, 4)).toBeLessThan(of(85, 1));
  expect(of(85, 2)).toBeLessThan(of(85, 2, 'female'));
  expect(of(85, 2)).toBeLessThan(of(85, 2, 'other'));
});

test('an age below the table is a bug', () => {
  expect(() => deathWithinYear(60, 'male')).toThrow(RangeError);
  expect(() => deathWithinYear(Number.NaN, 'male')).toThrow(RangeError);
});
