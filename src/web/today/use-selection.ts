import { useState } from 'react';

interface Place<T> {
  readonly row: T;
  readonly index: number;
  /** Of which list: another tab or another type is another list. */
  readonly scope: string;
}

export interface Selection<T> {
  /** What the pane shows. */
  readonly row: T | undefined;
  /** Of the row; where it is gone, of the row that took its place. */
  readonly index: number;
  readonly select: (index: number) => void;
  readonly selectRow: (row: T) => void;
  readonly move: (command: 'next' | 'previous' | 'first' | 'last') => void;
  /** The row leaves the list and the next one takes its place. */
  readonly passOn: (row: T) => void;
}

/**
 * Which row is looked at, through a list that changes under the hands. One that somebody had chosen and that leaves the
 * list by itself stays in the pane, which says why, until they move on.
 */
export function useSelection<T extends { readonly id: string }>(
  rows: readonly T[],
  scope: string,
): Selection<T> {
  const [kept, setPlace] = useState<Place<T>>();
  const place = kept?.scope === scope ? kept : undefined;
  const at = rows.findIndex((row) => row.id === place?.row.id);
  const index = at >= 0 ? at : Math.max(0, Math.min(place?.index ?? 0, rows.length - 1));
  const stays = place !== undefined && at < 0;

  const select = (wanted: number) => {
    const row = rows[Math.max(0, Math.min(wanted, rows.length - 1))];
    if (row === undefined) setPlace(undefined);
    else setPlace({ row, index: rows.indexOf(row), scope });
  };
  const stepsOf = { next: stays ? index : index + 1, previous: index - 1, first: 0, last: rows.length - 1 };
  return {
    row: stays ? place.row : rows[index],
    index,
    select,
    selectRow: (row) => {
      const found = rows.findIndex((one) => one.id === row.id);
      setPlace({ row, index: Math.max(0, found), scope });
    },
    move: (command) => select(stepsOf[command]),
    passOn: (gone) => {
      const rest = rows.filter((row) => row.id !== gone.id);
      const next = rest[Math.min(index, rest.length - 1)];
      setPlace(
        next === undefined ? undefined : { row: next, index: Math.min(index, rest.length - 1), scope },
      );
    },
  };
}
