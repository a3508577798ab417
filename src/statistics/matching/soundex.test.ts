import fc from 'fast-check';
import { expect, test } from 'vitest';
import { soundex } from './soundex.ts';

test('the examples of the US National Archives', () => {
  const printed = {
    washington: 'w252',
    lee: 'l000',
    gutierrez: 'g362',
    pfister: 'p236',
    jackson: 'j250',
    tymczak: 't522',
    ashcraft: 'a261',
    robert: 'r163',
    rupert: 'r163',
    rubin: 'r150',
    honeyman: 'h555',
  };
  for (const [name, code] of Object.entries(printed)) expect(soundex(name), name).toBe(code);
});

test('a letter and three digits, or nothing for a name without letters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(soundex(name)).toMatch(/^(|[a-z]\d{3})$/);
    }),
  );
  expect(soundex('')).toBe('');
  expect(soundex('o-neil')).toBe(soundex('oneil'));
});
