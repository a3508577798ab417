import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aCertificate } from '../../tests/harness/certificate.ts';
import { readConfig } from '../platform/config.ts';
import { mailboxOf } from './open-channels.ts';

const folder = mkdtempSync(join(tmpdir(), 'keepwell-ca-'));

function mailboxWith(ca: string | undefined) {
  const config = readConfig({ KEEPWELL_IMAP_URL: 'imaps://a:b@mail.example.org', KEEPWELL_MAIL_CA: ca });
  if (!config.ok) throw new Error(config.refusal.detail);
  return mailboxOf(config.value);
}

test('certificates to trust are read from the file that the configuration names', () => {
  const { cert } = aCertificate();
  const file = join(folder, 'ca.pem');
  writeFileSync(file, cert);
  expect(mailboxWith(file)?.ca).toBe(cert);
  expect(mailboxWith(undefined)?.ca).toBeUndefined();
});

test('a file that is not there or holds no certificate is refused in words, before anything starts', () => {
  const file = join(folder, 'key.pem');
  writeFileSync(file, aCertificate().key);
  for (const named of [file, join(folder, 'absent.pem'), folder]) {
    expect(() => mailboxWith(named), named).toThrow(/KEEPWELL_MAIL_CA names a file/);
  }
});
