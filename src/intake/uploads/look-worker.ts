import { parentPort, workerData } from 'node:worker_threads';
import { type LookJob, lookAtFiles } from './look.ts';

/** The thread that looks at files; it hands over each look as it comes. */
for await (const look of lookAtFiles(workerData as LookJob)) parentPort?.postMessage(look);
