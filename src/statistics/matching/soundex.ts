const codes: Readonly<Record<string, string>> = {
  b: '1',
  f: '1',
  p: '1',
  v: '1',
  c: '2',
  g: '2',
  j: '2',
  k: '2',
  q: '2',
  s: '2',
  x: '2',
  z: '2',
  d: '3',
  t: '3',
  l: '4',
  m: '5',
  n: '5',
  r: '6',
};

/**
 * The sound of a name in four characters, so that names that are said alike meet. Only for finding pairs to look at,
 * never as evidence: Catherine and Cotroneo sound "alike" too.
 * @param name lower-case letters a to z; anything else is passed over
 * @returns a letter and three digits; empty for a name without letters
 * @source Russell's patent of 1918 as the US National Archives apply it: Ashcraft is A261, Pfister P236, Tymczak T522  @cost O(length)
 */
export function soundex(name: string): string {
  let code = '';
  let last = '';
  for (const letter of name) {
    if (letter < 'a' || letter > 'z') continue;
    const digit = codes[letter] ?? '';
    if (code === '') code = letter;
    else if (digit !== '' && digit !== last) code += digit;
    // Letters of one sound count once, also across an h or w; a vowel between them makes them two.
    if (letter !== 'h' && letter !== 'w') last = digit;
    if (code.length === 4) return code;
  }
  return code === '' ? '' : code.padEnd(4, '0');
}
