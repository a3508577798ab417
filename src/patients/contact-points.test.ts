import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { expect, test } from 'vitest';
import { speakAll } from '../words/told.ts';
import { normalContact, normalEmail, normalPhone, normalPost } from './contact-points.ts';

test('a number is read in the region of the practice, and without its extension', () => {
  expect(normalPhone('(202) 555-0147', 'US')).toBe('+12025550147');
  expect(normalPhone('202-555-0147 ext. 12', 'US')).toBe('+12025550147');
  expect(normalPhone('020 7946 0018', 'GB')).toBe('+442079460018');
  expect(normalPhone('+49 30 901820', 'US')).toBe('+4930901820');
  expect(normalPhone('٢٠٢٥٥٥٠١٤٧', 'US')).toBe('+12025550147');
});

test('what is no number has no normal form', () => {
  for (const text of ['', 'none', '0', '123', 'call mother', '+', '9'.repeat(60)]) {
    expect(normalPhone(text, 'US')).toBeUndefined();
  }
});

test('the short way through American numbers gives what the library gives', () => {
  const digits = (n: number) => fc.stringMatching(new RegExp(`^\\d{${n}}$`));
  const separator = fc.constantFrom('', '-', '.', ' ');
  const shape = fc.tuple(
    fc.constantFrom('', '1-', '+1 ', '1'),
    digits(3),
    separator,
    digits(3),
    separator,
    digits(4),
  );
  fc.assert(
    fc.property(shape, (parts) => {
      const text = parts.join('');
      const found = parsePhoneNumberFromString(text, 'US');
      expect(normalPhone(text, 'US')).toBe(found?.isPossible() ? found.number : undefined);
    }),
    { numRuns: 500 },
  );
});

test('an address of mail is lower case, and only when it is one', () => {
  expect(normalEmail(' Lena@Example.ORG ')).toBe('lena@example.org');
  for (const text of ['No Email', 'a@b', 'a b@c.de', '@c.de', 'a@b@c.de', '"><script>@x.io']) {
    expect(normalEmail(text)).toBeUndefined();
  }
});

test('a postal address is one line', () => {
  expect(normalPost('12 Elm St,, \n  Salem , MA , ')).toBe('12 Elm St, Salem, MA');
  expect(normalPost(' , ')).toBeUndefined();
});

test('an unreadable contact says why', () => {
  expect(speakAll(normalContact('email', 'No Email', 'US'), 'en')).toEqual({
    reason: 'is no e-mail address',
  });
});
