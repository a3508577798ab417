import { expect, test } from 'vitest';
import { seededRandom } from '../statistics/functions/random.ts';
import { sha256 } from './cipher.ts';
import { type Cut, cutIntoPieces } from './cut.ts';

const random = seededRandom(7);
const rows = Array.from(
  { length: 12_000 },
  (_, i) => `1\t${i}-${random.uniform()}\tAshby\t${'x'.repeat(i % 300)}\n`,
);

async function cut(lines: readonly string[], bufferBytes = 50_000): Promise<Cut[]> {
  const bytes = Buffer.from(lines.join(''));
  async function* source(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += bufferBytes) yield bytes.subarray(at, at + bufferBytes);
  }
  const cuts: Cut[] = [];
  for await (const one of cutIntoPieces(source())) cuts.push(one);
  return cuts;
}

const hashes = (cuts: readonly Cut[]): Set<string> => new Set(cuts.map(({ bytes }) => sha256(bytes)));

test('pieces are whole rows, and together are the table', async () => {
  const cuts = await cut(rows);
  expect(cuts.length).toBeGreaterThan(16);
  expect(Buffer.concat(cuts.map(({ bytes }) => bytes)).toString()).toBe(rows.join(''));
  expect(cuts.reduce((sum, one) => sum + one.rows, 0)).toBe(rows.length);
  for (const { bytes } of cuts) {
    expect(bytes.at(-1)).toBe(10);
    expect(bytes.length).toBeLessThanOrEqual(525_000);
  }
});

test('where it is cut does not depend on how the bytes arrive', async () => {
  const once = hashes(await cut(rows));
  for (const bufferBytes of [1000, 65_536, 10_000_000])
    expect(hashes(await cut(rows, bufferBytes))).toEqual(once);
});

test('a row that is added, changed or gone leaves the pieces of the others as they were', async () => {
  const before = hashes(await cut(rows));
  const changes: readonly (readonly string[])[] = [
    ['1\tnew\tnew\n', ...rows],
    [...rows.slice(0, 6000), '1\tchanged\n', ...rows.slice(6001)],
    [...rows.slice(0, 6000), ...rows.slice(6001)],
    [...rows, '1\tnew\tnew\n'],
  ];
  for (const changed of changes) {
    const fresh = [...hashes(await cut(changed))].filter((hash) => !before.has(hash));
    expect(fresh.length).toBeGreaterThan(0);
    expect(fresh.length).toBeLessThanOrEqual(2);
  }
});

test('nothing is cut into nothing, and half a row is a fault', async () => {
  expect(await cut([])).toEqual([]);
  await expect(cut(['1\ta\n', '1\tb'])).rejects.toThrow('in the middle of a row');
});
