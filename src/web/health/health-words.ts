import { tree } from '../../words/compiled/health-en.ts';
import { makeRoomWords } from '../app/room-words.ts';
import type { en } from './words-en.ts';

export const useHealthWords = makeRoomWords<typeof en>(tree, {
  es: () => import('../../words/compiled/health-es.ts'),
});
