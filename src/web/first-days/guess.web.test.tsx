import { expect, test } from 'vitest';
import { countries, guess, zones } from './guess.ts';

test('the country is that of the language where the zone agrees, else that of the zone', () => {
  expect(guess('en-US', 'America/Chicago')).toEqual({ country: 'US', zone: 'America/Chicago' });
  expect(guess('en-US', 'Europe/Madrid')).toEqual({ country: 'ES', zone: 'Europe/Madrid' });
  expect(guess('es', 'America/Mexico_City')).toEqual({ country: 'MX', zone: 'America/Mexico_City' });
  // A zone that belongs to nobody leaves the language.
  expect(guess('de-AT', 'UTC')).toEqual({ country: 'AT', zone: 'UTC' });
});

test('countries come by name in the reader’s language', () => {
  expect(countries('es').find(({ value }) => value === 'DE')?.label).toBe('Alemania');
  const names = countries('en').map(({ label }) => label);
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
  expect(new Set(names).size).toBe(names.length);
});

test('a zone that the browser says and does not list can be chosen all the same', () => {
  expect(zones('Europe/Madrid')).toContain('Europe/Madrid');
  expect(zones('Etc/Nowhere')[0]).toBe('Etc/Nowhere');
});
