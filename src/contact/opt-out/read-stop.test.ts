import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readStop } from './read-stop.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'tests', 'fixtures', 'opt-out');
const phrases = (name: string): readonly string[] =>
  readFileSync(join(folder, `${name}.txt`), 'utf8')
    .split('\n')
    .filter((line) => line !== '');

const stops = [...phrases('stop-en'), ...phrases('stop-es')];
const others = [...phrases('other-en'), ...phrases('other-es')];
// 47 CFR 64.1200(a)(10), and what Spanish speakers are told to write.
const listed = [
  'stop',
  'quit',
  'end',
  'revoke',
  'opt out',
  'cancel',
  'unsubscribe',
  'alto',
  'pare',
  'basta',
  'no más',
];

test('the corpus holds at least five hundred phrases, none of them on both sides', () => {
  expect(stops.length + others.length).toBeGreaterThanOrEqual(500);
  expect(stops.filter((phrase) => others.includes(phrase))).toEqual([]);
});

test('of all who ask to stop at least 99.5 % are understood', () => {
  const missed = stops.filter((phrase) => readStop(phrase) === 'no');
  expect(missed.length / stops.length, missed.join(' | ')).toBeLessThanOrEqual(0.005);
});

test('of all who say something else at most 3 % are silenced', () => {
  const wrong = others.filter((phrase) => readStop(phrase) !== 'no');
  expect(wrong.length / others.length, wrong.join(' | ')).toBeLessThanOrEqual(0.03);
});

test.each(listed)('“%s” alone is plainly a stop', (word) => {
  expect(readStop(word)).toBe('stop');
});

test.each(["don't stop", 'stop by on Tuesday', "I'll stop taking the pills"])('“%s” is none', (phrase) => {
  expect(readStop(phrase)).toBe('no');
});

const looks: Readonly<Record<string, readonly string[]>> = {
  a: ['a', 'а', 'ａ'],
  c: ['c', 'с'],
  e: ['e', 'е', 'é'],
  i: ['i', 'і'],
  o: ['o', 'о', 'ο', '0', 'ó'],
  p: ['p', 'р'],
  s: ['s', 'ѕ'],
};

test('listed words are understood in any case, spacing and disguise', () => {
  const written = fc.tuple(fc.constantFrom(...listed), fc.infiniteStream(fc.nat(1000))).map(([word, die]) => {
    const roll = (): number => die.next().value;
    const signs = [...word.normalize('NFC')].map((sign) => {
      const ways = looks[sign] ?? [sign];
      const way = ways[roll() % ways.length] ?? sign;
      return roll() % 2 === 0 ? way.toUpperCase() : way;
    });
    const ends = ['', ' ', '.', '!', '!!', '\n', ' \u200b', '…'];
    return `${ends[roll() % 2] ?? ''}${signs.join(roll() % 7 === 0 ? '\u200d' : '')}${ends[roll() % ends.length] ?? ''}`;
  });
  fc.assert(
    fc.property(written, (text) => readStop(text) === 'stop'),
    { numRuns: 3000 },
  );
});

test('whatever is written, an answer comes, and soon', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      expect(['stop', 'maybe', 'no']).toContain(readStop(text));
    }),
  );
  const startedAt = performance.now();
  for (const text of [
    'stop '.repeat(20_000),
    'take me '.repeat(12_000),
    'no quiero '.repeat(200),
    's '.repeat(1000),
    'i have to '.repeat(200),
  ])
    readStop(text);
  expect(performance.now() - startedAt).toBeLessThan(2000);
});
