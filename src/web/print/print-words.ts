import { tree } from '../../words/compiled/print-en.ts';
import { makeRoomWords } from '../app/room-words.ts';
import type { en } from './words-en.ts';

/** What is said about printing; it comes with the print screen. */
export type PrintWords = typeof en;

export const usePrintWords = makeRoomWords<PrintWords>(tree, {
  es: () => import('../../words/compiled/print-es.ts'),
});
