/** Words by language: a language tag (BCP 47) to the text in it. */
export type Words = Readonly<Record<string, string>>;

/**
 * The text in the wanted language, else in its base language (`es-MX` to `es`), else in the fallbacks in turn,
 * else any. The language is returned too, because the desk has to see when it is not the patient's.
 */
export function inLanguage(
  words: Words,
  wanted: readonly (string | null | undefined)[],
): { readonly language: string; readonly text: string } | undefined {
  for (const language of wanted) {
    if (!language) continue;
    for (const tag of [language, language.split('-')[0] ?? language]) {
      // A tag comes from files: `constructor` is no language.
      const text = Object.hasOwn(words, tag) ? words[tag] : undefined;
      if (text !== undefined) return { language: tag, text };
    }
  }
  const first = Object.entries(words)[0];
  return first === undefined ? undefined : { language: first[0], text: first[1] };
}
