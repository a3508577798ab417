import { fitChampion } from './champion.ts';
import { answerInThread } from './in-thread.ts';
import type { LookBack } from './look-back.ts';
import { type LookBackQuestion, lookBackOver } from './look-back-engine.ts';

/** Looks back in a thread of its own. @param bytes lines of COPY text, see `lookBackOver` */
export function runLookBack(bytes: Uint8Array, question: LookBackQuestion): Promise<LookBack> {
  return answerInThread(new URL('./look-back-thread.js', import.meta.url), { bytes, question }, () =>
    lookBackOver(Buffer.from(bytes).toString('latin1'), question, fitChampion),
  );
}
