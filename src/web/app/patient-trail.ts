import { createStore } from './store.ts';

/** The list that somebody came from, so that they can go on to the next patient of it. In memory only. */
export interface Trail {
  readonly place: 'today' | 'patients' | 'search';
  readonly total: number;
  /** -1: not of this list. */
  readonly indexOf: (patientId: string) => number;
  readonly idAt: (index: number) => Promise<string | undefined>;
}

export const trail = createStore<Trail | undefined>(undefined);

/** A list that is here whole. Somebody who stands in it twice is met once. */
export function leaveTrail(place: Trail['place'], patientIds: readonly string[]): void {
  const ids = [...new Set(patientIds)];
  trail.set({
    place,
    total: ids.length,
    indexOf: (id) => ids.indexOf(id),
    idAt: async (index) => ids[index],
  });
}

/** A list of which only parts are here. @param from where somebody leaves it, and for whom */
export function leaveLongTrail(
  place: Trail['place'],
  total: number,
  from: { readonly index: number; readonly id: string },
  read: (index: number) => Promise<string | undefined>,
): void {
  const known = new Map([[from.id, from.index]]);
  trail.set({
    place,
    total,
    indexOf: (id) => known.get(id) ?? -1,
    idAt: async (index) => {
      const id = await read(index);
      if (id !== undefined) known.set(id, index);
      return id;
    },
  });
}

/** The act that is to be opened on Today. */
export const wantedAct = createStore<string | undefined>(undefined);
