import { type CheckedService, type CheckQuestion, checkAll } from './check-engine.ts';
import { answerInThread } from './in-thread.ts';

/** Checks the models in a thread of its own. @param bytes lines of COPY text, see `checkAll` */
export function runChecks(bytes: Uint8Array, question: CheckQuestion): Promise<CheckedService[]> {
  return answerInThread(new URL('./check-thread.js', import.meta.url), { bytes, question }, () =>
    checkAll(Buffer.from(bytes).toString('latin1'), question),
  );
}
