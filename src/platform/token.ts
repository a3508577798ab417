import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, safe in a URL. Only `hashToken` of it is ever stored. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256; enough for a random token, which no dictionary holds. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
