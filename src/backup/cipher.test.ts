import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { backupKeyOf, fileKey, isSigned, seal, signManifest, tagBytes, unseal } from './cipher.ts';

// Computed by another program: tools/fixtures/backup-cipher.py.
const known = JSON.parse(
  readFileSync(new URL('../../tests/fixtures/backup-cipher.json', import.meta.url), 'utf8'),
) as Record<string, string> & { readonly place: number };
const hex = (name: string): Buffer => Buffer.from(known[name] ?? '', 'hex');
const own = backupKeyOf(hex('secret'), Buffer.from(known.signing ?? '', 'base64'));
const key = hex('packKey');
const bytes = hex('plain');
const sealed = hex('sealed');

test('keys, seals and signatures are those that another program computes', () => {
  expect(own.id).toBe(known.keyId);
  expect(fileKey(own.secret, hex('salt'), known.backup ?? '', 'pack')).toEqual(key);
  expect(fileKey(own.secret, hex('salt'), known.backup ?? '', 'body')).toEqual(hex('bodyKey'));
  expect(seal(key, known.place, bytes)).toEqual(sealed);
  expect(unseal(key, known.place, sealed)).toEqual(bytes);
  expect(signManifest(own, hex('manifest'))).toEqual(hex('signature'));
  expect(isSigned(own, hex('manifest'), hex('signature'))).toBe(true);
});

test('any one bit that is wrong is found: in the bytes and in the tag', () => {
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const wrong = Buffer.from(sealed);
    wrong[bit >> 3] = (wrong[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(unseal(key, known.place, wrong), `bit ${bit}`).toBeUndefined();
  }
});

test('a piece that is cut short or made longer does not open', () => {
  for (let length = 0; length < sealed.length; length += 1)
    expect(unseal(key, known.place, sealed.subarray(0, length)), `${length} bytes`).toBeUndefined();
  expect(unseal(key, known.place, Buffer.concat([sealed, Buffer.alloc(1)]))).toBeUndefined();
  expect(sealed.length).toBe(bytes.length + tagBytes);
});

test('a piece opens at no other place, in no other file, of no other backup, with no other key', () => {
  for (const place of [0, known.place - 1, known.place + 1])
    expect(unseal(key, place, sealed)).toBeUndefined();
  const salt = hex('salt');
  for (const other of [
    fileKey(own.secret, salt, known.backup ?? '', 'body'),
    fileKey(own.secret, salt, '20260303T030000000Z-day', 'pack'),
    fileKey(own.secret, Buffer.alloc(32), known.backup ?? '', 'pack'),
    fileKey(Buffer.alloc(32), salt, known.backup ?? '', 'pack'),
  ])
    expect(unseal(other, known.place, sealed)).toBeUndefined();
});

test('a manifest with one bit changed, or signed as something else, is not signed', () => {
  const manifest = hex('manifest');
  for (let bit = 0; bit < manifest.length * 8; bit += 1) {
    const wrong = Buffer.from(manifest);
    wrong[bit >> 3] = (wrong[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(isSigned(own, wrong, hex('signature')), `bit ${bit}`).toBe(false);
  }
  expect(isSigned(own, manifest, Buffer.alloc(64))).toBe(false);
  expect(isSigned(own, manifest, Buffer.alloc(0))).toBe(false);
});
