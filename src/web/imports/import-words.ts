import { tree } from '../../words/compiled/imports-en.ts';
import { makeRoomWords } from '../app/room-words.ts';
import type { en } from './words-en.ts';

/** What the import screens say; they come with these screens, not with the shell. */
export type ImportWords = typeof en;

export const useImportWords = makeRoomWords<ImportWords>(tree, {
  es: () => import('../../words/compiled/imports-es.ts'),
});
