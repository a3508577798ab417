import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeOnGrid } from './grid.ts';

const history = (...episodeStarts: number[]) => ({ episodeStarts, lastVisitDay: episodeStarts.at(-1) ?? 0 });
const someHistory = fc
  .uniqueArray(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 12 })
  .map((days) => history(...days.sort((a, b) => a - b)));

test('visits near each due date take their opportunity, as worked by hand', () => {
  // Recall 100 days, first visit on day 0: opportunities are (50, 150], (150, 250], (250, 350], ...
  // Visits on 90 and 260 take the first and third. On day 400 three are past and half of the fourth has gone.
  // The horizon of 365 days ends at (400 + 365) / 100 - 0.5 = 7.15.
  const place = placeOnGrid(history(0, 90, 260), 100, 400, 365);
  expect(place.complete).toEqual({ x: 2, tx: 3, n: 3 });
  expect(place.moment).toEqual({ x: 2, tx: 3, n: 3, running: 0.5 });
  expect(place.ahead).toBeCloseTo(7.15 - 3.5, 12);
});

test('an opportunity taken while it runs counts for the score, not for the fit', () => {
  const place = placeOnGrid(history(0, 90, 260, 360), 100, 370, 365);
  expect(place.complete).toEqual({ x: 2, tx: 3, n: 3 });
  expect(place.moment).toEqual({ x: 3, tx: 4, n: 4, running: 0 });
  expect(place.ahead).toBeCloseTo(6.85 - 4, 12);
});

test('a patient of last week has no opportunity behind, and a year ahead', () => {
  const place = placeOnGrid(history(993), 182, 1000, 365);
  expect(place.complete).toEqual({ x: 0, tx: 0, n: 0 });
  expect(place.moment.running).toBe(0);
  expect(place.ahead).toBeCloseTo((7 + 365) / 182 - 0.5, 12);
});

test('two visits in one opportunity count once, visits before the first opportunity not at all', () => {
  expect(placeOnGrid(history(0, 40, 90, 140), 100, 160, 0).complete).toEqual({ x: 1, tx: 1, n: 1 });
});

test('a place is possible, grows with time and never counts more than the visits', () => {
  fc.assert(
    fc.property(someHistory, fc.integer({ min: 7, max: 730 }), fc.nat(900), (known, recall, later) => {
      const until = known.lastVisitDay + later;
      const { complete, moment, ahead } = placeOnGrid(known, recall, until, 365);
      for (const { x, tx, n } of [complete, moment]) {
        expect(x <= tx && tx <= n && x > 0 === tx > 0).toBe(true);
        expect(x).toBeLessThanOrEqual(known.episodeStarts.length - 1);
      }
      expect(moment.running >= 0 && moment.running < 1 && ahead >= 0).toBe(true);
      expect(placeOnGrid(known, recall, until + 1, 365).complete.n).toBeGreaterThanOrEqual(complete.n);
    }),
  );
});

test('days or weeks make no difference to the place', () => {
  fc.assert(
    fc.property(someHistory, fc.integer({ min: 7, max: 730 }), (known, recall) => {
      const until = known.lastVisitDay + 200;
      const weeks = {
        episodeStarts: Array.from(known.episodeStarts, (day) => day * 7),
        lastVisitDay: known.lastVisitDay * 7,
      };
      const a = placeOnGrid(known, recall, until, 365);
      const b = placeOnGrid(weeks, recall * 7, until * 7, 365 * 7);
      expect(b.complete).toEqual(a.complete);
      expect(b.ahead).toBeCloseTo(a.ahead, 9);
    }),
  );
});
