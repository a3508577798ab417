import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';

/** The two keys of an installation's backups: one to seal, one to sign. */
export interface BackupKey {
  readonly secret: Buffer;
  readonly signing: KeyObject;
  readonly verifying: KeyObject;
  /** Names the key without telling it. */
  readonly id: string;
}

export const tagBytes = 16;

/** @param signing Ed25519, PKCS#8 in DER */
export function backupKeyOf(secret: Buffer, signing: Buffer): BackupKey {
  const own = createPrivateKey({ key: signing, format: 'der', type: 'pkcs8' });
  const verifying = createPublicKey(own);
  const spki = verifying.export({ format: 'der', type: 'spki' });
  return {
    secret,
    signing: own,
    verifying,
    id: createHash('sha256').update(spki).digest('hex').slice(0, 16),
  };
}

/**
 * A key for one file of one backup (HKDF-SHA-256). Each has its own, so that counting the pieces is a safe nonce: the
 * same pair of key and nonce never seals two things.
 */
export function fileKey(secret: Buffer, salt: Buffer, backup: string, file: 'pack' | 'body'): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, `keepwell backup 1 ${file} ${backup}`, 32));
}

function nonceOf(place: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(place), 4);
  return nonce;
}

/** AES-256-GCM; the tag follows the bytes. The place is authenticated: a piece opens nowhere else. */
export function seal(key: Buffer, place: number, bytes: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(place));
  return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** @returns undefined when it was not sealed with this key for this place, or a bit of it is wrong */
export function unseal(key: Buffer, place: number, sealed: Buffer): Buffer | undefined {
  if (sealed.length < tagBytes) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(place), { authTagLength: tagBytes });
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - tagBytes)), decipher.final()]);
  } catch {
    return undefined;
  }
}

// Says what is signed: a signature of ours under another kind of text must not pass for one of a manifest.
const signedAs = Buffer.from('keepwell backup manifest 1\n');

export function signManifest(key: BackupKey, manifest: Buffer): Buffer {
  return sign(null, Buffer.concat([signedAs, manifest]), key.signing);
}

export function isSigned(key: BackupKey, manifest: Buffer, signature: Buffer): boolean {
  return verify(null, Buffer.concat([signedAs, manifest]), key.verifying, signature);
}

export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
