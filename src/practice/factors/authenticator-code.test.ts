import { expect, test } from 'vitest';
import { describeSecret, newAuthenticatorSecret, stepOfCode } from './authenticator-code.ts';

// RFC 6238, appendix B, SHA-1; the last six of its eight digits.
const secret = Buffer.from('12345678901234567890');
const reference: readonly (readonly [number, string])[] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
];
const at = (seconds: number): Date => new Date(seconds * 1000);

test.each(reference)('the code of second %d is that of the standard', (seconds, code) => {
  expect(stepOfCode(secret, code, at(seconds), 0)).toBe(Math.floor(seconds / 30));
});

test('a clock may be one step off, not two', () => {
  const code = '005924';
  expect(stepOfCode(secret, code, at(1_234_567_890 + 30), 0)).toBe(41_152_263);
  expect(stepOfCode(secret, code, at(1_234_567_890 - 30), 0)).toBe(41_152_263);
  expect(stepOfCode(secret, code, at(1_234_567_890 + 60), 0)).toBeUndefined();
  expect(stepOfCode(secret, code, at(1_234_567_890 - 60), 0)).toBeUndefined();
});

test('a code counts once, and so does one before it', () => {
  expect(stepOfCode(secret, '005924', at(1_234_567_890), 41_152_263)).toBeUndefined();
  expect(stepOfCode(secret, '005924', at(1_234_567_890), 41_152_264)).toBeUndefined();
  expect(stepOfCode(secret, '005924', at(1_234_567_890), 41_152_262)).toBe(41_152_263);
});

test('it may be typed with a space; anything but six digits is none', () => {
  expect(stepOfCode(secret, ' 005 924 ', at(1_234_567_890), 0)).toBe(41_152_263);
  for (const wrong of ['', '5924', '0005924', 'abcdef', '00592٤']) {
    expect(stepOfCode(secret, wrong, at(1_234_567_890), 0), wrong).toBeUndefined();
  }
});

test('a secret is 160 bits, never the same, and is told as apps take it', () => {
  const one = newAuthenticatorSecret();
  expect(one).toHaveLength(20);
  expect(newAuthenticatorSecret()).not.toEqual(one);
  expect(describeSecret(secret, 'dana@example.org')).toEqual({
    uri: 'otpauth://totp/Keepwell:dana%40example.org?issuer=Keepwell&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&period=30',
    letters: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  });
});
