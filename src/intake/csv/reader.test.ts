import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCsvReader } from './reader.ts';

function readAll(text: string, pieces: readonly number[] = [], delimiter = ',', newline = '\n') {
  const reader = createCsvReader(delimiter, newline, { recordLength: 1000, columns: 20 });
  const records = [];
  let from = 0;
  for (const piece of pieces) {
    records.push(...reader.push(text.slice(from, from + piece)));
    from += piece;
  }
  records.push(...reader.push(text.slice(from)));
  return [...records, ...reader.end()];
}

function cells(text: string, pieces: readonly number[] = [], delimiter = ',', newline = '\n') {
  return readAll(text, pieces, delimiter, newline).map((record) => record.cells);
}

const cell = fc.string({
  unit: fc.constantFrom('a', 'ü', '"', ',', ';', '\n', '\r\n', ' ', '0', '\t', "'"),
  maxLength: 8,
});

test('any table is read as csv-parse reads it, however it is cut into pieces', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 30 }),
      fc.constantFrom('\n', '\r\n'),
      fc.constantFrom(',', ';', '\t', '|'),
      fc.boolean(),
      (table, pieces, lineEnd, delimiter, endsWithLine) => {
        const quoted = (text: string) => `"${text.replace(/"/g, '""')}"`;
        const plain = /^[a-z0ü ']*$/;
        const lines = table.map((row) => row.map((c) => (plain.test(c) ? c : quoted(c))).join(delimiter));
        const text = lines.join(lineEnd) + (endsWithLine ? lineEnd : '');
        const oracle: string[][] = parse(text, {
          delimiter,
          record_delimiter: lineEnd,
          relax_column_count: true,
        });
        expect(cells(text, pieces, delimiter)).toEqual(oracle);
      },
    ),
    { numRuns: 1500 },
  );
});

test('a quote inside an unquoted cell is a character', () => {
  expect(cells('5" pipe,a "b" c\nx,y\n')).toEqual([
    ['5" pipe', 'a "b" c'],
    ['x', 'y'],
  ]);
});

test('text after a closing quote belongs to the cell', () => {
  expect(cells('"ab"c,d\n')).toEqual([['abc', 'd']]);
});

test('blank records count as rows', () => {
  expect(readAll('a,b\n\n\nc,d')).toEqual([
    { row: 1, cells: ['a', 'b'] },
    { row: 2, cells: [''] },
    { row: 3, cells: [''] },
    { row: 4, cells: ['c', 'd'] },
  ]);
});

test('line ends of the old kind are read too', () => {
  expect(cells('a,b\rc,d\r', [], ',', '\r')).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
});

test('a quote that never ends loses one line, not the file', () => {
  const records = readAll('a,b\n"c,d\ne,f\n');
  expect(records.map((record) => [record.row, record.problem])).toEqual([
    [1, undefined],
    [2, 'quote_never_ends'],
    [3, undefined],
  ]);
});

test('a line over the limit is refused and the next is read', () => {
  for (const pieces of [[], [500, 700, 900], [100, 100, 100]]) {
    const records = readAll(`a,b\n${'x'.repeat(5000)}\nc,d\n`, pieces);
    expect(records.map((record) => [record.cells[0]?.slice(0, 3), record.problem])).toEqual([
      ['a', undefined],
      ['xxx', 'too_long'],
      ['c', undefined],
    ]);
  }
});

test('a quoted cell over the limit does not swallow the file', () => {
  const records = readAll(`a,b\n"${'x\n'.repeat(3000)}`, [50, 3000]);
  expect(records[1]?.problem).toBe('quote_never_ends');
});

test('too many columns are refused', () => {
  expect(readAll(`${'x,'.repeat(50)}\na\n`).map((record) => record.problem)).toEqual([
    'too_many_columns',
    undefined,
  ]);
});
