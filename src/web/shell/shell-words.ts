import { tree } from '../../words/compiled/shell-en.ts';
import { makeRoomWords } from '../app/room-words.ts';
import type { en } from './words-en.ts';

export const useShellWords = makeRoomWords<typeof en>(tree, {
  es: () => import('../../words/compiled/shell-es.ts'),
});
