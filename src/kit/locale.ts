/**
 * How days, times and money are written for a reader: in their language, as in the practice's country. `March 9` and
 * `11:00 AM` in the United States, `9 March` and `11:00` in Britain, `$950.00` for either language of an American.
 * @param country ISO 3166; one that no language knows is as good as none
 */
export function localeOf(language: string, country: string): string {
  const base = language.split('-')[0] ?? language;
  try {
    return Intl.getCanonicalLocales(`${base}-${country}`)[0] ?? base;
  } catch {
    return base;
  }
}
