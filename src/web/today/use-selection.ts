import { useState } from 'react';
import type { Act } from './today-queries.ts';

interface Place {
  readonly act: Act;
  readonly index: number;
}

export interface Selection {
  /** What the pane shows. */
  readonly act: Act | undefined;
  /** Of the row; where the act is gone, of the row that took its place. */
  readonly index: number;
  readonly select: (index: number) => void;
  readonly selectAct: (act: Act) => void;
  readonly move: (command: 'next' | 'previous' | 'first' | 'last') => void;
  /** The act leaves the list and the next one takes its place. */
  readonly passOn: (act: Act) => void;
  /** The act leaves the list, but stays in the pane, which says why, until somebody moves on. */
  readonly linger: (act: Act) => void;
}

/** Which act is looked at, through a list that changes under the hands. */
export function useSelection(acts: readonly Act[]): Selection {
  const [place, setPlace] = useState<Place>();
  const [lingering, setLingering] = useState(false);
  const at = acts.findIndex((act) => act.id === place?.act.id);
  const index = at >= 0 ? at : Math.max(0, Math.min(place?.index ?? 0, acts.length - 1));
  const stays = lingering && place !== undefined && at < 0;

  const select = (wanted: number) => {
    const act = acts[Math.max(0, Math.min(wanted, acts.length - 1))];
    if (act === undefined) return;
    setLingering(false);
    setPlace({ act, index: acts.indexOf(act) });
  };
  const stepsOf = { next: stays ? index : index + 1, previous: index - 1, first: 0, last: acts.length - 1 };
  return {
    act: stays ? place.act : (acts[index] ?? undefined),
    index,
    select,
    selectAct: (act) => {
      setLingering(false);
      setPlace({
        act,
        index: Math.max(
          0,
          acts.findIndex((one) => one.id === act.id),
        ),
      });
    },
    move: (command) => select(stepsOf[command]),
    passOn: (gone) => {
      const rest = acts.filter((act) => act.id !== gone.id);
      const next = rest[Math.min(index, rest.length - 1)];
      setLingering(false);
      setPlace(next === undefined ? undefined : { act: next, index: Math.min(index, rest.length - 1) });
    },
    linger: (act) => {
      setPlace({ act, index });
      setLingering(true);
    },
  };
}
