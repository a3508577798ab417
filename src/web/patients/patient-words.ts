import { tree } from '../../words/compiled/patients-en.ts';
import { makeRoomWords } from '../app/room-words.ts';
import type { en } from './words-en.ts';

/** What the patients' screens say that no other place needs; they come with these screens, not with the shell. */
export type PatientWords = typeof en;

export const usePatientWords = makeRoomWords<PatientWords>(tree, {
  es: () => import('../../words/compiled/patients-es.ts'),
});
