import { Worker } from 'node:worker_threads';
import { type PackedBatch, unpacked } from './batch-bytes.ts';
import type { ReadBatch, ReadEnd, ReadJob } from './job.ts';
import { readFiles } from './read-files.ts';

// Node 20 loads no TypeScript in a thread, so from source (tests) the reading stays here; it yields with each
// piece.
const isBuilt = import.meta.url.endsWith('.js');

/** A batch as the staging takes it. */
export interface ArrivedBatch extends Omit<ReadBatch, 'patients' | 'visits'> {
  readonly patients: { readonly [K in keyof ReadBatch['patients']]: K extends 'rows' ? number : Arrived };
  readonly visits: { readonly [K in keyof ReadBatch['visits']]: K extends 'rows' ? number : Arrived };
}

type Arrived = string | Iterable<string>;

/**
 * Reads files on another thread: parsing a large file here would hold back every request for as long. The
 * next batch is read while the one in hand is written; a third waits until it is asked for.
 */
export async function* readOffThread(job: ReadJob): AsyncGenerator<ArrivedBatch, ReadEnd> {
  if (!isBuilt) return yield* readFiles(job);
  const worker = new Worker(new URL('./reading-worker.js', import.meta.url), {
    workerData: job,
    // The whole process is to stay under 256 MB; a file that needs more than this is refused by a limit
    // before.
    resourceLimits: { maxOldGenerationSizeMb: 72, maxYoungGenerationSizeMb: 8 },
  });
  const inbox = createInbox(worker);
  try {
    for (;;) {
      const message = await inbox.next();
      if (message.kind === 'end') return message;
      worker.postMessage('next');
      yield arrived(message);
    }
  } finally {
    await worker.terminate();
  }
}

type Message = PackedBatch | ReadEnd;

/** Messages in order. A listener that comes and goes would lose the one that arrives while a batch is written. */
function createInbox(worker: Worker): { next(): Promise<Message> } {
  const waiting: Message[] = [];
  let failure: Error | undefined;
  let wake: () => void = () => {};
  worker.on('message', (message: Message) => {
    waiting.push(message);
    wake();
  });
  worker.on('error', (error) => {
    failure = new Error('reading the files failed', { cause: error });
    wake();
  });
  worker.on('exit', () => {
    failure ??= new Error('the thread that reads files ended early');
    wake();
  });
  return {
    next: async () => {
      for (;;) {
        const message = waiting.shift();
        if (message !== undefined) return message;
        if (failure !== undefined) throw failure;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

function arrived(batch: PackedBatch): ArrivedBatch {
  const { rows, patients, identifiers, contacts, keys, consents, related, relatedContacts, remarks } =
    batch.patients;
  return {
    ...batch,
    patients: {
      rows,
      patients: unpacked(patients),
      identifiers: unpacked(identifiers),
      contacts: unpacked(contacts),
      keys: unpacked(keys),
      consents: unpacked(consents),
      related: unpacked(related),
      relatedContacts: unpacked(relatedContacts),
      remarks: unpacked(remarks),
    },
    visits: {
      rows: batch.visits.rows,
      visits: unpacked(batch.visits.visits),
      aliases: unpacked(batch.visits.aliases),
      charges: unpacked(batch.visits.charges),
    },
  };
}
