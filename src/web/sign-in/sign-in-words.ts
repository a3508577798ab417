import { useLanguage } from '../app/words.ts';
import { en } from './words-en.ts';
import { es } from './words-es.ts';

/** What second factors, the lock and shared desks say; they come when they are needed, not with the shell. */
export type SignInWords = typeof en;

export function useSignInWords(): SignInWords {
  return useLanguage() === 'es' ? es : en;
}
