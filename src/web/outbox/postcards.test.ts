import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Measure } from '../print/fit.ts';
import { isPostcard, type Stock, stocks } from '../print/stocks.ts';
import { type Letter, sortLetters } from './postcards.ts';

// Half as wide as high, each letter.
const measure: Measure = (text, size) => text.length * 0.5 * size * (25.4 / 72);
const stock = stocks.find(({ id }) => id === '5389') as Stock;

const aLetter = (nth: number, change: Partial<Letter> = {}): Letter => ({
  messageId: `m${nth}`,
  patientId: 'p',
  name: 'Maria Example',
  nameless: false,
  address: '110 Quarry Lane, Port Alder, NY 10999',
  from: 'Elm Practice',
  on: 'November 24, 2026',
  paper: 'postcard',
  language: 'en',
  text: 'It is time for your next visit.\n\nWe take time',
  template: {},
  ...change,
});

test('postcards go onto cards with an address on the other side, letters onto paper', () => {
  const { cards, onPaper } = sortLetters([aLetter(1), aLetter(2, { paper: 'letter' })], stock, measure);
  expect(cards.map(({ words }) => words.key)).toEqual(['m1']);
  expect(cards[0]?.address.fitted.lines).toEqual([
    'Maria Example',
    '110 Quarry Lane',
    'Port Alder, NY 10999',
  ]);
  expect(onPaper.map(({ messageId }) => messageId)).toEqual(['m2']);
});

test('a postcard to somebody who wants us unnamed goes into an envelope, and is counted', () => {
  const letters = [
    aLetter(1),
    aLetter(2, { nameless: true }),
    aLetter(3, { paper: 'letter', nameless: true }),
  ];
  const { cards, onPaper, plain, tooLong, noRoom } = sortLetters(letters, stock, measure);
  expect(cards.map(({ words }) => words.key)).toEqual(['m1']);
  expect(onPaper.map(({ messageId }) => messageId)).toEqual(['m2', 'm3']);
  expect([plain, tooLong, noRoom]).toEqual([2, 0, 0]);
});

test('whatever is said: nothing is cut, and nobody is left out or stands twice', () => {
  const letter = fc.record({
    paper: fc.constantFrom<Letter['paper']>('letter', 'postcard'),
    text: fc.string({ maxLength: 3000 }),
    address: fc.string({ maxLength: 200 }),
  });
  fc.assert(
    fc.property(
      fc.array(letter, { maxLength: 12 }),
      fc.constantFrom(...stocks.filter(isPostcard)),
      (all, on) => {
        const letters = all.map((one, nth) => aLetter(nth, one));
        const { cards, onPaper, tooLong, noRoom } = sortLetters(letters, on, measure);
        const keys = [...cards.map(({ words }) => words.key), ...onPaper.map((one) => one.messageId)];
        expect(keys.sort()).toEqual(letters.map((one) => one.messageId).sort());
        expect(onPaper.filter(({ paper }) => paper === 'postcard').length).toBe(tooLong + noRoom);
        for (const { words } of cards) {
          const said = letters.find(({ messageId }) => messageId === words.key)?.text ?? '';
          expect(words.fitted.lines.join(' ').split(/\s+/).join('')).toBe(said.split(/\s+/).join(''));
        }
      },
    ),
  );
});

test('both sides of a postcard meet when the sheet is turned over its long side', () => {
  for (const { page, cell, left } of stocks.filter(isPostcard)) {
    expect(page.width - left - cell.width).toBeCloseTo(left, 9);
  }
});
