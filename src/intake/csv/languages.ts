const codes = [
  'ar',
  'bn',
  'bs',
  'cs',
  'de',
  'el',
  'en',
  'es',
  'fa',
  'fil',
  'fr',
  'gu',
  'he',
  'hi',
  'hmn',
  'hr',
  'ht',
  'hu',
  'hy',
  'it',
  'ja',
  'km',
  'ko',
  'lo',
  'ml',
  'my',
  'ne',
  'nl',
  'pa',
  'pl',
  'ps',
  'pt',
  'ro',
  'ru',
  'so',
  'sq',
  'sr',
  'sw',
  'ta',
  'te',
  'th',
  'tl',
  'tr',
  'uk',
  'ur',
  'vi',
  'yue',
  'zh',
];

// The names in English and in the language itself.
const byName = new Map<string, string>();
const english = new Intl.DisplayNames(['en'], { type: 'language' });
for (const code of codes) {
  byName.set((english.of(code) ?? code).toLowerCase(), code);
  const own = new Intl.DisplayNames([code], { type: 'language' }).of(code);
  if (own !== undefined && !byName.has(own.toLowerCase())) byName.set(own.toLowerCase(), code);
}
for (const [name, code] of [
  ['mandarin', 'zh'],
  ['cantonese', 'yue'],
  ['farsi', 'fa'],
  ['tagalog', 'tl'],
  ['haitian creole', 'ht'],
  ['eng', 'en'],
  ['spa', 'es'],
  ['fre', 'fr'],
  ['ger', 'de'],
  ['por', 'pt'],
  ['chi', 'zh'],
] as const) {
  byName.set(name, code);
}

/** A language's BCP 47 tag from its tag or its name; undefined when it is neither. */
export function languageOf(text: string): string | undefined {
  const name = text.trim().toLowerCase();
  const named = byName.get(name) ?? byName.get(name.split(/[\s(,;/]/)[0] ?? '');
  if (named !== undefined) return named;
  const tag = text.trim().replace('_', '-');
  if (!/^[a-z]{2,3}(-[a-z0-9]{2,8}){0,2}$/i.test(tag)) return undefined;
  try {
    const [canonical] = Intl.getCanonicalLocales(tag);
    const base = canonical?.split('-')[0] ?? '';
    return english.of(base) === base ? undefined : canonical;
  } catch {
    return undefined;
  }
}
