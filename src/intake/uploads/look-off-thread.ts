import { Worker } from 'node:worker_threads';
import { type LookJob, lookAtFiles } from './look.ts';
import type { Look } from './shapes.ts';

// From source (tests) there is no thread to load; see off-thread.ts.
const isBuilt = import.meta.url.endsWith('.js');

/**
 * Looks at files on another thread: 50 MB of rows take seconds, and every request would wait for as long.
 * @param told of each look: the first page at once, the whole later
 */
export async function lookOffThread(
  job: LookJob,
  told: (look: Look) => void,
  signal: AbortSignal,
): Promise<void> {
  if (!isBuilt) {
    for await (const look of lookAtFiles(job)) {
      signal.throwIfAborted();
      told(look);
    }
    return;
  }
  const worker = new Worker(new URL('./look-worker.js', import.meta.url), {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: 72, maxYoungGenerationSizeMb: 8 },
  });
  let whole = false;
  try {
    await new Promise<void>((resolve, reject) => {
      const stop = (): void => reject(signal.reason);
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, { once: true });
      worker.on('message', (look: Look) => {
        whole = look.whole;
        told(look);
        if (whole) resolve();
      });
      worker.on('error', (error) => reject(new Error('looking at the files failed', { cause: error })));
      worker.on('exit', () => reject(new Error('the thread that looks at files ended early')));
    });
  } finally {
    await worker.terminate();
  }
}
