import { useLanguage } from '../app/words.ts';
import { en, type PrintWords } from './words-en.ts';
import { es } from './words-es.ts';

export function usePrintWords(): PrintWords {
  return useLanguage() === 'es' ? es : en;
}
