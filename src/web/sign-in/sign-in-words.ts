import { tree } from '../../words/compiled/sign-in-en.ts';
import { makeRoomWords } from '../app/room-words.ts';
import type { en } from './words-en.ts';

/** What second factors, the lock and shared desks say; they come when they are needed, not with the shell. */
export type SignInWords = typeof en;

export const useSignInWords = makeRoomWords<SignInWords>(tree, {
  es: () => import('../../words/compiled/sign-in-es.ts'),
});
