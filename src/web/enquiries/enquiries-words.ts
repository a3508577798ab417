import { tree } from '../../words/compiled/enquiries-en.ts';
import { makeRoomWords } from '../app/room-words.ts';
import type { en } from './words-en.ts';

export const useEnquiriesWords = makeRoomWords<typeof en>(tree, {
  es: () => import('../../words/compiled/enquiries-es.ts'),
});
