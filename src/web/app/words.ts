import { bind, type Language, type Tree } from '../../words/bind.ts';
import { tree } from '../../words/compiled/app-en.ts';
import { prefer, preferences } from './preferences.ts';
import { preloadRooms } from './room-words.ts';
import { createStore, useStore } from './store.ts';
import type { en } from './words-en.ts';

/** Everything that the shell and the screens say. A message that is missing in Spanish fails the build. */
export type Words = typeof en;

const bound = new Map<Language, Words>([['en', bind<Words>(tree, 'en')]]);
const words = createStore<Words>(bound.get('en') ?? bind<Words>(tree, 'en'));

const others: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ readonly tree: Tree }>>> = {
  es: () => import('../../words/compiled/app-es.ts'),
};

/** The words of a language; English comes with the page, the others when they are wanted. */
export async function loadWords(language: Language): Promise<Words> {
  const there = bound.get(language);
  if (there !== undefined || language === 'en') return there ?? words.get();
  const loaded = bind<Words>((await others[language]()).tree, language);
  bound.set(language, loaded);
  return loaded;
}

/** Loads the language and shows it. */
export async function speak(language: Language): Promise<void> {
  const [loaded] = await Promise.all([loadWords(language), preloadRooms(language)]);
  words.set(loaded);
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
