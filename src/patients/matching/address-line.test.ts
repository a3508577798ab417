import { expect, test } from 'vitest';
import { addressParts } from './address-line.ts';

test('an address is taken apart as the post of several countries writes it', () => {
  expect(addressParts('12 Elm St, Salem, MA 01970')).toEqual({
    street: '12 Elm St',
    city: 'Salem',
    postalCode: '01970',
  });
  expect(addressParts('12345 Elm St, Apt 4, Salem, MA 01970-1234, US')).toEqual({
    street: '12345 Elm St, Apt 4',
    city: 'Salem',
    postalCode: '01970-1234',
  });
  expect(addressParts('Hauptstr. 7, 10115 Berlin')).toEqual({
    street: 'Hauptstr. 7',
    city: 'Berlin',
    postalCode: '10115',
  });
  expect(addressParts('10 Downing Street, London, SW1A 2AA')).toEqual({
    street: '10 Downing Street',
    city: 'London',
    postalCode: 'SW1A 2AA',
  });
  expect(addressParts('12 Elm St')).toEqual({ street: '12 Elm St', city: undefined });
  expect(addressParts('12 Elm St, 01970')).toEqual({
    street: '12 Elm St',
    city: undefined,
    postalCode: '01970',
  });
});
