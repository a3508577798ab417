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

/** A promise that has been kept, in the way React writes it down: reading it waits for nothing. */
function kept<T>(promise: Promise<T>, value: T): Promise<T> {
  return Object.assign(promise, { status: 'fulfilled', value });
}

/**
 * The words of a room, as a hook: its English comes with the room, the other languages when they are wanted; the room
 * waits for them as it waits for its own code.
 */
export function makeRoomWords<Words>(
  english: Tree,
  others: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ readonly tree: Tree }>>>,
): (() => Words) & { readonly now: () => Words } {
  const inEnglish = bind<Words>(english, 'en');
  const bound = new Map<Language, Words>([['en', inEnglish]]);
  const coming = new Map<Language, Promise<Words>>([['en', kept(Promise.resolve(inEnglish), inEnglish)]]);
  const load = (language: Language): Promise<Words> => {
    const before = coming.get(language);
    if (before !== undefined || language === 'en') return before ?? Promise.resolve(inEnglish);
    const loading = others[language]().then(({ tree }) => bind<Words>(tree, language));
    coming.set(language, loading);
    loading.then(
      (words) => {
        bound.set(language, words);
        void kept(loading, words);
      },
      // A connection that was lost for a moment is no reason to fail for ever.
      () => coming.delete(language),
    );
    return loading;
  };
  rooms.add(load);
  function useRoomWords() {
    const { language } = useStore(preferences);
    // Asked for each time, also once they are there: React resumes a room that waited where it stopped, and a room that
    // did not wait the second time would be rendered from its beginning instead, with an error in the console.
    return use(load(language));
  }
  // For what happens outside of a component, such as a toast: the room is entered by then, and its words are there.
  useRoomWords.now = () => bound.get(preferences.get().language) ?? inEnglish;
  return useRoomWords;
}
