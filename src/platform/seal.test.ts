import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { seal, unseal } from './seal.ts';

const key = randomBytes(32);
const text = Buffer.from('a secret of somebody');

test('what was sealed opens with its key, in its place', () => {
  const sealed = seal(key, 'app ana', text);
  expect(sealed.includes(text)).toBe(false);
  expect(unseal(key, 'app ana', sealed)).toEqual(text);
  expect(seal(key, 'app ana', text)).not.toEqual(sealed);
});

test('it opens with no other key, in no other place, and not once a bit of it was changed', () => {
  const sealed = seal(key, 'app ana', text);
  expect(unseal(randomBytes(32), 'app ana', sealed)).toBeUndefined();
  expect(unseal(key, 'app kim', sealed)).toBeUndefined();
  expect(unseal(key, 'app ana', sealed.subarray(0, 20))).toBeUndefined();
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(unseal(key, 'app ana', changed), `byte ${at}`).toBeUndefined();
  }
});
