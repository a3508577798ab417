import { tree } from '../../words/compiled/overview-en.ts';
import { makeRoomWords } from '../app/room-words.ts';
import type { en } from './words-en.ts';

export const useOverviewWords = makeRoomWords<typeof en>(tree, {
  es: () => import('../../words/compiled/overview-es.ts'),
});
