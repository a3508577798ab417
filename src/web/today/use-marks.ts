import { useState } from 'react';
import type { Act } from './today-queries.ts';

export interface Marks {
  /** Of the acts that are still here. */
  readonly ids: ReadonlySet<string>;
  readonly acts: readonly Act[];
  readonly toggle: (id: string) => void;
  readonly add: (...ids: readonly string[]) => void;
  readonly clear: () => void;
}

/** Acts that were picked out to be given away or printed together; never to be answered together. */
export function useMarks(acts: readonly Act[]): Marks {
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set());
  const marked = acts.filter((act) => wanted.has(act.id));
  return {
    ids: new Set(marked.map(({ id }) => id)),
    acts: marked,
    toggle: (id) =>
      setWanted((now) => {
        const next = new Set(now);
        if (!next.delete(id)) next.add(id);
        return next;
      }),
    add: (...ids) => setWanted((now) => new Set([...now, ...ids])),
    clear: () => setWanted(new Set()),
  };
}
