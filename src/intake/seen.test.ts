import { expect, test } from 'vitest';
import { createSeenKeys, hashText } from './seen.ts';

test('every key is new once, then the same or changed, through all the growing', () => {
  const seen = createSeenKeys();
  const key = (i: number): string => `patient ${i * 7}`;
  for (let i = 0; i < 50_000; i += 1) expect(seen.see(key(i), i)).toBe('new');
  for (let i = 0; i < 50_000; i += 1) expect(seen.see(key(i), i)).toBe('same');
  expect(seen.see(key(3), 4)).toBe('changed');
  expect(seen.see(key(3), 4)).toBe('same');
});

test('near texts hash apart', () => {
  const hashes = new Set(Array.from({ length: 100_000 }, (_, i) => hashText(`V${i}`, 1)));
  expect(hashes.size).toBeGreaterThan(99_990);
});
