import { tree } from '../../words/compiled/first-days-en.ts';
import { makeRoomWords } from '../app/room-words.ts';
import type { en } from './words-en.ts';

/** What is said in the first days; it comes with what is shown of them. */
export type FirstDaysWords = typeof en;

export const useFirstDaysWords = makeRoomWords<FirstDaysWords>(tree, {
  es: () => import('../../words/compiled/first-days-es.ts'),
});
