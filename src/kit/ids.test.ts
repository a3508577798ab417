import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idFromBytes, isUuid, newId, type PatientId } from './ids.ts';

test('a hundred thousand ids are unique, of version 7 and variant 2', () => {
  const ids = Array.from({ length: 100_000 }, () => newId());
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids)
    if (!/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))
      throw new Error(id);
});

test('a hundred thousand ids of one millisecond are unique, and in the order in which they were made', () => {
  const ids = Array.from({ length: 100_000 }, () => newId(1_772_470_800_000));
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids.map((id) => id.slice(0, 13))).size).toBe(1);
  // Each of the random hexadecimal places takes every value it may.
  for (const place of [24, 28, 35]) expect(new Set(ids.map((id) => id[place])).size, String(place)).toBe(16);
});

test('ids of two times that take turns are in the order in which they were made, each of their time', () => {
  const times = [1_772_470_800_000, 1_772_470_812_345];
  const made = Array.from({ length: 2_000 }, (_, nth) => newId(times[nth % 2]));
  for (const turn of [0, 1]) {
    const ids = made.filter((_, nth) => nth % 2 === turn);
    expect([...ids].sort()).toEqual(ids);
  }
});

test('the order of ids is that of their times, and the time can be read back', () => {
  const instant = fc.integer({ min: 0, max: 2 ** 48 - 1 });
  fc.assert(
    fc.property(instant, instant, (one, other) => {
      const [first, second] = [newId(one), newId(other)];
      if (one !== other) expect(first < second).toBe(one < other);
      expect(Number.parseInt(first.replace('-', '').slice(0, 12), 16)).toBe(one);
    }),
  );
  expect(newId(1_772_470_800_000.9).slice(0, 13)).toBe(newId(1_772_470_800_000).slice(0, 13));
});

test('an id of 16 bytes is the same each time, of version 8, and differs where the bytes do', () => {
  const bytes = fc.uint8Array({ minLength: 16, maxLength: 40 });
  fc.assert(
    fc.property(bytes, (source) => {
      const copy = Uint8Array.from(source);
      const id = idFromBytes<PatientId>(source);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(idFromBytes(copy)).toBe(id);
      expect(source).toEqual(copy);
      const other = Uint8Array.from(source);
      other[15] = (other[15] ?? 0) ^ 1;
      expect(idFromBytes(other)).not.toBe(id);
    }),
  );
});

test('a uuid is 36 lower-case characters and nothing besides', () => {
  expect(isUuid(newId())).toBe(true);
  expect(isUuid('00000000-0000-0000-0000-000000000000')).toBe(true);
  const id = newId();
  for (const text of [
    id.toUpperCase(),
    `${id}\n`,
    ` ${id}`,
    id.replaceAll('-', ''),
    `{${id}}`,
    id.slice(1),
    '',
    'null',
  ]) {
    expect(isUuid(text), JSON.stringify(text)).toBe(false);
  }
});
