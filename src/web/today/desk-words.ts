import { preferences } from '../app/preferences.ts';
import { useLanguage } from '../app/words.ts';
import { en } from './words-en.ts';
import { es } from './words-es.ts';

/** What is said where several work at once. */
export type DeskWords = typeof en;

export function useDeskWords(): DeskWords {
  return useLanguage() === 'es' ? es : en;
}

/** For what happens outside of a component. */
export function deskWordsNow(): DeskWords {
  return preferences.get().language === 'es' ? es : en;
}
