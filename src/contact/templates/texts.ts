/**
 * The GSM 03.38 alphabet, one septet each; what follows costs two. Anything else makes the whole text UCS-2.
 * @source 3GPP TS 23.038 version 17, 6.2.1 and 6.2.1.1
 */
const gsm =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const gsmTwo = '\f^{}\\[~]|€';
const one = new Set(gsm);
const two = new Set(gsmTwo);

export interface TextSize {
  readonly alphabet: 'gsm7' | 'ucs2';
  /** Septets, or UTF-16 units. */
  readonly characters: number;
  readonly segments: number;
}

/** What a text of this many words costs: one alone holds 160 septets or 70 units, each of several 153 or 67. */
export function measureText(text: string): TextSize {
  let septets = 0;
  for (const character of text) {
    if (one.has(character)) septets += 1;
    else if (two.has(character)) septets += 2;
    else {
      const characters = text.length;
      return { alphabet: 'ucs2', characters, segments: characters <= 70 ? 1 : Math.ceil(characters / 67) };
    }
  }
  return {
    alphabet: 'gsm7',
    characters: septets,
    segments: septets <= 160 ? 1 : Math.ceil(septets / 153),
  };
}

// Quotation marks, dashes and spaces that a word processor puts in: each alone would cost more than half of the room.
const plainer: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u2013': '-',
  '\u2014': '-',
  '\u2026': '...',
  '\u00a0': ' ',
  '\u202f': ' ',
};

/** The same in characters that every phone has; names keep their accents. */
export function plainText(text: string): string {
  return text.replace(
    /[\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00a0\u202f]/g,
    (character) => plainer[character] ?? character,
  );
}
