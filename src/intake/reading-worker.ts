import { parentPort, workerData } from 'node:worker_threads';
import { packed } from './batch-bytes.ts';
import type { ReadJob } from './job.ts';
import { readFiles } from './read-files.ts';

/**
 * The thread that reads files. It hands over one batch for each `next` that it is asked for, so neither runs
 * ahead.
 */
async function serve(job: ReadJob): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('reading-worker runs as a worker thread only');
  const reading = readFiles(job);
  for (;;) {
    const step = await reading.next();
    const asked = new Promise<void>((resolve) => port.once('message', () => resolve()));
    if (step.done === true) {
      port.postMessage(step.value);
      port.unref();
      return;
    }
    const { batch, moved } = packed(step.value);
    port.postMessage(batch, moved);
    await asked;
  }
}

await serve(workerData as ReadJob);
