import { useLanguage } from '../app/words.ts';
import { en } from './words-en.ts';
import { es } from './words-es.ts';

/** What the settings say; they come with these screens, not with the shell. */
export type SettingsWords = typeof en;

export function useSettingsWords(): SettingsWords {
  return useLanguage() === 'es' ? es : en;
}
