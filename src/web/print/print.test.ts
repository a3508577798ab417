import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressLines } from './address.ts';
import { addressSizes, fitText, type Measure } from './fit.ts';
import { layOut, placeOf } from './lay-out.ts';
import { cellsOn, type Stock, stocks } from './stocks.ts';

const stockOf = (id: string): Stock => {
  const found = stocks.find((stock) => stock.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};
const still = { x: 0, y: 0 };
// Half as wide as high, each letter.
const measure: Measure = (text, size) => text.length * 0.5 * size * (25.4 / 72);

test.each(stocks.map((stock) => [stock.name, stock] as const))(
  'the cells of %s lie on the sheet and apart',
  (_, stock) => {
    const cells = Array.from({ length: cellsOn(stock) }, (_, i) => placeOf(stock, i, still));
    for (const [i, cell] of cells.entries()) {
      expect(cell.left + stock.cell.width).toBeLessThanOrEqual(stock.page.width + 1e-6);
      expect(cell.top + stock.cell.height).toBeLessThanOrEqual(stock.page.height + 1e-6);
      for (const other of cells.slice(i + 1)) {
        const apart =
          Math.abs(other.left - cell.left) >= stock.cell.width - 1e-6 ||
          Math.abs(other.top - cell.top) >= stock.cell.height - 1e-6;
        expect(apart).toBe(true);
      }
    }
  },
);

test('label 30 of a 5160 stands where the maker says: two columns and nine rows on', () => {
  const { left, top } = placeOf(stockOf('5160'), 29, still);
  expect(left / 25.4).toBeCloseTo(0.1875 + 2 * 2.75, 9);
  expect(top / 25.4).toBeCloseTo(9.5, 9);
});

test('a sheet that was begun goes on at the label that is named, and ends on the next sheet', () => {
  const items = Array.from({ length: 30 }, (_, i) => i);
  const [first = [], second = []] = layOut(items, stockOf('5160'), 7, { x: 0.3, y: -0.2 });
  expect([first.length, second.length]).toEqual([24, 6]);
  expect(first[0]).toEqual({ item: 0, ...placeOf(stockOf('5160'), 6, { x: 0.3, y: -0.2 }) });
  expect(second[0]).toEqual({ item: 24, ...placeOf(stockOf('5160'), 0, { x: 0.3, y: -0.2 }) });
  expect(() => layOut(items, stockOf('5160'), 31, still)).toThrow(RangeError);
  expect(() => layOut(items, stockOf('5160'), 0, still)).toThrow(RangeError);
});

test('an address keeps its lines, or is parted at its commas with the ZIP code behind the town', () => {
  expect(addressLines(' Inés  Trujillo', '110 Quarry Lane, Port Alder, NY 10999')).toEqual([
    'Inés Trujillo',
    '110 Quarry Lane',
    'Port Alder, NY 10999',
  ]);
  expect(addressLines('O. Luna', 'Calle Mayor 3, 2º B\n28013 Madrid\n\nEspaña')).toEqual([
    'O. Luna',
    'Calle Mayor 3, 2º B',
    '28013 Madrid',
    'España',
  ]);
  expect(addressLines('A', 'Port Alder, NY 10999')).toEqual(['A', 'Port Alder', 'NY 10999']);
});

test('what is too large becomes smaller, then is broken between words, then is refused: never cut', () => {
  const room = { width: 40, height: 20 };
  expect(fitText(['Ana Bell', '1 Elm'], room, addressSizes, measure)).toEqual({
    size: 9.5,
    lines: ['Ana Bell', '1 Elm'],
  });
  const long = fitText(['x'.repeat(30)], room, addressSizes, measure);
  expect(long?.size).toBe(7.5);
  expect(fitText(['x'.repeat(31)], room, addressSizes, measure)).toBeUndefined();
  expect(fitText([`${'x'.repeat(20)} ${'y'.repeat(20)}`], room, addressSizes, measure)?.lines).toEqual([
    'x'.repeat(20),
    'y'.repeat(20),
  ]);
  expect(fitText(Array(9).fill('line'), room, addressSizes, measure)).toBeUndefined();
});

test('whatever fits has all of its words in their order, inside of its room', () => {
  const anyLines = fc.array(
    fc.array(fc.string({ minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 8 }),
    {
      minLength: 1,
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(anyLines, fc.double({ min: 5, max: 80, noNaN: true }), (given, width) => {
      const lines = given.map((words) => words.join(' ').trim().replace(/\s+/g, ' '));
      const room = { width, height: 30 };
      const fitted = fitText(lines, room, addressSizes, measure);
      if (fitted === undefined) return;
      expect(fitted.lines.join(' ')).toBe(lines.join(' '));
      for (const line of fitted.lines) expect(measure(line, fitted.size)).toBeLessThanOrEqual(width);
      expect(fitted.lines.length * fitted.size * 1.2 * (25.4 / 72)).toBeLessThanOrEqual(30 + 1e-6);
    }),
  );
});
