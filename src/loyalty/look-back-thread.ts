import { parentPort, workerData } from 'node:worker_threads';
import { fitChampion } from './champion.ts';
import { type LookBackQuestion, lookBackOver } from './look-back-engine.ts';

const port = parentPort;
if (port === null) throw new Error('look-back-thread runs in a thread');

const { bytes, question } = workerData as { readonly bytes: Uint8Array; readonly question: LookBackQuestion };
port.postMessage(lookBackOver(Buffer.from(bytes).toString('latin1'), question, fitChampion));
