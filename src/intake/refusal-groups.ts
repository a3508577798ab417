import type { RefusalGroup } from './model.ts';
import type { RefusedRow } from './refused-row.ts';

// A table has at most a thousand columns; nobody reads more groups than these.
const mostGroups = 200;

export interface RefusalGroups {
  add(rows: readonly RefusedRow[]): void;
  /** The largest first. */
  list(): readonly RefusalGroup[];
}

/** Counts what was not taken by its reason: one line for a hundred rows that have the same fault. */
export function groupRefusals(): RefusalGroups {
  const groups = new Map<string, { -readonly [K in keyof RefusalGroup]: RefusalGroup[K] }>();
  return {
    add: (rows) => {
      for (const { code, column, reason, kept } of rows) {
        const key = `${code}\u0001${column}\u0001${kept}\u0001${reason}`;
        const group = groups.get(key);
        if (group !== undefined) group.count += 1;
        else if (groups.size < mostGroups) groups.set(key, { code, column, reason, kept, count: 1 });
      }
    },
    list: () => [...groups.values()].sort((a, b) => b.count - a.count || (a.column < b.column ? -1 : 1)),
  };
}
