import { expect, test } from 'vitest';
import { neutralised } from './cells.ts';

test('what a spreadsheet would compute gets an apostrophe, and so does the apostrophe itself', () => {
  for (const text of [
    '=1',
    '+1',
    '-1',
    '@sum',
    '\t=1',
    '\r=1',
    '\n=1',
    '\uff1d1',
    '\uff0b1',
    '\uff0d1',
    '\uff201',
    "'a",
    "''",
  ])
    expect(neutralised(text)).toBe(`'${text}`);
  for (const text of ['', 'a', ' =1', '1-2', 'a@b.example', '{=1}']) expect(neutralised(text)).toBe(text);
});
