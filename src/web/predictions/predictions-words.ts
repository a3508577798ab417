import { tree } from '../../words/compiled/predictions-en.ts';
import { makeRoomWords } from '../app/room-words.ts';
import type { en } from './words-en.ts';

export const usePredictionsWords = makeRoomWords<typeof en>(tree, {
  es: () => import('../../words/compiled/predictions-es.ts'),
});
