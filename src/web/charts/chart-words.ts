import { tree } from '../../words/compiled/charts-en.ts';
import { makeRoomWords } from '../app/room-words.ts';
import type { en } from './words-en.ts';

/** What stands around every chart; it comes with the first of them. */
export type ChartWords = typeof en;

export const useChartWords = makeRoomWords<ChartWords>(tree, {
  es: () => import('../../words/compiled/charts-es.ts'),
});
