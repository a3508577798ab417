import { tree } from '../../words/compiled/outbox-en.ts';
import { makeRoomWords } from '../app/room-words.ts';
import type { en } from './words-en.ts';

/** What is said in the outbox; it comes with its screen. */
export type OutboxWords = typeof en;

export const useOutboxWords = makeRoomWords<OutboxWords>(tree, {
  es: () => import('../../words/compiled/outbox-es.ts'),
});
