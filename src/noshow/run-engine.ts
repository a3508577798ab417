import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { assessNoShows, type NoShowAnswer, type NoShowJob } from './engine.ts';

/** Runs the engine in a thread of its own; from TypeScript sources, where a thread cannot be loaded, in this process. */
export async function runNoShows(job: NoShowJob): Promise<NoShowAnswer> {
  const file = fileURLToPath(new URL('./no-show-thread.js', import.meta.url));
  if (!existsSync(file)) return assessNoShows(job);
  const worker = new Worker(file, { workerData: job, execArgv: [] });
  try {
    return await new Promise<NoShowAnswer>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the no-show thread ended before it had answered')));
    });
  } finally {
    await worker.terminate();
  }
}
