import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';

export interface Passwords {
  readonly postgres: string;
  readonly keepwell_owner: string;
  readonly keepwell_app: string;
  readonly keepwell_queue: string;
}

export type FoundPasswords =
  | { readonly kind: 'found'; readonly passwords: Passwords; readonly tightened: boolean }
  | { readonly kind: 'absent' }
  | { readonly kind: 'damaged' };

/** 192 random bits each: no dictionary reaches them. */
export function randomPasswords(): Passwords {
  const password = () => randomBytes(24).toString('base64url');
  return {
    postgres: password(),
    keepwell_owner: password(),
    keepwell_app: password(),
    keepwell_queue: password(),
  };
}

export function readPasswords(path: string): FoundPasswords {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return { kind: 'absent' };
  const tightened = process.platform !== 'win32' && (stat.mode & 0o077) !== 0;
  if (tightened) chmodSync(path, 0o600);
  const passwords = parse(readFileSync(path, 'utf8'));
  return passwords === undefined ? { kind: 'damaged' } : { kind: 'found', passwords, tightened };
}

/** Whole or not at all: a power cut half-way leaves the former file. */
export function writePasswords(path: string, passwords: Passwords): void {
  const next = `${path}.${process.pid}.next`;
  const file = openSync(next, 'w', 0o600);
  writeSync(file, `${JSON.stringify({ version: 1, passwords }, undefined, 2)}\n`);
  fsyncSync(file);
  closeSync(file);
  renameSync(next, path);
}

/** A damaged file is put aside, not thrown away: it may tell what happened. */
export function setAside(path: string): string {
  const aside = `${path}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  renameSync(path, aside);
  return aside;
}

/**
 * What PostgreSQL stores instead of a password (RFC 5803). Made here, so that the password itself never stands in
 * a statement, and so in no log.
 */
export function scramVerifier(password: string, salt = randomBytes(16), iterations = 4096): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  const storedKey = createHash('sha256').update(clientKey).digest('base64');
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}

/** About 2 ms. */
export function fitsVerifier(password: string, verifier: string | null): boolean {
  const parts = /^SCRAM-SHA-256\$(\d+):([^$]+)\$/.exec(verifier ?? '');
  if (parts === null) return false;
  const [, iterations = '', salt = ''] = parts;
  const own = Buffer.from(scramVerifier(password, Buffer.from(salt, 'base64'), Number(iterations)));
  const theirs = Buffer.from(verifier ?? '');
  return own.length === theirs.length && timingSafeEqual(own, theirs);
}

function parse(text: string): Passwords | undefined {
  try {
    const { passwords } = JSON.parse(text) as { passwords?: Partial<Passwords> };
    const { postgres, keepwell_owner, keepwell_app, keepwell_queue } = passwords ?? {};
    const all = [postgres, keepwell_owner, keepwell_app, keepwell_queue];
    if (!all.every((password) => typeof password === 'string' && password.length >= 16)) return undefined;
    return passwords as Passwords;
  } catch {
    return undefined;
  }
}
