import { useLanguage } from '../app/words.ts';
import { en } from './words-en.ts';
import { es } from './words-es.ts';

/** What the import screens say; they come with these screens, not with the shell. */
export type ImportWords = typeof en;

export function useImportWords(): ImportWords {
  return useLanguage() === 'es' ? es : en;
}
