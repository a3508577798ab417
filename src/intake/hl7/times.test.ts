import { expect, test } from 'vitest';
import { createZoneClock } from '../../kit/zone-clock.ts';
import { instantText, readTime } from './times.ts';

test.each([
  ['1988', { day: '1988-01-01', precision: 'year', seconds: undefined, offset: undefined }],
  ['198808', { day: '1988-08-01', precision: 'month', seconds: undefined, offset: undefined }],
  ['19880818', { day: '1988-08-18', precision: 'day', seconds: undefined, offset: undefined }],
  ['1988081811', { day: '1988-08-18', precision: 'day', seconds: 39_600, offset: undefined }],
  ['198808181126+0215', { day: '1988-08-18', precision: 'day', seconds: 41_160, offset: '+02:15' }],
  ['20210817151943.4-0500', { day: '2021-08-17', precision: 'day', seconds: 55_183, offset: '-05:00' }],
  ['2021-08-17T15:19:43Z', { day: '2021-08-17', precision: 'day', seconds: 55_183, offset: '+00:00' }],
])('%s is read', (text, time) => {
  expect(readTime(text)).toEqual(time);
});

test.each([
  '',
  '0',
  '00000000',
  '20210230',
  '20211301',
  '202103022500',
  '20210302126',
  'tomorrow',
  '20210302+2500',
])('"%s" is no time', (text) => {
  expect(readTime(text)).toBeUndefined();
});

test('a time without an offset is the wall clock of the place, in summer and in winter', () => {
  const clock = createZoneClock('America/Chicago');
  const at = (text: string): string => {
    const time = readTime(text);
    if (time === undefined) throw new Error(text);
    return new Date(instantText(time, clock)).toISOString();
  };
  expect(at('20260112093000')).toBe('2026-01-12T15:30:00.000Z');
  expect(at('20260712093000')).toBe('2026-07-12T14:30:00.000Z');
  expect(at('20260712093000+0200')).toBe('2026-07-12T07:30:00.000Z');
  expect(at('20260712')).toBe('2026-07-12T05:00:00.000Z');
});
