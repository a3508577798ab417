import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editDistance } from './edit-distance.ts';

/** The definition, letter by letter and without a table: a twin to check against. */
function byDefinition(a: string, b: string): number {
  if (a === '') return b.length;
  if (b === '') return a.length;
  const changed = a.at(-1) === b.at(-1) ? 0 : 1;
  const ways = [
    byDefinition(a.slice(0, -1), b) + 1,
    byDefinition(a, b.slice(0, -1)) + 1,
    byDefinition(a.slice(0, -1), b.slice(0, -1)) + changed,
  ];
  if (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)) {
    ways.push(byDefinition(a.slice(0, -2), b.slice(0, -2)) + 1);
  }
  return Math.min(...ways);
}

test('by hand', () => {
  expect(editDistance('kitten', 'sitting')).toBe(3);
  expect(editDistance('ben', 'bne')).toBe(1);
  expect(editDistance('19620316', '19620361')).toBe(1);
  expect(editDistance('', 'abc')).toBe(3);
  // Boytsov 2011: the restricted form may not touch a letter twice.
  expect(editDistance('CA', 'ABC')).toBe(3);
});

test('it is what the definition says, and symmetric', () => {
  const word = fc.stringMatching(/^[abc]{0,6}$/);
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(editDistance(a, b)).toBe(byDefinition(a, b));
      expect(editDistance(b, a)).toBe(editDistance(a, b));
    }),
  );
});

test('with a bound it is the same up to the bound, and one more beyond', () => {
  const word = fc.stringMatching(/^[abcd]{0,9}$/);
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, most) => {
      expect(editDistance(a, b, most)).toBe(Math.min(editDistance(a, b), most + 1));
    }),
    { numRuns: 500 },
  );
});
