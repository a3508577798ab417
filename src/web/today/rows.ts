import type { Act } from './today-queries.ts';

/** A line of the list: an act, or several of one touchpoint that follow one another. */
export type Row =
  | { readonly kind: 'act'; readonly id: string; readonly act: Act; readonly group: string | undefined }
  | {
      readonly kind: 'group';
      readonly id: string;
      readonly acts: readonly Act[];
      readonly isOpen: boolean;
    };

// Fewer are read faster than a line that stands for them.
const fewest = 4;

// What is owed or has a time of its own is never behind a line of others.
function touchpointOf(act: Act): string | undefined {
  if (act.value === null || act.deadline !== null || act.notBefore !== null) return undefined;
  return `${act.kind} ${act.title}`;
}

/** The acts in their order, with runs of one touchpoint folded into a line; only those of `open` show what they hold. */
export function rowsOf(acts: readonly Act[], open: ReadonlySet<string>): readonly Row[] {
  const rows: Row[] = [];
  const runs = new Map<string, number>();
  for (let at = 0; at < acts.length; ) {
    const touchpoint = touchpointOf(acts[at] as Act);
    let end = at + 1;
    while (touchpoint !== undefined && end < acts.length && touchpointOf(acts[end] as Act) === touchpoint)
      end += 1;
    const run = acts.slice(at, end);
    at = end;
    if (touchpoint === undefined || run.length < fewest) {
      for (const act of run) rows.push({ kind: 'act', id: act.id, act, group: undefined });
      continue;
    }
    const nth = (runs.get(touchpoint) ?? 0) + 1;
    runs.set(touchpoint, nth);
    const id = `group ${touchpoint} ${nth}`.replaceAll(/[^A-Za-z0-9]+/g, '-');
    const isOpen = open.has(id);
    rows.push({ kind: 'group', id, acts: run, isOpen });
    if (isOpen) for (const act of run) rows.push({ kind: 'act', id: act.id, act, group: id });
  }
  return rows;
}

/** The group that folds this act away; undefined: none does. */
export function groupHiding(rows: readonly Row[], actId: string): string | undefined {
  return rows.find((row) => row.kind === 'group' && !row.isOpen && row.acts.some((act) => act.id === actId))
    ?.id;
}
