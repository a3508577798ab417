import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Comparison, evidenceOf, neededFor, reminderBelief, type TouchpointRecord } from './evidence.ts';

const needed = neededFor(0.5, 'missed');

const aComparison = (treated: number, held: number, n = needed.treated): Comparison => ({
  heldShare: 0.5,
  drawn: { treated: n, held: n },
  missed: { treated: [Math.round(treated * n), n], held: [Math.round(held * n), n] },
});

const aRecord = (change: Partial<TouchpointRecord> = {}): TouchpointRecord => ({
  enabled: true,
  comparing: true,
  made: 0,
  comparison: undefined,
  ...change,
});

test('by hand: half held out, 5 points fewer of 23 take about a thousand in each arm', () => {
  // 7.849 (0.18 * 0.82 / 0.5 + 0.23 * 0.77 / 0.5) / 0.0025 = 2,039 together.
  expect(needed).toEqual({ treated: 1020, held: 1020 });
});

test('without a comparison it is untested, and stopped once it is off after it was done', () => {
  expect(evidenceOf(aRecord({ comparing: false, made: 40 }))).toMatchObject({
    standing: 'untested',
    finding: null,
  });
  expect(evidenceOf(aRecord({ enabled: false, comparing: false })).standing).toBe('untested');
  expect(evidenceOf(aRecord({ enabled: false, comparing: false, made: 1 })).standing).toBe('stopped');
  // Nobody drawn yet, but somebody will be.
  expect(evidenceOf(aRecord()).standing).toBe('testing');
});

test('half as many missed visits are proof at the planned number, and not a family sooner', () => {
  const enough = evidenceOf(aRecord({ comparison: aComparison(0.1, 0.2) }));
  expect(enough).toMatchObject({ standing: 'proven', finding: 'helps' });
  expect(enough.shares?.high).toBeLessThan(0.2);
  const sooner = evidenceOf(aRecord({ comparison: aComparison(0.1, 0.2, needed.treated - 1) }));
  expect(sooner).toMatchObject({ standing: 'testing', finding: 'too_few', shares: null });
});

test('a comparison that is over still counts; one that found nothing leaves it untested', () => {
  const over = { comparing: false, made: 900 };
  expect(evidenceOf(aRecord({ ...over, comparison: aComparison(0.1, 0.2) })).standing).toBe('proven');
  expect(evidenceOf(aRecord({ ...over, comparison: aComparison(0.2, 0.2) }))).toMatchObject({
    standing: 'untested',
  });
  expect(evidenceOf(aRecord({ ...over, enabled: false, comparison: aComparison(0.1, 0.2) }))).toMatchObject({
    standing: 'stopped',
    finding: 'helps',
  });
});

test('more missed visits are harm, never proof', () => {
  const found = evidenceOf(aRecord({ comparison: aComparison(0.3, 0.2, 4000) }));
  expect(found).toMatchObject({ standing: 'testing', finding: 'harms' });
});

test('arms that the lot did not make are not read', () => {
  const comparison = aComparison(0.1, 0.2);
  const lost = { ...comparison, missed: { treated: [200, 2000], held: [204, 1020] } } as const;
  expect(evidenceOf(aRecord({ comparison: lost }))).toMatchObject({
    standing: 'testing',
    finding: 'split',
    shares: null,
  });
});

test('what is not counted is told with its numbers and never proven', () => {
  const comparison = { heldShare: 0.1, drawn: { treated: 90_000, held: 10_000 } };
  expect(evidenceOf(aRecord({ comparison }))).toMatchObject({
    standing: 'testing',
    finding: 'not_counted',
    counted: comparison.drawn,
    needed: neededFor(0.1, 'other'),
  });
});

test('whatever was counted: shares in order inside of 0 and 1, and proof only with fewer missed than without', () => {
  const arm = fc
    .tuple(fc.integer({ min: 1, max: 20_000 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([n, share]) => [Math.round(n * share), n] as const);
  fc.assert(
    fc.property(
      arm,
      arm,
      fc.double({ min: 0.01, max: 0.5, noNaN: true }),
      fc.boolean(),
      fc.boolean(),
      (treated, held, heldShare, enabled, comparing) => {
        const drawn = { treated: treated[1], held: held[1] };
        const found = evidenceOf({
          enabled,
          comparing,
          made: 0,
          comparison: { heldShare, drawn, missed: { treated, held } },
        });
        const { shares } = found;
        // Nothing is said before the planned number.
        const reached =
          drawn.treated >= (found.needed?.treated ?? 0) && drawn.held >= (found.needed?.held ?? 0);
        if (!reached) expect(shares).toBeNull();
        if (shares !== null) {
          expect(shares.low).toBeGreaterThanOrEqual(0);
          expect(shares.low).toBeLessThanOrEqual(shares.with);
          expect(shares.with).toBeLessThanOrEqual(shares.high);
          expect(shares.high).toBeLessThanOrEqual(1);
        }
        if (found.standing === 'proven') {
          expect(enabled && shares !== null && shares.high <= shares.without).toBe(true);
        }
        if (!enabled) expect(found.standing).toBe('stopped');
      },
    ),
  );
});

test('what trials elsewhere showed is no proof of one’s own', () => {
  expect(reminderBelief.evidence).toBe(false);
  expect(reminderBelief.n).toBe(0);
});
