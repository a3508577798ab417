import { Worker } from 'node:worker_threads';
import { type ReadableFile, unpackFiles } from './unpack.ts';

// From source (tests) there is no thread to load; see off-thread.ts.
const isBuilt = import.meta.url.endsWith('.js');

/** Unpacks on a thread of its own: opening a workbook takes seconds, and more memory than reading may have. */
export async function unpackOffThread(
  paths: readonly string[],
  scratch: string,
): Promise<readonly ReadableFile[]> {
  if (!isBuilt) return unpackFiles(paths, scratch);
  const worker = new Worker(new URL('./unpack-worker.js', import.meta.url), {
    workerData: { paths, scratch },
    resourceLimits: { maxOldGenerationSizeMb: 640 },
  });
  try {
    return await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', (error) => reject(new Error('unpacking the files failed', { cause: error })));
      worker.once('exit', () => reject(new Error('the thread that unpacks files ended early')));
    });
  } finally {
    await worker.terminate();
  }
}
