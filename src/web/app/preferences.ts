import type { Language } from '../../words/bind.ts';
import { createStore } from './store.ts';

export type Theme = 'light' | 'dark' | 'auto';
export type { Language };

export interface Preferences {
  readonly theme: Theme;
  readonly language: Language;
  /** Keys without a modifier on lists. */
  readonly singleKeys: boolean;
}

// The only thing kept in the browser; never anything about a patient.
const place = 'keepwell.preferences';

function readPreferences(): Preferences {
  const first: Preferences = {
    theme: 'auto',
    language: navigator.language.startsWith('es') ? 'es' : 'en',
    singleKeys: true,
  };
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<Preferences>;
    return {
      theme: kept.theme === 'light' || kept.theme === 'dark' ? kept.theme : first.theme,
      language: kept.language === 'en' || kept.language === 'es' ? kept.language : first.language,
      singleKeys: kept.singleKeys !== false,
    };
  } catch {
    return first;
  }
}

export const preferences = createStore<Preferences>(readPreferences());

export function prefer(change: Partial<Preferences>): void {
  const next = { ...preferences.get(), ...change };
  preferences.set(next);
  try {
    localStorage.setItem(place, JSON.stringify(next));
  } catch {
    // A browser that keeps nothing: the choice holds until the page is closed.
  }
}
