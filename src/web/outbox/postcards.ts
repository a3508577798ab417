import { addressLines } from '../print/address.ts';
import type { SheetItem } from '../print/filled-sheets.tsx';
import { addressSizes, cardSizes, fitText, type Measure } from '../print/fit.ts';
import { addressRoomOf, roomOf } from '../print/print-items.ts';
import type { Stock } from '../print/stocks.ts';
import type { Letters } from './outbox-queries.ts';

export type Letter = Letters['letters'][number];

export interface Sorted {
  /** Both sides of each, in the same order. */
  readonly cards: readonly { readonly words: SheetItem; readonly address: SheetItem }[];
  /** Letters, and postcards that do not fit: in an envelope nothing is lost. */
  readonly onPaper: readonly Letter[];
  readonly tooLong: number;
  readonly noRoom: number;
  /** Of whom nothing of the practice is to be seen from outside: into a plain envelope. */
  readonly plain: number;
}

/** Which letters go onto cards and which onto paper: nothing is cut, and nothing is left out. */
export function sortLetters(letters: readonly Letter[], stock: Stock, measure: Measure): Sorted {
  const cards: { words: SheetItem; address: SheetItem }[] = [];
  const onPaper: Letter[] = [];
  let tooLong = 0;
  let noRoom = 0;
  let plain = 0;
  for (const letter of letters) {
    if (letter.nameless) plain += 1;
    // A postcard names us to whoever carries it.
    if (letter.paper === 'letter' || letter.nameless) {
      onPaper.push(letter);
      continue;
    }
    const { messageId: key, language } = letter;
    const words = fitText(letter.text.split('\n'), roomOf(stock), cardSizes, measure);
    const lines = addressLines(letter.name, letter.address);
    const address = fitText(lines, addressRoomOf(stock), addressSizes, measure);
    if (words !== undefined && address !== undefined) {
      cards.push({ words: { key, fitted: words, language }, address: { key, fitted: address } });
      continue;
    }
    if (words === undefined) tooLong += 1;
    else noRoom += 1;
    onPaper.push(letter);
  }
  return { cards, onPaper, tooLong, noRoom, plain };
}
