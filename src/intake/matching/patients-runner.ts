import { Worker } from 'node:worker_threads';
import { startMatching } from '../../patients/match-actions.ts';
import type { MatchedPair, MatchRecord } from '../../patients/model.ts';
import type { FromMatchThread, ToMatchThread } from './patients-thread.ts';

// Node 20 loads no TypeScript in a thread, so from source (tests) the comparing stays here.
const isBuilt = import.meta.url.endsWith('.js');

/** The matching behind asynchronous doors, wherever it runs. */
export interface MatchRunner {
  learn(records: readonly MatchRecord[]): Promise<void>;
  ask(records: readonly MatchRecord[]): Promise<void>;
  offer(records: readonly MatchRecord[]): Promise<void>;
  finish(): Promise<readonly MatchedPair[]>;
  close(): Promise<void>;
}

/** Compares in a thread of its own, so that a server that matches keeps answering. */
export function startMatchRunner(): MatchRunner {
  return isBuilt ? inThread() : inProcess();
}

function inProcess(): MatchRunner {
  const matching = startMatching();
  const each = (to: 'learn' | 'ask' | 'offer') => async (records: readonly MatchRecord[]) => {
    for (const record of records) matching[to](record);
  };
  return {
    learn: each('learn'),
    ask: each('ask'),
    offer: each('offer'),
    finish: async () => matching.finish(),
    close: async () => {},
  };
}

function inThread(): MatchRunner {
  const worker = new Worker(new URL('./patients-thread.js', import.meta.url));
  const ask = (message: ToMatchThread): Promise<FromMatchThread> =>
    new Promise((resolve, reject) => {
      const settle = (): void => {
        worker.off('message', onMessage);
        worker.off('error', onError);
        worker.off('exit', onExit);
      };
      const onMessage = (answer: FromMatchThread): void => {
        settle();
        resolve(answer);
      };
      const onError = (error: Error): void => {
        settle();
        reject(error);
      };
      const onExit = (): void => {
        settle();
        reject(new Error('the matching thread ended before it had answered'));
      };
      worker.on('message', onMessage);
      worker.on('error', onError);
      worker.on('exit', onExit);
      worker.postMessage(message);
    });
  const each = (kind: 'learn' | 'ask' | 'offer') => async (records: readonly MatchRecord[]) => {
    await ask({ kind, records });
  };
  return {
    learn: each('learn'),
    ask: each('ask'),
    offer: each('offer'),
    finish: async () => (await ask({ kind: 'finish' })).pairs,
    close: async () => {
      await worker.terminate();
    },
  };
}
