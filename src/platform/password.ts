import { hash, verify } from '@node-rs/argon2';
import { told } from '../words/told.ts';

// OWASP's floor for argon2id; 11 ms a check on the reference machine, so the limiter and not the CPU is the cap.
// The binding's own default algorithm is argon2id; its enum cannot be named under isolated modules.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const common = new Set([
  'password',
  'passwort',
  'contrasena',
  '1234567890',
  '12345678910',
  'qwertyuiop',
  'keepwell',
  'letmein',
  'iloveyou',
  'welcome',
  'administrator',
  'changeme',
]);

export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

// Verified against when there is no such account, so that both answers take as long.
let decoy: Promise<string> | undefined;

export async function passwordMatches(stored: string | null | undefined, password: string): Promise<boolean> {
  if (stored) return verify(stored, password);
  decoy ??= hash('no such account', cost);
  await verify(await decoy, password);
  return false;
}

/** Why a password will not do, in words for the person; undefined when it will. */
export function weakness(password: string, email: string): string | undefined {
  if ([...password].length < 10) return told.passwords.short;
  const plain = password.toLowerCase().replace(/[^a-z]/g, '');
  const name = email.split('@')[0]?.toLowerCase() ?? '';
  if (common.has(plain) || common.has(password.toLowerCase())) return told.passwords.first;
  if (new Set(password).size < 4) return told.passwords.few;
  if (name.length > 3 && password.toLowerCase().includes(name)) return told.passwords.email;
  return undefined;
}
