import { expect, test } from 'vitest';
import { starterLeavingItems } from './leaving.ts';
import { itemsFor, type LeavingFacts } from './model.ts';

const items = starterLeavingItems.map((item) => ({ ...item, enabled: true }));
const codes = (facts: Partial<LeavingFacts>) =>
  itemsFor(items, { isFirst: false, hasNextVisit: true, promiseOpen: false, worried: false, ...facts }).map(
    ({ code }) => code,
  );

test('whoever has a next visit and is owed nothing has a short list', () => {
  expect(codes({})).toEqual(['expect', 'questions']);
});

test('a first visit, a missing next visit and an open promise each add their items, in the order of the plan', () => {
  expect(codes({ isFirst: true, hasNextVisit: false, promiseOpen: true, worried: true })).toEqual([
    'next-visit',
    'expect',
    'promise',
    'how-it-was',
    'questions',
    'direct-number',
    'keep-in-touch',
  ]);
});

test('an item that is switched off stands on nobody’s list', () => {
  const off = items.map((item) => ({ ...item, enabled: item.code !== 'questions' }));
  expect(
    itemsFor(off, { isFirst: false, hasNextVisit: true, promiseOpen: false, worried: false }),
  ).toHaveLength(1);
});
