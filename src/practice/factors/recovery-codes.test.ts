import { expect, test } from 'vitest';
import { hashRecoveryCode, newRecoveryCode } from './recovery-codes.ts';

test('a recovery code has four groups of letters that are not taken for others', () => {
  const codes = new Set(Array.from({ length: 200 }, newRecoveryCode));
  expect(codes.size).toBe(200);
  for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$/);
});

test('it is the same however it was written down', () => {
  const kept = hashRecoveryCode('k3v1-0q2d-m8xt-w1za');
  expect(hashRecoveryCode(' K3VL OQ2D M8XT WIZA ')).toEqual(kept);
  expect(hashRecoveryCode('k3v1-0q2d-m8xt-w1zb')).not.toEqual(kept);
});
