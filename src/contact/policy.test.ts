import { expect, test } from 'vitest';
import { reasonsFor, reasonWords } from './policy.ts';

const cap = { code: 'cap', words: 'often enough' } as const;
const open = { code: 'open_case', words: 'a complaint' } as const;
const wish = { code: 'confidential', words: 'another way' } as const;

test('who may not know why reads that a practice rule holds it, once', () => {
  expect(reasonsFor(['front_desk'], [open, cap]).map(({ code }) => code)).toEqual(['cap', 'practice_rule']);
  expect(reasonsFor(['billing'], [open, wish]).map(({ code }) => code)).toEqual(['practice_rule']);
  expect(reasonWords(['billing'], [open, wish])).not.toContain('complaint');
});

test('who may know reads the reason', () => {
  expect(reasonsFor(['manager'], [open, wish, cap])).toEqual([open, wish, cap]);
  expect(reasonsFor(['front_desk'], [wish])).toEqual([wish]);
});
