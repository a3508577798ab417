import { expect, test } from 'vitest';
import { guess } from './guess.ts';

test('the country is that of the language where the zone agrees, else that of the zone', () => {
  expect(guess('en-US', 'America/Chicago')).toEqual({ country: 'US', zone: 'America/Chicago' });
  expect(guess('en-US', 'Europe/Madrid')).toEqual({ country: 'ES', zone: 'Europe/Madrid' });
  expect(guess('es', 'America/Mexico_City')).toEqual({ country: 'MX', zone: 'America/Mexico_City' });
  // A zone that belongs to nobody leaves the language.
  expect(guess('de-AT', 'UTC')).toEqual({ country: 'AT', zone: 'UTC' });
});
