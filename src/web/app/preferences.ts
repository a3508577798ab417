import type { Language } from '../../words/bind.ts';
import { type Preferences, preferencesPlace, readPreferences, type Theme } from './kept-preferences.ts';
import { createStore } from './store.ts';

export type { Language, Preferences, Theme };

export const preferences = createStore<Preferences>(readPreferences());

export function prefer(change: Partial<Preferences>): void {
  const next = { ...preferences.get(), ...change };
  preferences.set(next);
  try {
    localStorage.setItem(preferencesPlace, JSON.stringify(next));
  } catch {
    // A browser that keeps nothing: the choice holds until the page is closed.
  }
}
