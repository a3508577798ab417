import { tree } from '../../words/compiled/templates-en.ts';
import { makeRoomWords } from '../app/room-words.ts';
import type { en } from './words-en.ts';

/** What is said about templates; it comes with their screen. */
export type TemplateWords = typeof en;

export const useTemplateWords = makeRoomWords<TemplateWords>(tree, {
  es: () => import('../../words/compiled/templates-es.ts'),
});
