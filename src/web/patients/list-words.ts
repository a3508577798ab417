import { useLanguage } from '../app/words.ts';
import { en, type PatientListWords } from './list-words-en.ts';
import { es } from './list-words-es.ts';

export function usePatientListWords(): PatientListWords {
  return useLanguage() === 'es' ? es : en;
}
