import { expect, test } from 'vitest';
import { hoursFromText, hoursToText } from './hours-text.ts';

test('hours are typed as they are shown, and shorter', () => {
  const day: [string, string][] = [
    ['08:00', '12:00'],
    ['13:30', '17:00'],
  ];
  expect(hoursToText(day)).toBe('08:00-12:00, 13:30-17:00');
  expect(hoursFromText(hoursToText(day))).toEqual(day);
  expect(hoursFromText('8-12, 1330 – 17:00')).toEqual(day);
  expect(hoursFromText('')).toEqual([]);
});

test('what is no hours is not taken for some', () => {
  for (const text of ['morning', '8', '8-25', '8:61-9', '8-9-10', '8-'])
    expect(hoursFromText(text), text).toBeUndefined();
});
