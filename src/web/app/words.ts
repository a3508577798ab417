import { type Language, prefer, preferences } from './preferences.ts';
import { createStore, useStore } from './store.ts';
import { en } from './words-en.ts';

/** Everything that a screen says. A string that is missing in another language does not compile. */
export type Words = typeof en;

const words = createStore<Words>(en);

/** Loads the language and shows it; English comes with the page, the others when they are wanted. */
export async function speak(language: Language): Promise<void> {
  words.set(language === 'es' ? (await import('./words-es.ts')).es : en);
  prefer({ language });
  document.documentElement.lang = language;
}

export function useWords(): Words {
  return useStore(words);
}

/** For what happens outside of a component, such as a toast. */
export function wordsNow(): Words {
  return words.get();
}

export function useLanguage(): Language {
  return useStore(preferences).language;
}

/** The words for one of many codes that the server may say; an unknown code stays readable. */
export function wordFor(table: Readonly<Record<string, string>>, code: string): string {
  return table[code] ?? code.replaceAll('_', ' ');
}
