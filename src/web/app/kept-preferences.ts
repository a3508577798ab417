import type { Language } from '../../words/bind.ts';

export type Theme = 'light' | 'dark' | 'auto';

export interface Preferences {
  readonly theme: Theme;
  readonly language: Language;
  /** Keys without a modifier on lists. */
  readonly singleKeys: boolean;
}

// The only thing kept in the browser; never anything about a patient.
export const preferencesPlace = 'keepwell.preferences';

/** What this browser keeps, or what it asks for by itself. */
export function readPreferences(): Preferences {
  const first: Preferences = {
    theme: 'auto',
    language: navigator.language.startsWith('es') ? 'es' : 'en',
    singleKeys: true,
  };
  try {
    const kept = JSON.parse(localStorage.getItem(preferencesPlace) ?? '{}') as Partial<Preferences>;
    return {
      theme: kept.theme === 'light' || kept.theme === 'dark' ? kept.theme : first.theme,
      language: kept.language === 'en' || kept.language === 'es' ? kept.language : first.language,
      singleKeys: kept.singleKeys !== false,
    };
  } catch {
    return first;
  }
}
