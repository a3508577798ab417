import { parentPort, workerData } from 'node:worker_threads';
import { type EngineInput, scoreEngine } from './score-engine.ts';

/** What goes to the thread and what comes back; bytes are handed over, not copied. */
export type ToThread =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'fit' }
  | { readonly kind: 'next' };

const port = parentPort;
if (port === null) throw new Error('score-thread runs in a thread');

const engine = scoreEngine(workerData as EngineInput);
const chunkLength = 131_072;
let lines: Generator<string> | undefined;

function nextChunk(): Uint8Array | undefined {
  lines ??= engine.scores();
  let text = '';
  while (text.length < chunkLength) {
    const next = lines.next();
    if (next.done) break;
    text += next.value;
  }
  return text === '' ? undefined : new TextEncoder().encode(text);
}

port.on('message', (message: ToThread) => {
  switch (message.kind) {
    case 'bytes':
      engine.accept(Buffer.from(message.bytes));
      port.postMessage({ kind: 'taken' });
      break;
    case 'fit':
      port.postMessage({ kind: 'models', models: engine.fit() });
      break;
    case 'next': {
      const bytes = nextChunk();
      port.postMessage({ kind: 'scores', bytes }, bytes === undefined ? [] : [bytes.buffer as ArrayBuffer]);
      break;
    }
  }
});
