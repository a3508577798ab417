import { expect, test } from 'vitest';
import { localeOf } from './locale.ts';

const noon = new Date('2026-03-09T15:00:00Z');
const dayOf = (locale: string): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    noon,
  );
const moneyOf = (locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD' }).format(950);

test('a day is written as in the country, whatever the language is', () => {
  expect(dayOf(localeOf('en', 'US'))).toBe('Monday, March 9');
  expect(dayOf(localeOf('en', 'GB'))).toBe('Monday 9 March');
});

test('money is written as in the country, in either language', () => {
  expect(moneyOf(localeOf('es', 'US'))).toBe('$950.00');
  expect(moneyOf(localeOf('es-MX', 'US'))).toBe('$950.00');
});

test('a country that nobody knows leaves the language', () => {
  expect(localeOf('es', '?')).toBe('es');
  expect(localeOf('en', '')).toBe('en');
});
