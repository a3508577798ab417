/** How wide a text is. @param size points @returns millimetres */
export type Measure = (text: string, size: number) => number;

export interface Fitted {
  /** Points. */
  readonly size: number;
  readonly lines: readonly string[];
}

export interface Room {
  /** Millimetres, without the margin. */
  readonly width: number;
  readonly height: number;
}

const millimetresAPoint = 25.4 / 72;
export const lineHeight = 1.2;
const step = 0.5;

/** Sizes of addresses: below 7.5 points sorting machines and older eyes give up. */
export const addressSizes = { largest: 9.5, smallest: 7.5 };
export const cardSizes = { largest: 14, smallest: 10 };

/**
 * The largest size at which every word of the text stands inside of the room. Long lines are broken between words, never
 * inside of one, and nothing is cut.
 * @returns undefined: it does not fit even at the smallest size
 */
export function fitText(
  lines: readonly string[],
  room: Room,
  sizes: { readonly largest: number; readonly smallest: number },
  measure: Measure,
): Fitted | undefined {
  for (let size = sizes.largest; size >= sizes.smallest - 1e-9; size -= step) {
    const broken = lines.flatMap((line) => breakLine(line, room.width, size, measure) ?? [undefined]);
    const fits = broken.length * size * lineHeight * millimetresAPoint <= room.height + 1e-9;
    if (fits && broken.every((line) => line !== undefined)) return { size, lines: broken };
  }
  return undefined;
}

function breakLine(line: string, width: number, size: number, measure: Measure): string[] | undefined {
  const out: string[] = [];
  let now = '';
  for (const word of line.split(/\s+/)) {
    const longer = now === '' ? word : `${now} ${word}`;
    if (measure(longer, size) <= width) {
      now = longer;
      continue;
    }
    if (measure(word, size) > width) return undefined;
    out.push(now);
    now = word;
  }
  return [...out, now];
}
