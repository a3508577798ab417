import { expect, test } from 'vitest';
import { beginningOf } from './beginning.ts';

test('a text is cut between characters', () => {
  expect(beginningOf('abc', 3)).toBe('abc');
  expect(beginningOf('abcd', 3)).toBe('abc');
  expect(beginningOf('ab🙂', 3)).toBe('ab');
  expect(beginningOf('ab🙂', 4)).toBe('ab🙂');
  expect(beginningOf('🙂', 0)).toBe('');
});
