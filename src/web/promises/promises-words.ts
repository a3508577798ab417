import { tree } from '../../words/compiled/promises-en.ts';
import { makeRoomWords } from '../app/room-words.ts';
import type { en } from './words-en.ts';

export const usePromisesWords = makeRoomWords<typeof en>(tree, {
  es: () => import('../../words/compiled/promises-es.ts'),
});
