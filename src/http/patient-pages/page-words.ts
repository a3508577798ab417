import { bind, type Language, languages, locales } from '../../words/bind.ts';
import { tree as english } from '../../words/compiled/patient-pages-en.ts';
import { tree as spanish } from '../../words/compiled/patient-pages-es.ts';
import type { en } from './words-en.ts';

export type PageWords = typeof en;

const words: Readonly<Record<Language, PageWords>> = {
  en: bind<PageWords>(english, 'en'),
  es: bind<PageWords>(spanish, 'es'),
};

export function wordsOf(language: Language): PageWords {
  return words[language];
}

/** Of the words that a patient sees when they choose: raised when one of them says something else. */
export const wordingVersion = 'patient-page-1';

export const otherLanguage: Readonly<Record<Language, Language>> = { en: 'es', es: 'en' };

/** A language that we speak, of a tag such as `es-MX`; undefined: none. */
export function spokenHere(tag: string | null | undefined): Language | undefined {
  const base = tag?.slice(0, 2).toLowerCase();
  return languages.find((language) => language === base);
}

/** `Tuesday 24 November` in the page's language. */
export function sayDay(day: string, language: Language): string {
  const style = { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(locales[language], style)
    .format(new Date(`${day}T12:00:00Z`))
    .replaceAll(',', '');
}

/** `14:30` on the wall of the location. */
export function sayTime(at: Date, zone: string, language: Language): string {
  const style = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone } as const;
  return new Intl.DateTimeFormat(locales[language], style).format(at);
}

/** `Tuesday 24 November, 14:30`. */
export function sayMoment(at: Date, zone: string, language: Language): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at);
  return `${sayDay(day, language)}, ${sayTime(at, zone, language)}`;
}

/** The name of a language in another, such as `español`. */
export function sayLanguage(tag: string, language: Language): string {
  try {
    return new Intl.DisplayNames([locales[language]], { type: 'language' }).of(tag) ?? tag;
  } catch {
    // Files say what they like.
    return tag;
  }
}
