import { expect, test } from 'vitest';
import { emptyTally, readHostileFiles } from '../../tests/harness/intake-hostile.ts';
import { hostileResources, hostileTable } from '../../tests/harness/intake-seeds.ts';
import { seededRandom } from '../statistics/functions/random.ts';

// The long form, with 350,000 inputs each and a look at memory, is `npm run prove intake`.
const random = seededRandom(3);
const below = (limit: number): number => Math.floor(random.uniform() * limit);

test('any bytes at all are read, or refused in words, as a table', { timeout: 30_000 }, async () => {
  const tally = emptyTally();
  for (let job = 0; job < 20; job += 1) {
    await readHostileFiles(
      Array.from({ length: 50 }, () => hostileTable(below)),
      tally,
    );
  }
  // That the wounds left enough alive to mean something.
  expect(Math.min(tally.patients, tally.visits, tally.refused, tally.unreadable)).toBeGreaterThan(50);
});

test('any bytes at all are read, or refused in words, as FHIR', { timeout: 30_000 }, async () => {
  const tally = emptyTally();
  for (let job = 0; job < 20; job += 1) {
    await readHostileFiles(
      Array.from({ length: 50 }, () => hostileResources(below)),
      tally,
    );
  }
  expect(Math.min(tally.patients, tally.visits, tally.refused, tally.unreadable)).toBeGreaterThan(50);
});
