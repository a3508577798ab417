import { expect, test } from 'vitest';
import { orderEvidence, readClock, readDate } from './dates.ts';

const read = (text: string, order: 'day_first' | 'month_first' = 'month_first') => {
  const found = readDate(text, order, 2026);
  return found === undefined ? undefined : [found.day, found.seconds, found.offset];
};

test('dates are read in the ways that systems write them', () => {
  expect(read('2016-04-29T16:08:27Z')).toEqual(['2016-04-29', 58107, 0]);
  expect(read('2016-04-29 16:08')).toEqual(['2016-04-29', 58080, undefined]);
  expect(read('2016-04-29T16:08:27.123+02:00')).toEqual(['2016-04-29', 58107, 120]);
  expect(read('4/5/2024')).toEqual(['2024-04-05', undefined, undefined]);
  expect(read('4/5/2024', 'day_first')).toEqual(['2024-05-04', undefined, undefined]);
  expect(read('4/5/2024 2:30 PM')).toEqual(['2024-04-05', 52200, undefined]);
  expect(read('04.05.2024')).toEqual(['2024-05-04', undefined, undefined]);
  expect(read('05-Apr-2024')).toEqual(['2024-04-05', undefined, undefined]);
  expect(read('April 5, 2024 at 9:00 am')).toEqual(['2024-04-05', 32400, undefined]);
  expect(read('Fri, 5 Apr 2024 09:00')).toEqual(['2024-04-05', 32400, undefined]);
  expect(read('20240405')).toEqual(['2024-04-05', undefined, undefined]);
  expect(read('2024/4/5')).toEqual(['2024-04-05', undefined, undefined]);
});

test('a two-digit year does not lie in the future', () => {
  expect(read('4/5/61')).toEqual(['1961-04-05', undefined, undefined]);
  expect(read('4/5/24')).toEqual(['2024-04-05', undefined, undefined]);
});

test('what is no day of the calendar is no date', () => {
  for (const text of [
    '2023-02-29',
    '31/04/2024',
    '13/13/2024',
    'soon',
    '',
    '2024-01-01 25:00',
    '45000',
    '5 Foo 2024',
  ]) {
    expect(read(text)).toBeUndefined();
  }
});

test('an offset that no place on earth has makes no time', () => {
  expect(read('2024-04-05T09:00+14:00')).toEqual(['2024-04-05', 32400, 840]);
  for (const offset of ['+99:99', '+9999', '-15:00', '+05:60', '+24']) {
    expect(read(`2024-04-05T09:00${offset}`)).toBeUndefined();
  }
});

test('a time over a day is no time', () => {
  expect(readClock('128:00:00')).toBeUndefined();
  expect(readClock('13 PM')).toBeUndefined();
  expect(readClock('9')).toBeUndefined();
  expect(readClock('9 AM')?.seconds).toBe(32400);
  expect(readClock('12:05 am')?.seconds).toBe(300);
});

test('only a number over twelve tells day from month', () => {
  expect(orderEvidence('13/04/2024')).toBe('day_first');
  expect(orderEvidence('04/13/2024')).toBe('month_first');
  expect(orderEvidence('04/03/2024')).toBeUndefined();
  expect(orderEvidence('13.04.2024')).toBeUndefined();
});
