import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GateDecision } from '../../src/contact/model.ts';
import type { GateCase } from './case.ts';
import { die, randomCase } from './cases.ts';
import { judgeCase } from './compare.ts';
import { countryBook, stateBook, strangeNumbers, zipBook } from './places.ts';

const homes = fc.oneof(
  fc.constantFrom(...Object.keys(stateBook)).map((state) => ({ country: 'US', state, zip: undefined })),
  fc.constantFrom(...Object.keys(zipBook)).map((line) => ({
    country: 'US',
    state: line.slice(0, 2),
    zip: line.slice(3),
  })),
  fc
    .constantFrom(...Object.keys(countryBook), 'BR')
    .map((country) => ({ country, state: undefined, zip: undefined })),
  fc.constant({ country: 'US', state: 'ZZ', zip: undefined }),
);
const phones = fc.constantFrom(
  '1212',
  '1305',
  '1213',
  '1808',
  '1214',
  '1555',
  '1416',
  '4420',
  '4930',
  ...strangeNumbers,
);
const cases = fc.integer().map((seed): GateCase => randomCase(die(seed)));

/** Never later than for ever, never earlier than now. */
function waits(decision: GateDecision): number {
  if (decision.verdict === 'permit') return 0;
  return decision.verdict === 'refuse' ? Number.POSITIVE_INFINITY : decision.until.getTime();
}

test('another state or country of the patient only takes permissions away', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(cases, homes, (one, home) => {
      const before = judgeCase(one);
      const after = judgeCase({ ...one, homes: [...one.homes, home] });
      expect(waits(after)).toBeGreaterThanOrEqual(waits(before));
    }),
    { numRuns: 5_000 },
  );
});

test('another telephone number only takes permissions away', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(cases, phones, (one, phone) => {
      const after = judgeCase({ ...one, phones: [...one.phones, phone] });
      expect(waits(after)).toBeGreaterThanOrEqual(waits(judgeCase(one)));
    }),
    { numRuns: 5_000 },
  );
});

test('what the gate says to wait for, it then permits, as far as clocks and caps go', {
  timeout: 60_000,
}, () => {
  fc.assert(
    fc.property(cases, (one) => {
      const decision = judgeCase(one);
      const paused = ['open_case', 'broken_promise', 'stale'];
      if (decision.verdict !== 'delay' || decision.reasons.some(({ code }) => paused.includes(code))) return;
      // A practice that allows nothing at all is asked every day anew; and on one day of those the law changed.
      const newLaw = Date.UTC(2025, 8, 1);
      if (one.perDay === 0 || (one.now < newLaw && decision.until.getTime() >= newLaw)) return;
      const later = judgeCase({
        ...one,
        now: decision.until.getTime(),
        papers: [],
        heard: decision.until.getTime(),
      });
      expect(later.verdict === 'delay' ? later.reasons.map(({ code }) => code) : []).toEqual([]);
    }),
    { numRuns: 5_000 },
  );
});
