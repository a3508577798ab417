import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../functions/random.ts';
import {
  type ComparedField,
  type ComparedPattern,
  fieldWeight,
  fitLinkage,
  levelShares,
  linkageProbability,
  linkageWeight,
  probabilityOfWeight,
  termFrequencyWeight,
} from './fellegi-sunter.ts';

const name: ComparedField = { name: 'name', m: [0.9, 0.1], u: [0.01, 0.99] };
const day: ComparedField = { name: 'day', m: [0.95, 0.05], u: [0.05, 0.95] };
const town: ComparedField = { name: 'town', m: [0.8, 0.2], u: [0.2, 0.8] };
const model = { fields: [name, day, town], prior: 0.001, iterations: 0 };

test('by hand: a name, a day and a town that agree', () => {
  // Odds 90 × 19 × 4 = 6840; prior odds 1 to 999; 6840 / (6840 + 999).
  expect(2 ** linkageWeight(model, [1, 1, 1])).toBeCloseTo(6840, 6);
  expect(linkageProbability(model, [1, 1, 1])).toBeCloseTo(6840 / 7839, 10);
  expect(fieldWeight(name, 2)).toBeCloseTo(Math.log2(0.1 / 0.99), 12);
});

test('what is missing says nothing', () => {
  expect(fieldWeight(name, 0)).toBe(0);
  expect(linkageProbability(model, [0, 0, 0])).toBeCloseTo(0.001, 12);
  expect(linkageWeight(model, [1, 0, 1])).toBeCloseTo(fieldWeight(name, 1) + fieldWeight(town, 1), 12);
});

test('a probability stays one at any weight', () => {
  fc.assert(
    fc.property(fc.double({ min: -5000, max: 5000, noNaN: true }), (weight) => {
      const found = probabilityOfWeight(weight, 0.01);
      expect(found).toBeGreaterThanOrEqual(0);
      expect(found).toBeLessThanOrEqual(1);
    }),
  );
});

test('a rare value says more than a common one, and a small file says little of either', () => {
  const options = { doubt: 100, most: 5 };
  // 1000 of 10,000 have the value where one in 100 pairs agrees: (1000 + 1) / 10,100 is ten times as likely.
  expect(termFrequencyWeight(1000, 10_000, 0.01, options)).toBeCloseTo(Math.log2(0.01 / (1001 / 10_100)), 12);
  expect(termFrequencyWeight(1, 10_000, 0.01, options)).toBeGreaterThan(4);
  expect(termFrequencyWeight(1, 1_000_000, 0.01, options)).toBe(5);
  // Two of two records: without doubt it would be called a value that everybody has.
  expect(termFrequencyWeight(2, 2, 0.01, options)).toBeGreaterThan(-1.7);
  expect(() => termFrequencyWeight(3, 2, 0.01, options)).toThrow(RangeError);
});

test('levels of random pairs give the shares, drawn towards what is known', () => {
  const patterns = [
    { levels: [1], count: 30 },
    { levels: [2], count: 60 },
    { levels: [0], count: 500 },
  ];
  expect(levelShares([[0.5, 0.5]], patterns, 10)).toEqual([[0.35, 0.65]]);
  expect(levelShares([[0.5, 0.5]], [], 10)).toEqual([[0.5, 0.5]]);
});

test('a pattern that does not fit the fields is a bug', () => {
  const options = { pairs: 10, weightOfM: 1, prior: 0.1, weightOfPrior: 1 };
  for (const levels of [
    [1, 1],
    [1, 1, 3],
    [1, 1, -1],
    [1, 1, 0.5],
  ]) {
    expect(() => fitLinkage(model.fields, [{ levels, count: 1 }], options)).toThrow(RangeError);
  }
});

// Pairs of a world whose m, u and share of matches are known.
function simulate(seed: number, pairs: number, share: number, m: readonly (readonly number[])[]) {
  const random = seededRandom(seed);
  const counts = new Map<string, ComparedPattern & { count: number }>();
  const draw = (shares: readonly number[]): number => {
    let left = random.uniform();
    const found = shares.findIndex((one) => {
      left -= one;
      return left < 0;
    });
    return found < 0 ? shares.length : found + 1;
  };
  for (let i = 0; i < pairs; i += 1) {
    const isMatch = random.uniform() < share;
    const levels = model.fields.map((field, f) =>
      random.uniform() < 0.1 ? 0 : draw(isMatch ? (m[f] ?? []) : field.u),
    );
    const key = levels.join();
    const held = counts.get(key);
    if (held === undefined) counts.set(key, { levels, count: 1 });
    else held.count += 1;
  }
  return [...counts.values()];
}

test('recovery: m and the share of matches are found again, from wrong beginnings', () => {
  const truth = [
    [0.8, 0.2],
    [0.9, 0.1],
    [0.6, 0.4],
  ];
  const pairs = 200_000;
  const patterns = simulate(3, pairs, 0.05, truth);
  const fitted = fitLinkage(model.fields, patterns, { pairs, weightOfM: 2, prior: 0.01, weightOfPrior: 10 });
  expect(Math.abs(fitted.prior - 0.05)).toBeLessThan(0.004);
  for (const [f, field] of fitted.fields.entries()) {
    expect(Math.abs((field.m[0] ?? 0) - (truth[f]?.[0] ?? 0)), field.name).toBeLessThan(0.02);
  }
  // And its probabilities are the shares that they say: of the pairs of one pattern, so many are matches.
  const agree = linkageProbability(fitted, [1, 1, 1]);
  const odds = (0.05 * 0.8 * 0.9 * 0.6) / (0.95 * 0.01 * 0.05 * 0.2);
  expect(Math.abs(agree - odds / (1 + odds))).toBeLessThan(0.01);
});

test('with little to see, what is known beforehand holds; with much, it does not', () => {
  const patterns = simulate(4, 2000, 0.05, [
    [0.5, 0.5],
    [0.9, 0.1],
    [0.6, 0.4],
  ]);
  const options = { pairs: 2000, prior: 0.05, weightOfPrior: 100 };
  const stubborn = fitLinkage(model.fields, patterns, { ...options, weightOfM: 100_000 });
  const open = fitLinkage(model.fields, patterns, { ...options, weightOfM: 1 });
  expect(stubborn.fields[0]?.m[0]).toBeCloseTo(0.9, 2);
  expect(open.fields[0]?.m[0]).toBeLessThan(0.7);
});

test('neither the order of the patterns nor their splitting matters', () => {
  const patterns = simulate(5, 5000, 0.05, [
    [0.8, 0.2],
    [0.9, 0.1],
    [0.6, 0.4],
  ]);
  const options = { pairs: 5000, weightOfM: 5, prior: 0.05, weightOfPrior: 20 };
  const split = patterns.flatMap(({ levels, count }) => [
    { levels, count: 1 },
    { levels, count: count - 1 },
  ]);
  const one = fitLinkage(model.fields, patterns, options);
  const other = fitLinkage(model.fields, split.toReversed(), options);
  expect(other.prior).toBeCloseTo(one.prior, 9);
  for (const [f, field] of one.fields.entries()) {
    for (const [l, share] of field.m.entries()) expect(other.fields[f]?.m[l]).toBeCloseTo(share, 7);
  }
});

test('pairs that were not compared count as of two persons', () => {
  const patterns = [{ levels: [1, 1, 1], count: 10 }];
  const options = { weightOfM: 10, prior: 1e-6, weightOfPrior: 1 };
  const few = fitLinkage(model.fields, patterns, { ...options, pairs: 1000 });
  const many = fitLinkage(model.fields, patterns, { ...options, pairs: 1_000_000 });
  expect(few.prior).toBeGreaterThan(many.prior * 100);
});
