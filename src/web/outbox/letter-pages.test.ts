import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Measure } from '../print/fit.ts';
import { layLetter, letterMargin, letterSize, sheetHeight } from './letter-pages.ts';

const a4 = { width: 210, height: 297 };
const letter = { width: 215.9, height: 279.4 };
// Every sign half as wide as it is high.
const measure: Measure = (text, size) => (text.length * size * 25.4) / 72 / 2;

test('a short letter is one page, line by line as it was written', () => {
  const { head, pages } = layLetter('Hello Fern,\n\nWe look forward to you.\n', 3, letter, measure);
  expect(pages).toEqual([['Hello Fern,', '', 'We look forward to you.']]);
  // The words begin where they do on paper that is folded twice, 84 mm from its top.
  expect(head + letterMargin.block).toBeCloseTo(84.3, 1);
});

test('more than a page goes on on the next, which does not begin with a gap', () => {
  const lines = Array.from({ length: 60 }, (_, nth) => `line ${nth}`);
  const { pages } = layLetter(lines.join('\n\n'), 3, a4, measure);
  expect(pages).toHaveLength(4);
  expect(pages.flat().filter(Boolean)).toEqual(lines);
  for (const page of pages) expect(page[0]).not.toBe('');
});

test('the address of a page that is wider than the paper goes on in the next line', () => {
  const address = `https://you.example.org/p/preferences/${'a1'.repeat(80)}`;
  const { pages } = layLetter(`Look here: ${address} or call us`, 3, letter, measure);
  expect(pages.flat().join('').replace('Look here:', '').replace(' or call us', '')).toBe(address);
  expect(pages.flat().length).toBeGreaterThan(2);
});

test('of no letter a sign is lost, and no line leaves the paper', () => {
  const paper = fc.constantFrom(a4, letter);
  fc.assert(
    fc.property(
      fc.string({ maxLength: 4000, unit: 'grapheme' }),
      fc.integer({ min: 1, max: 8 }),
      paper,
      (text, address, on) => {
        const { head, pages } = layLetter(text, address, on, measure);
        expect(pages.flat().join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
        const line = (letterSize * 1.5 * 25.4) / 72;
        for (const [nth, page] of pages.entries()) {
          const high = page.length * line + (nth === 0 ? head : 0);
          expect(high).toBeLessThanOrEqual(sheetHeight(on) - 2 * letterMargin.block);
          for (const one of page)
            if (one.length > 1) expect(measure(one, letterSize)).toBeLessThanOrEqual(172);
        }
      },
    ),
    { numRuns: 300 },
  );
});
