import { tree } from '../../words/compiled/audit-en.ts';
import { makeRoomWords } from '../app/room-words.ts';
import type { en } from './words-en.ts';

export const useAuditWords = makeRoomWords<typeof en>(tree, {
  es: () => import('../../words/compiled/audit-es.ts'),
});
