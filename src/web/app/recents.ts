import { createStore, useStore } from './store.ts';

export interface RecentPatient {
  readonly id: string;
  readonly name: string;
}

const mostKept = 6;
const recents = createStore<readonly RecentPatient[]>([]);

/** Notes whose page was opened; in memory only, and gone with the session. */
export function rememberPatient({ id, name }: RecentPatient): void {
  recents.set((now) => [{ id, name }, ...now.filter((one) => one.id !== id)].slice(0, mostKept));
}

export function forgetPatients(): void {
  recents.set([]);
}

export function useRecents(): readonly RecentPatient[] {
  return useStore(recents);
}
