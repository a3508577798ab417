import { tree } from '../../words/compiled/today-en.ts';
import { makeRoomWords } from '../app/room-words.ts';
import type { en } from './words-en.ts';

/** What is said where several work at once. */
export type DeskWords = typeof en;

export const useDeskWords = makeRoomWords<DeskWords>(tree, {
  es: () => import('../../words/compiled/today-es.ts'),
});

/** For what happens outside of a component. */
export const deskWordsNow = useDeskWords.now;
