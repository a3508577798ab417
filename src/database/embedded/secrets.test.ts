import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { fitsVerifier, randomPasswords, scramVerifier } from './secrets.ts';

test('the stored form of a password is that of RFC 7677', () => {
  // The exchange printed there: its server signature follows from the second key, its client proof from the first.
  const salt = 'W22ZaJ0SNY7soEsUEjb6gQ==';
  const nonce = 'rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
  const exchange = `n=user,r=rOprNGfwEbeRWgbNEkqO,r=${nonce},s=${salt},i=4096,c=biws,r=${nonce}`;
  const verifier = scramVerifier('pencil', Buffer.from(salt, 'base64'), 4096);
  const serverKey = Buffer.from(verifier.split(':').at(-1) ?? '', 'base64');
  const signature = createHmac('sha256', serverKey).update(exchange).digest('base64');
  expect(signature).toBe('6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=');
});

test('a password fits its own stored form and no other', () => {
  const { postgres, keepwell_app } = randomPasswords();
  expect(fitsVerifier(postgres, scramVerifier(postgres))).toBe(true);
  expect(fitsVerifier(keepwell_app, scramVerifier(postgres))).toBe(false);
  expect(fitsVerifier(postgres, null)).toBe(false);
  expect(fitsVerifier(postgres, 'md5d41d8cd98f00b204e9800998ecf8427e')).toBe(false);
});
