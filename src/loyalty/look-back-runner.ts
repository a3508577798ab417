import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { fitChampion } from './champion.ts';
import type { LookBack } from './look-back.ts';
import { type LookBackQuestion, lookBackOver } from './look-back-engine.ts';

/** Looks back in a thread of its own, for the same reasons and with the same exception as `startScoring`. */
export function runLookBack(bytes: Uint8Array, question: LookBackQuestion): Promise<LookBack> {
  const file = fileURLToPath(new URL('./look-back-thread.js', import.meta.url));
  if (!existsSync(file)) {
    return Promise.resolve(lookBackOver(Buffer.from(bytes).toString('latin1'), question, fitChampion));
  }
  return new Promise((resolve, reject) => {
    const worker = new Worker(file, { workerData: { bytes, question }, execArgv: [] });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the thread that looks back ended before it had answered')));
  });
}
