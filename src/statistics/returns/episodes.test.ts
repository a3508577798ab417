import fc from 'fast-check';
import { expect, test } from 'vitest';
import { episodeGapDays, episodes } from './episodes.ts';

const someDays = fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 40 });

test('a follow-up joins its episode, a recall begins the next', () => {
  // Recall 182 days: the rule is min(60, 91) = 60 days, from the previous visit: 0, 14, 70 chain up; 130 is 60 on.
  expect(episodes([0, 14, 70, 130, 312], 182)).toEqual([
    { firstDay: 0, lastDay: 70, visits: 3 },
    { firstDay: 130, lastDay: 130, visits: 1 },
    { firstDay: 312, lastDay: 312, visits: 1 },
  ]);
});

test('a weekly service keeps its weeks', () => {
  expect(episodeGapDays(7)).toBe(3.5);
  expect(episodes([0, 7, 14, 16, 21], 7).map((episode) => episode.firstDay)).toEqual([0, 7, 14, 21]);
});

test('episodes cover every visit once, apart by at least the gap, whatever the order', () => {
  fc.assert(
    fc.property(someDays, fc.integer({ min: 7, max: 730 }), (days, recall) => {
      const made = episodes(days, recall);
      expect(made.reduce((sum, { visits }) => sum + visits, 0)).toBe(new Set(days).size);
      for (let i = 1; i < made.length; i += 1) {
        const gap = (made[i]?.firstDay ?? 0) - (made[i - 1]?.lastDay ?? 0);
        expect(gap).toBeGreaterThanOrEqual(episodeGapDays(recall));
      }
      expect(episodes(days.toReversed(), recall)).toEqual(made);
      expect(episodes(days.concat(days), recall)).toEqual(made);
      expect(episodes(Int32Array.from(days), recall)).toEqual(made);
    }),
  );
});

test('a later visit never undoes an episode that was complete', () => {
  fc.assert(
    fc.property(someDays, fc.integer({ min: 0, max: 400 }), (days, later) => {
      const before = episodes(days, 182);
      const after = episodes([...days, Math.max(0, ...days) + later], 182);
      expect(after.slice(0, before.length).map((e) => e.firstDay)).toEqual(before.map((e) => e.firstDay));
    }),
  );
});

test('no visits are no episodes, and wrong days are refused', () => {
  expect(episodes([], 365)).toEqual([]);
  expect(() => episodes([1.5], 365)).toThrow('episodes requires whole days');
  expect(() => episodes([1], 0)).toThrow('a recall interval is above 0 days');
});
