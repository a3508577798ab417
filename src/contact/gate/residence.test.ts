import { expect, test } from 'vitest';
import { residenceOf } from './residence.ts';

test.each([
  ['4 Harbor Lane, Port Alder, NY 10999', 'NY', '10999'],
  ['4 Harbor Lane, Port Alder, ny 10999-1234', 'NY', '10999'],
  ['12 Elm St, Dallas, TX, 75201', 'TX', '75201'],
  ['1 Main St, Charlotte, North Carolina 28202', 'NC', '28202'],
  ['1 Main St, Fargo, North Dakota, 58102', 'ND', '58102'],
  ['1 Main St, Springfield, ZZ 62701, USA', 'ZZ', '62701'],
])('%s', (address, state, postalCode) => {
  expect(residenceOf(address, 'US')).toEqual({ country: 'US', state, postalCode });
});

test('an address abroad is of its country, one that tells nothing is of none', () => {
  expect(residenceOf('Hauptstr. 1, 10115 Berlin, Germany', 'US')?.country).toBe('DE');
  expect(residenceOf('1 High St, London SW1A 1AA, United Kingdom', 'US')?.country).toBe('GB');
  expect(residenceOf('1 Yonge St, Toronto, Canada', 'US')?.country).toBe('??');
  expect(residenceOf('Calle Mayor 1, 28001 Madrid', 'ES')?.country).toBe('ES');
  expect(residenceOf('PO Box 7', 'US')).toBeUndefined();
  expect(residenceOf('Rua 1, Rio', 'BR')).toBeUndefined();
});
