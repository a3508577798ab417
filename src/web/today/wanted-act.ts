import { createStore } from '../app/store.ts';

/** The act that somebody chose elsewhere; Today opens it and forgets that it was asked to. In memory, never in the address. */
export const wantedAct = createStore<string | undefined>(undefined);
