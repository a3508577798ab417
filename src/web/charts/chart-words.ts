import { useLanguage } from '../app/words.ts';
import { en } from './words-en.ts';
import { es } from './words-es.ts';

export function useChartWords(): typeof en {
  return useLanguage() === 'es' ? es : en;
}
