import { tree } from '../../words/compiled/plan-en.ts';
import { makeRoomWords } from '../app/room-words.ts';
import type { en } from './words-en.ts';

/** What only the plan says; it comes with its screens. */
export type PlanWords = typeof en;

export const usePlanWords = makeRoomWords<PlanWords>(tree, {
  es: () => import('../../words/compiled/plan-es.ts'),
});
