import { parentPort, workerData } from 'node:worker_threads';
import { type CheckQuestion, checkAll } from './check-engine.ts';

const port = parentPort;
if (port === null) throw new Error('check-thread runs in a thread');

const { bytes, question } = workerData as { readonly bytes: Uint8Array; readonly question: CheckQuestion };
port.postMessage(checkAll(Buffer.from(bytes).toString('latin1'), question));
