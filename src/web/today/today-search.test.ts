import { expect, test } from 'vitest';
import { readTodaySearch } from './today-search.ts';

test('an address with another day, other minutes and a tab is read', () => {
  expect(readTodaySearch({ tab: 'done', asOf: '2026-11-25', minutes: 30 })).toEqual({
    tab: 'done',
    asOf: '2026-11-25',
    minutes: 30,
  });
});

test('what does not fit is left out, so that a mistyped address still shows today', () => {
  expect(readTodaySearch({ tab: 'all', asOf: 'tomorrow', minutes: -3, name: 'x' })).toEqual({});
});
