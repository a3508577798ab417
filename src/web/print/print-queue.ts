import { createStore } from '../app/store.ts';

/** The acts that were chosen for printing, by id; in memory only, as everything about patients is. */
export const printQueue = createStore<readonly string[]>([]);
