import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folded, identifierKey, nameKeys, phoneKey, searchPrefixes } from './search-keys.ts';

test('a name is folded to lower case without accents, in any script', () => {
  expect(folded('Núñez')).toBe('nunez');
  expect(nameKeys('张无忌').join('')).toBe('zhangwuji');
});

test('a double name is found by either part and by both', () => {
  expect(nameKeys("Anne-Marie O'Neill")).toEqual(['annemarie', 'anne', 'marie', 'oneill']);
});

test('an ending of a number is the beginning of its key', () => {
  expect(phoneKey('+12025550147')).toBe('#74105552021');
  expect(phoneKey('+12025550147').startsWith(phoneKey('0147'))).toBe(true);
});

test('what is typed as digits may be an ending of a number or an id', () => {
  expect(searchPrefixes('(202) 555-0147')).toEqual([['#7410555202', '=2025550147']]);
  expect(searchPrefixes('lena nún')).toEqual([
    ['lena', '=lena'],
    ['nun', '=nun'],
  ]);
  expect(searchPrefixes(' ')).toEqual([]);
});

test('no text makes a key longer than forty characters or of anything but letters, digits and marks', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const key of [...nameKeys(text), identifierKey(text), phoneKey(text)]) {
        expect(key).toMatch(/^[=#]?[a-z0-9]{0,40}$/);
        expect(key.length).toBeLessThanOrEqual(40);
      }
    }),
  );
});
