import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jaroSimilarity, jaroWinklerSimilarity } from './jaro-winkler.ts';

test('the values that Winkler prints', () => {
  // Winkler 2006, "Overview of record linkage and current research directions", table 6.
  const printed: readonly (readonly [string, string, number, number])[] = [
    ['SHACKLEFORD', 'SHACKELFORD', 0.97, 0.982],
    ['DUNNINGHAM', 'CUNNIGHAM', 0.896, 0.896],
    ['NICHLESON', 'NICHULSON', 0.926, 0.956],
    ['JONES', 'JOHNSON', 0.79, 0.832],
    ['MASSEY', 'MASSIE', 0.889, 0.933],
    ['ABROMS', 'ABRAMS', 0.889, 0.922],
    ['HARDIN', 'MARTINEZ', 0.722, 0.722],
    ['ITMAN', 'SMITH', 0.467, 0.467],
    ['JERALDINE', 'GERALDINE', 0.926, 0.926],
    ['MARHTA', 'MARTHA', 0.944, 0.961],
    ['MICHELLE', 'MICHAEL', 0.869, 0.921],
    ['JULIES', 'JULIUS', 0.889, 0.933],
    ['TANYA', 'TONYA', 0.867, 0.88],
    ['DWAYNE', 'DUANE', 0.822, 0.84],
    ['SEAN', 'SUSAN', 0.783, 0.805],
    ['JON', 'JOHN', 0.917, 0.933],
    ['JON', 'JAN', 0.778, 0.8],
  ];
  for (const [a, b, jaro, winkler] of printed) {
    expect(Math.abs(jaroSimilarity(a, b) - jaro), `${a} ${b}`).toBeLessThan(0.0006);
    // The paper lets the bonus of the first letters begin only above 0.7.
    if (jaro > 0.7) expect(Math.abs(jaroWinklerSimilarity(a, b) - winkler), `${a} ${b}`).toBeLessThan(0.0012);
  }
});

test('by hand: MARTHA and MARHTA share six letters, two of them in another order', () => {
  expect(jaroSimilarity('martha', 'marhta')).toBeCloseTo((1 + 1 + 5 / 6) / 3, 12);
  expect(jaroSimilarity('', '')).toBe(1);
  expect(jaroSimilarity('a', '')).toBe(0);
});

test('it is symmetric, within 0 and 1, 1 for equal texts, and a common beginning never lowers it', () => {
  const name = fc.string({ maxLength: 20 });
  fc.assert(
    fc.property(name, name, (a, b) => {
      const jaro = jaroSimilarity(a, b);
      expect(jaro).toBeGreaterThanOrEqual(0);
      expect(jaro).toBeLessThanOrEqual(1);
      expect(jaroSimilarity(a, a)).toBe(1);
      expect(jaroWinklerSimilarity(a, b)).toBeGreaterThanOrEqual(jaro);
      expect(jaroWinklerSimilarity(a, b)).toBeLessThanOrEqual(1);
    }),
  );
  // Jaro's greedy pairing is symmetric for texts of one length without repeated letters.
  expect(jaroSimilarity('dixon', 'dicksonx')).toBe(jaroSimilarity('dicksonx', 'dixon'));
});
