import { parentPort, workerData } from 'node:worker_threads';
import { type MatchFilesJob, matchFiles } from './match-files.ts';

/** The thread that compares the records of files; it says each step as it comes. */
async function serve(job: MatchFilesJob): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('match-worker runs as a worker thread only');
  for await (const step of matchFiles(job)) port.postMessage(step);
}

await serve(workerData as MatchFilesJob);
