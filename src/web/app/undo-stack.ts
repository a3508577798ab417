import type { QueryClient } from '@tanstack/react-query';
import { call, type Problem } from './api.ts';
import { closeToast, showToast } from './toasts.ts';

interface Entry {
  readonly toast: number;
  readonly undo: () => void;
}

// What was done in this window since it was opened; of what was done before, or elsewhere, the server knows.
const entries: Entry[] = [];

/** Says what was done, and puts it on the one stack of what can be taken back. @returns the toast */
export function sayDone(words: string, undo: () => void): number {
  const once = () => {
    const at = entries.findIndex((one) => one.toast === toast);
    if (at < 0) return;
    entries.splice(at, 1);
    closeToast(toast);
    undo();
  };
  const toast: number = showToast(words, { undo: once });
  entries.push({ toast, undo: once });
  return toast;
}

/** What was said did not happen after all. */
export function neverDone(toast: number): void {
  const at = entries.findIndex((one) => one.toast === toast);
  if (at >= 0) entries.splice(at, 1);
  closeToast(toast);
}

/** For the sign-out, and for tests: somebody else begins with nothing. */
export function forgetDone(): void {
  entries.length = 0;
}

interface Said {
  readonly takenBack: string;
  readonly nothing: string;
  readonly say: (problem: Problem) => string;
}

/** Takes one deed back on the server and shows what is so then. */
export async function undoDeed(client: QueryClient, deedId: string, said: Said): Promise<void> {
  const undone = await call('undoDeed', { params: { deedId } });
  if (undone.ok) showToast(said.takenBack);
  else showToast(said.say(undone.problem), { kind: 'problem' });
  await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
}

/** Takes the newest thing back, of this window first, then of today: a reload forgets nothing. */
export async function undoNewest(client: QueryClient, said: Said): Promise<void> {
  const newest = entries.at(-1);
  if (newest !== undefined) return newest.undo();
  const deeds = await call('listDeeds', {});
  if (!deeds.ok) return void showToast(said.say(deeds.problem), { kind: 'problem' });
  const [deed] = deeds.value.deeds;
  if (deed === undefined) return void showToast(said.nothing);
  await undoDeed(client, deed.id, said);
}
