import { use } from 'react';
import { bind, type Language, type Tree } from '../../words/bind.ts';
import { preferences } from './preferences.ts';
import { useStore } from './store.ts';

type Load = (language: Language) => Promise<unknown>;

const rooms = new Set<Load>();

/** The words of every room that was entered, so that a change of language shows nothing half. */
export async function preloadRooms(language: Language): Promise<void> {
  await Promise.all([...rooms].map((load) => load(language)));
}

/**
 * The words of a room, as a hook: its English comes with the room, the other languages when they are wanted; the room
 * waits for them as it waits for its own code.
 */
export function makeRoomWords<Words>(
  english: Tree,
  others: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ readonly tree: Tree }>>>,
): (() => Words) & { readonly now: () => Words } {
  const bound = new Map<Language, Words>([['en', bind<Words>(english, 'en')]]);
  const coming = new Map<Language, Promise<Words>>();
  const load = (language: Language): Promise<Words> => {
    const before = coming.get(language);
    if (before !== undefined) return before;
    const loading = (async () => {
      const there = bound.get(language);
      if (there !== undefined || language === 'en') return there ?? bind<Words>(english, 'en');
      const words = bind<Words>((await others[language]()).tree, language);
      bound.set(language, words);
      return words;
    })();
    coming.set(language, loading);
    // A connection that was lost for a moment is no reason to fail for ever.
    loading.catch(() => coming.delete(language));
    return loading;
  };
  rooms.add(load);
  function useRoomWords() {
    const { language } = useStore(preferences);
    return bound.get(language) ?? use(load(language));
  }
  // For what happens outside of a component, such as a toast: the room is entered by then, and its words are there.
  useRoomWords.now = () => bound.get(preferences.get().language) ?? bind<Words>(english, 'en');
  return useRoomWords;
}
