import { expect, test } from 'vitest';
import { speak } from '../words/told.ts';
import { hashPassword, passwordMatches, weakness } from './password.ts';
import { hashToken, newToken } from './token.ts';

test('a password is kept as argon2id with its own salt, at the cost that was chosen', async () => {
  const [one, two] = [await hashPassword('four calm otters'), await hashPassword('four calm otters')];
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(two);
  expect(await passwordMatches(one, 'four calm otters')).toBe(true);
  expect(await passwordMatches(one, 'four calm otterz')).toBe(false);
  expect(await passwordMatches(one, '')).toBe(false);
});

test('where there is nothing stored, nothing matches: not even the decoy', async () => {
  for (const stored of [null, undefined, '']) {
    expect(await passwordMatches(stored, 'no such account')).toBe(false);
    expect(await passwordMatches(stored, '')).toBe(false);
  }
});

test.each([
  ['short', 'ten characters'],
  ['123456789', 'ten characters'],
  ['🦷🦷🦷🦷🦷🦷🦷🦷🦷', 'ten characters'],
  ['1234567890', 'first that anybody'],
  ['Administrator', 'first that anybody'],
  ['Password123!', 'first that anybody'],
  ['aaaaaaaaaaaa', 'different characters'],
  ['ababababababab', 'different characters'],
  ['okafor-2026!', 'e-mail name'],
  ['xxOKAFORxx12', 'e-mail name'],
])('%j is refused with the reason', (password, reason) => {
  expect(speak(weakness(password, 'okafor@example.org') ?? '', 'en')).toContain(reason);
});

test.each(['four calm otters', 'correct horse battery', 'Tr0ub4dor&3xyz', '十分に長い合言葉ですよね'])(
  '%j will do',
  (password) => {
    expect(weakness(password, 'okafor@example.org')).toBeUndefined();
  },
);

test('a token is 256 bits, safe in an address, and never the same', () => {
  const tokens = Array.from({ length: 10_000 }, newToken);
  expect(new Set(tokens).size).toBe(10_000);
  for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
  expect(hashToken('a').length).toBe(32);
  expect(hashToken('a').equals(hashToken('b'))).toBe(false);
});
