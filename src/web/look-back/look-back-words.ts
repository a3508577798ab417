import { tree } from '../../words/compiled/look-back-en.ts';
import { makeRoomWords } from '../app/room-words.ts';
import type { en } from './words-en.ts';

export const useLookBackWords = makeRoomWords<typeof en>(tree, {
  es: () => import('../../words/compiled/look-back-es.ts'),
});
