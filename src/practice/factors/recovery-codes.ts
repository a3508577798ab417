import { randomBytes } from 'node:crypto';
import { hashToken } from '../../platform/token.ts';

export const recoveryCodeCount = 10;

// Crockford's letters: none is taken for another when it is written down and typed again.
const letters = '0123456789abcdefghjkmnpqrstvwxyz';
const groups = 4;
const groupLength = 4;

/** 80 random bits in four groups, such as `k3v9-0q2d-m8xt-w1za`. */
export function newRecoveryCode(): string {
  const bytes = randomBytes(groups * groupLength);
  const text = [...bytes].map((byte) => letters[byte % letters.length]).join('');
  return (text.match(/.{4}/g) ?? []).join('-');
}

/** What is kept of a code. Typed in capitals, without hyphens, with o for 0 or l for 1, it is the same code. */
export function hashRecoveryCode(code: string): Buffer {
  const plain = code.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
  return hashToken(plain);
}
