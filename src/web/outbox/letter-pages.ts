import type { Measure } from '../print/fit.ts';

/** Of the words: points, and lines as multiples of them. */
export const letterSize = 11;
export const letterLine = 1.5;

/** Millimetres. Whatever a printer does, nothing stands nearer to an edge. */
export const letterMargin = { block: 20, inline: 22 };

// Sender, and room below it: the address stands in the window of an envelope (No. 10, and DL on A4).
const aboveAddress = 22.8;
// Between address and words, where the date stands.
const belowAddress = 24;
// The number of the page, where there is more than one.
const footHeight = 8;
// A sheet that is as high as the paper makes some browsers print an empty one after it.
const spared = 1;

const lineMillimetres = (letterSize * letterLine * 25.4) / 72;

interface Page {
  /** Millimetres. */
  readonly width: number;
  readonly height: number;
}

export interface LetterLayout {
  /** Millimetres from the margin to the words of the first page. */
  readonly head: number;
  readonly pages: readonly (readonly string[])[];
}

/** How high one page of a letter is drawn, millimetres. */
export function sheetHeight(paper: Page): number {
  return paper.height - spared;
}

/**
 * A letter as the lines of its pages: nothing is cut, however long it is, and a word that is wider than the paper (the
 * address of a page) goes on in the next line.
 * @param addressLines how many lines stand in the window
 */
export function layLetter(text: string, addressLines: number, paper: Page, measure: Measure): LetterLayout {
  const width = paper.width - 2 * letterMargin.inline;
  const height = sheetHeight(paper) - 2 * letterMargin.block - footHeight;
  const head = aboveAddress + addressLines * lineMillimetres + belowAddress;
  const lines = text
    .trimEnd()
    .split('\n')
    .flatMap((line) => wrap(line, width, measure));
  const first = Math.max(1, Math.floor((height - head) / lineMillimetres));
  const later = Math.floor(height / lineMillimetres);
  const pages: (readonly string[])[] = [lines.slice(0, first)];
  for (let at = first; at < lines.length; ) {
    // A page that is turned does not begin with a gap.
    while (lines[at]?.trim() === '') at += 1;
    pages.push(lines.slice(at, at + later));
    at += later;
  }
  return { head, pages };
}

function wrap(line: string, width: number, measure: Measure): string[] {
  const fits = (text: string): boolean => measure(text, letterSize) <= width;
  const out: string[] = [];
  let now = '';
  for (const word of line.split(/\s+/).flatMap((one) => pieces(one, fits))) {
    const longer = now === '' ? word.text : `${now}${word.goesOn ? '' : ' '}${word.text}`;
    if (fits(longer)) {
      now = longer;
      continue;
    }
    out.push(now);
    now = word.text;
  }
  return [...out, now];
}

interface Piece {
  readonly text: string;
  /** The rest of a word that the line before could not hold. */
  readonly goesOn: boolean;
}

function pieces(word: string, fits: (text: string) => boolean): Piece[] {
  if (fits(word)) return [{ text: word, goesOn: false }];
  const out: Piece[] = [];
  let now = '';
  for (const sign of word) {
    if (now !== '' && !fits(now + sign)) {
      out.push({ text: now, goesOn: out.length > 0 });
      now = '';
    }
    now += sign;
  }
  return [...out, { text: now, goesOn: out.length > 0 }];
}
