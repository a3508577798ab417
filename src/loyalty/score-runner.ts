import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type EngineInput, type ServiceModel, scoreEngine } from './score-engine.ts';
import type { ToThread } from './score-thread.ts';

/** The engine behind asynchronous doors, wherever it runs. */
export interface ScoreRunner {
  accept(chunk: Buffer): Promise<void>;
  fit(): Promise<readonly ServiceModel[]>;
  scores(): AsyncGenerator<string>;
  close(): Promise<void>;
}

interface FromThread {
  readonly kind: 'taken' | 'models' | 'scores';
  readonly models?: readonly ServiceModel[];
  readonly bytes?: Uint8Array;
}

// One question at a time: memory stays flat.
function ask(worker: Worker, message: ToThread, transfer: readonly ArrayBuffer[] = []): Promise<FromThread> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
    };
    const onMessage = (answer: FromThread): void => {
      settle();
      resolve(answer);
    };
    const onError = (error: Error): void => {
      settle();
      reject(error);
    };
    const onExit = (): void => {
      settle();
      reject(new Error('the scoring thread ended before it had answered'));
    };
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    worker.postMessage(message, [...transfer]);
  });
}

function inThread(file: string, input: EngineInput): ScoreRunner {
  const worker = new Worker(file, { workerData: input, execArgv: [] });
  // One question is under way while the database works on the last answer: both cores are at work.
  let underWay: Promise<FromThread | undefined> = Promise.resolve(undefined);
  const askAhead = (message: ToThread, transfer: readonly ArrayBuffer[] = []): void => {
    underWay = ask(worker, message, transfer);
    // Whoever waits for it is told; nobody waits for the last one when the transaction fails meanwhile.
    underWay.catch(() => {});
  };
  return {
    accept: async (chunk) => {
      // The driver reuses its buffers: the bytes are copied once and handed over.
      const bytes = Uint8Array.from(chunk);
      await underWay;
      askAhead({ kind: 'bytes', bytes }, [bytes.buffer]);
    },
    fit: async () => {
      await underWay;
      const { models = [] } = await ask(worker, { kind: 'fit' });
      return models;
    },
    async *scores() {
      askAhead({ kind: 'next' });
      for (;;) {
        const bytes = (await underWay)?.bytes;
        if (bytes === undefined) return;
        askAhead({ kind: 'next' });
        yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
      }
    },
    close: async () => {
      await worker.terminate();
    },
  };
}

function inProcess(input: EngineInput): ScoreRunner {
  const engine = scoreEngine(input);
  return {
    accept: async (chunk) => engine.accept(chunk),
    fit: async () => engine.fit(),
    async *scores() {
      yield* engine.scores();
    },
    close: async () => {},
  };
}

/**
 * Runs the engine in a thread of its own, so that a server that scores keeps answering. From TypeScript sources,
 * where a thread cannot be loaded, it runs in this process: tests are the only ones who do that.
 */
export function startScoring(input: EngineInput): ScoreRunner {
  const file = fileURLToPath(new URL('./score-thread.js', import.meta.url));
  return existsSync(file) ? inThread(file, input) : inProcess(input);
}
