import { type Answer, call } from './api.ts';
import type { Input, OperationKey, Reply } from './operations.ts';
import { createStore, useStore } from './store.ts';

const firstWait = 1000;
const longestWait = 10_000;

interface Letter {
  readonly send: () => Promise<Answer<unknown>>;
  readonly done: (answer: Answer<unknown>) => void;
}

// In memory alone: what was answered names patients.
const letters: Letter[] = [];
const unsent = createStore(0);
const stuck = createStore(false);
let busy = false;
let wake = () => {};

// The connection, or what stands between: the server itself never answers so after it recorded something.
function isLost(answer: Answer<unknown>): boolean {
  if (answer.ok) return false;
  const { code, status } = answer.problem;
  return code === 'offline' || status === 502 || status === 504;
}

async function sendAll(): Promise<void> {
  if (busy) return;
  busy = true;
  let wait = firstWait;
  for (let letter = letters[0]; letter !== undefined; letter = letters[0]) {
    const answer = await letter.send();
    if (isLost(answer)) {
      stuck.set(true);
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, wait / 2 + (Math.random() * wait) / 2);
      });
      wait = Math.min(longestWait, 2 * wait);
      continue;
    }
    wait = firstWait;
    stuck.set(false);
    letters.shift();
    unsent.set(letters.length);
    letter.done(answer);
  }
  busy = false;
}

/**
 * One operation that must not be lost: what was pressed goes out in its order, and waits here while the server cannot
 * be reached. The input carries the key of its press, so that trying again never counts twice.
 */
export function post<K extends OperationKey>(key: K, input: Input<K>): Promise<Answer<Reply<K>>> {
  return new Promise((resolve) => {
    letters.push({ send: () => call(key, input), done: (answer) => resolve(answer as Answer<Reply<K>>) });
    unsent.set(letters.length);
    void sendAll();
  });
}

/** The server may be back: no need to wait for the next try. */
export function tryAgainNow(): void {
  wake();
}

/** How many answers wait because the server cannot be reached; 0 while all goes through. */
export function useWaiting(): number {
  const count = useStore(unsent);
  return useStore(stuck) ? count : 0;
}

window.addEventListener('online', tryAgainNow);
window.addEventListener('beforeunload', (event) => {
  if (letters.length > 0) event.preventDefault();
});
