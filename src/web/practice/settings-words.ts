import { tree } from '../../words/compiled/practice-en.ts';
import { makeRoomWords } from '../app/room-words.ts';
import type { en } from './words-en.ts';

/** What the settings say; they come with these screens, not with the shell. */
export type SettingsWords = typeof en;

export const useSettingsWords = makeRoomWords<SettingsWords>(tree, {
  es: () => import('../../words/compiled/practice-es.ts'),
});
