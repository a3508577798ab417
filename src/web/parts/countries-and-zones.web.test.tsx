import { expect, test } from 'vitest';
import { countries, countryName, zoneName, zones } from './countries-and-zones.ts';

test('countries come by name in the reader’s language', () => {
  expect(countries('es', 'US').find(({ value }) => value === 'DE')?.label).toBe('Alemania');
  const names = countries('en', 'US').map(({ label }) => label);
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
  expect(new Set(names).size).toBe(names.length);
  expect(countries('en', 'AQ').filter(({ value }) => value === 'AQ')).toHaveLength(1);
  expect(countryName('US', 'es')).toBe('Estados Unidos');
  expect(countryName('nowhere at all', 'es')).toBe('nowhere at all');
});

test('a zone has its place and the name of its time; what has none stays as it is', () => {
  expect(zoneName('America/New_York', 'en')).toBe('New York (Eastern Time)');
  expect(zoneName('America/New_York', 'es')).toBe('New York (hora oriental)');
  expect(zoneName('UTC', 'en')).toBe('UTC');
  expect(zoneName('Mars/Olympus', 'en')).toBe('Mars/Olympus');
});

test('a zone that the browser says and does not list can be chosen all the same', () => {
  const known = zones('en', 'Europe/Madrid');
  expect(known.filter(({ value }) => value === 'Europe/Madrid')).toHaveLength(1);
  // No two are called the same, or nobody could choose between them.
  expect(new Set(known.map(({ label }) => label)).size).toBe(known.length);
  expect(zones('en', 'Etc/Nowhere')[0]?.value).toBe('Etc/Nowhere');
  expect(zones('en', 'Europe/Madrid')).toEqual(known);
});
