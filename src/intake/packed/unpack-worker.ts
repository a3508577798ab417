import { parentPort, workerData } from 'node:worker_threads';
import { unpackFiles } from './unpack.ts';

const { paths, scratch } = workerData as { readonly paths: readonly string[]; readonly scratch: string };
parentPort?.postMessage(await unpackFiles(paths, scratch));
