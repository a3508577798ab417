import { tree } from '../../words/compiled/drift-en.ts';
import { makeRoomWords } from '../app/room-words.ts';
import type { en } from './words-en.ts';

export const useDriftWords = makeRoomWords<typeof en>(tree, {
  es: () => import('../../words/compiled/drift-es.ts'),
});
