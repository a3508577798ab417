import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createJsonSplitter } from './json-splitter.ts';

function split(text: string, pieces: readonly number[] = [], limit = 100_000) {
  const splitter = createJsonSplitter(limit);
  const found = [];
  let from = 0;
  for (const piece of pieces) {
    found.push(...splitter.push(text.slice(from, from + piece)));
    from += piece;
  }
  found.push(...splitter.push(text.slice(from)));
  const { pieces: last, ended } = splitter.end();
  return { found: [...found, ...last], ended };
}

test('the entries of any bundle come out one by one, however it is cut', () => {
  const bundle = fc.record({
    resourceType: fc.constant('Bundle'),
    note: fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', 'entry', 'ü', ' ') }),
    meta: fc.jsonValue(),
    entry: fc.array(
      fc.record({ fullUrl: fc.string(), resource: fc.dictionary(fc.string(), fc.jsonValue()) }),
    ),
    after: fc.jsonValue(),
  });
  fc.assert(
    fc.property(bundle, fc.array(fc.integer({ min: 1, max: 40 })), fc.boolean(), (value, pieces, pretty) => {
      const text = JSON.stringify(value, null, pretty ? 2 : undefined);
      const { found, ended } = split(text, pieces);
      const entries = found.filter((piece) => piece.kind === 'entry');
      expect(entries.map((piece) => JSON.parse(piece.text ?? ''))).toEqual(JSON.parse(text).entry);
      const document = found.find((piece) => piece.kind === 'document');
      expect(JSON.parse(document?.text ?? '')).toEqual({ ...JSON.parse(text), entry: [] });
      expect(ended).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test('a document without entries is one piece', () => {
  expect(split('{"a":{"entry":[1]},"b":"x"}').found).toEqual([
    { kind: 'document', number: 0, text: '{"a":{"entry":[1]},"b":"x"}' },
  ]);
});

test('an entry over the limit is named and the next is read', () => {
  const text = JSON.stringify({ entry: [{ a: 'x'.repeat(5000) }, { a: 1 }] });
  for (const pieces of [[], Array.from({ length: 60 }, () => 100)]) {
    const { found, ended } = split(text, pieces, 1000);
    expect(found.map((piece) => [piece.kind, piece.number, piece.text])).toEqual([
      ['entry', 1, undefined],
      ['entry', 2, '{"a":1}'],
      ['document', 0, '{"entry":[]}'],
    ]);
    expect(ended).toBe(true);
  }
});

test('a document that breaks off says so', () => {
  expect(split('{"entry":[{"a":1},{"b":').ended).toBe(false);
  expect(split('{"a":"').ended).toBe(false);
});
