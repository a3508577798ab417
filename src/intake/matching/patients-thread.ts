import { parentPort } from 'node:worker_threads';
import { startMatching } from '../../patients/match-actions.ts';
import type { MatchedPair, MatchRecord } from '../../patients/model.ts';

/** What goes to the thread; each message has one answer, so that the database's pages wait for it and memory stays flat. */
export type ToMatchThread =
  | { readonly kind: 'learn' | 'ask' | 'offer'; readonly records: readonly MatchRecord[] }
  | { readonly kind: 'finish' };

export type FromMatchThread = { readonly pairs: readonly MatchedPair[] };

const port = parentPort;
if (port === null) throw new Error('patients-thread runs in a thread');

const matching = startMatching();
port.on('message', (message: ToMatchThread) => {
  if (message.kind === 'finish') {
    port.postMessage({ pairs: matching.finish() } satisfies FromMatchThread);
    return;
  }
  for (const record of message.records) matching[message.kind](record);
  port.postMessage({ pairs: [] } satisfies FromMatchThread);
});
