import { tree } from '../../words/compiled/huddle-en.ts';
import { makeRoomWords } from '../app/room-words.ts';
import type { en } from './words-en.ts';

export const useHuddleWords = makeRoomWords<typeof en>(tree, {
  es: () => import('../../words/compiled/huddle-es.ts'),
});
