import { Secret, TOTP } from 'otpauth';

const periodSeconds = 30;

function generatorOf(secret: Uint8Array, label = ''): TOTP {
  // What every authenticator app understands: the others are ignored by some of them (RFC 6238).
  return new TOTP({
    issuer: 'Keepwell',
    label,
    secret: new Secret({ buffer: Uint8Array.from(secret).buffer }),
    algorithm: 'SHA1',
    digits: 6,
    period: periodSeconds,
  });
}

/** 160 random bits. */
export function newAuthenticatorSecret(): Buffer {
  return Buffer.from(new Secret({ size: 20 }).bytes);
}

/** As an app takes it: by its camera, and letter by letter. */
export function describeSecret(
  secret: Uint8Array,
  email: string,
): { readonly uri: string; readonly letters: string } {
  const generator = generatorOf(secret, email);
  return { uri: generator.toString(), letters: generator.secret.base32 };
}

/**
 * The step of 30 s whose code this is: the present one, the one before or the one after, as clocks differ.
 * @param lastStep steps up to this one are used up: a code counts once
 */
export function stepOfCode(
  secret: Uint8Array,
  code: string,
  now: Date,
  lastStep: number,
): number | undefined {
  const token = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const delta = generatorOf(secret).validate({ token, timestamp: now.getTime(), window: 1 });
  if (delta === null) return undefined;
  const step = Math.floor(now.getTime() / 1000 / periodSeconds) + delta;
  return step > lastStep ? step : undefined;
}
