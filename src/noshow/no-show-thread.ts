import { parentPort, workerData } from 'node:worker_threads';
import { assessNoShows, type NoShowJob } from './engine.ts';

// One job, one answer: a fit of a second must not hold up whoever waits for a page.
parentPort?.postMessage(assessNoShows(workerData as NoShowJob));
