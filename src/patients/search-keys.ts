import anyAscii from 'any-ascii';

const ascii = /^[\x20-\x7e]*$/;
const digitsOnly = /^\d+$/;
// A key longer than this adds nothing to a search and would bloat the index.
const keyLength = 40;

/** Lower case, accents stripped, other scripts transliterated: `Núñez` to `nunez`, `张无忌` to `zhangwuji`. */
export function folded(text: string): string {
  return (ascii.test(text) ? text : anyAscii(text)).toLowerCase();
}

/** The parts of a name as keys: `Anne-Marie O'Neill` gives annemarie, anne, marie, oneill. */
export function nameKeys(name: string): string[] {
  const keys: string[] = [];
  for (const word of folded(name).split(/[\s,.;/()"]+/)) {
    const joined = word.replace(/[^a-z0-9]/g, '');
    if (joined === '') continue;
    keys.push(joined.slice(0, keyLength));
    if (word.includes('-')) {
      for (const part of word.split('-')) {
        const key = part.replace(/[^a-z0-9]/g, '');
        if (key.length > 1 && key !== joined) keys.push(key.slice(0, keyLength));
      }
    }
  }
  return keys;
}

/**
 * The key of a telephone number: its digits backwards after a mark, so that a prefix of the key is an ending
 * of the number. One row finds the last four, the last seven and the whole number.
 */
export function phoneKey(digits: string): string {
  let key = '#';
  for (let i = digits.length - 1; i >= 0; i -= 1) {
    const digit = digits[i];
    if (digit !== undefined && digit >= '0' && digit <= '9') key += digit;
  }
  return key.slice(0, keyLength);
}

/** The key of an identifier: `=` and its letters and digits. */
export function identifierKey(value: string): string {
  return `=${folded(value).replace(/[^a-z0-9]/g, '')}`.slice(0, keyLength);
}

/**
 * What someone typed, as prefixes that must all match: each word is a name part, an ending of a number, or an
 * id.
 */
export function searchPrefixes(typed: string): string[][] {
  const whole = typed.trim();
  const squeezed = whole.replace(/[\s().+-]/g, '');
  if (squeezed.length >= 4 && digitsOnly.test(squeezed)) {
    return [[phoneKey(squeezed), identifierKey(squeezed)]];
  }
  const wanted: string[][] = [];
  for (const word of whole.split(/[\s,;]+/)) {
    const key = folded(word).replace(/[^a-z0-9]/g, '');
    if (key !== '') wanted.push([key.slice(0, keyLength), `=${key}`.slice(0, keyLength)]);
  }
  return wanted;
}
