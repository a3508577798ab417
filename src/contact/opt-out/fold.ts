// Letters of other alphabets that look like ours, and digits that stand for letters in such words.
const lookAlikes: Readonly<Record<string, string>> = {
  а: 'a', ɑ: 'a', α: 'a', в: 'b', с: 'c', ϲ: 'c', ԁ: 'd', е: 'e', ё: 'e', ε: 'e', һ: 'h', і: 'i', ι: 'i', ı: 'i', ј: 'j',
  κ: 'k', к: 'k', ӏ: 'l', м: 'm', п: 'n', η: 'n', о: 'o', ο: 'o', օ: 'o', ø: 'o', р: 'p', ρ: 'p', ԛ: 'q', г: 'r', ѕ: 's',
  т: 't', τ: 't', υ: 'u', ս: 'u', ν: 'v', ѵ: 'v', ѡ: 'w', х: 'x', χ: 'x', у: 'y', γ: 'y', ᴏ: 'o', ꜱ: 's', ᴛ: 't', ᴘ: 'p',
}; // biome-ignore format: a table

const digits: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '5': 's', '@': 'a', $: 's' };

/** Signs by which people say stop without a word. */
export const stopSigns = ['🛑', '⛔', '🚫', '✋', '🙅', '📵', '🔕', '🖐'];

function unmask(word: string): string {
  // Figures within a word of letters: st0p, un5ubscribe. A time or a number stays what it is.
  if (!/[a-z]/.test(word) || !/[0135@$]/.test(word) || /^(?:[1-9]|0\d)/.test(word)) return word;
  return word.replace(/[0135@$]/g, (sign) => digits[sign] ?? sign);
}

/** What was written, in plain small letters: no accents, no look-alikes, no doubled spaces, spelt-out letters joined. */
export function foldWords(text: string): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(/\p{L}/gu, (sign) => lookAlikes[sign] ?? sign)
    .replace(/[’‘`´]/g, "'")
    .replace(/n't\b/g, 'nt')
    .replace(/'/g, '')
    .replace(/[,;:()\n\u2013\u2014]/g, ' , ')
    .replace(/[^a-z0-9@$?.!,\s]/g, ' ');
  // s t o p, s.t.o.p, s-t-o-p
  const joined = plain.replace(/(?<![a-z0-9])[a-z](?:[\s.]+[a-z]){3,}(?![a-z0-9])/g, (run) =>
    run.replace(/[\s.]/g, ''),
  );
  return (
    joined
      // Stoooop, maas.
      .replace(/([a-z])\1{2,}|(a)a/g, '$1$2')
      .replace(/[.!]+/g, ' . ')
      .replace(/\?+/g, ' ? ')
      .split(/\s+/)
      .map(unmask)
      .join(' ')
      .replace(/[@$]/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()
  );
}
