import { localeOf } from '../../kit/locale.ts';
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

/** Who reads: in which language, and in which country's way of writing days and times. */
interface Reader {
  readonly language: Language;
  readonly practice: { readonly country: string };
}

/** `Tuesday, November 24` in the page's language, as in the practice's country; the same as in its e-mails. */
export function sayDay(day: string, { language, practice }: Reader): string {
  const style = { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(localeOf(language, practice.country), style).format(
    new Date(`${day}T12:00:00Z`),
  );
}

/** `2:30 PM` on the wall of the location; the space before it is an ordinary one. */
function sayTime(at: Date, zone: string, { language, practice }: Reader): string {
  const style = { hour: 'numeric', minute: '2-digit', timeZone: zone } as const;
  return new Intl.DateTimeFormat(localeOf(language, practice.country), style)
    .format(at)
    .replaceAll(/[\u00a0\u202f]/g, ' ');
}

/** `Tuesday, November 24, 2:30 PM`. */
export function sayMoment(at: Date, zone: string, reader: Reader): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at);
  return `${sayDay(day, reader)}, ${sayTime(at, zone, reader)}`;
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
