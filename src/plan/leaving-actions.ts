import type { Db } from '../database/database.ts';
import type { PracticeId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { tellDesks } from '../platform/live.ts';
import { told } from '../words/told.ts';
import { starterLeavingItems } from './leaving.ts';
import type { LeavingItem } from './model.ts';
import { listLeavingItems, replaceLeavingItems } from './queries/leaving-items.ts';

export function readLeavingItems(db: Db, practice: PracticeId): Promise<readonly LeavingItem[]> {
  return listLeavingItems(db, practice);
}

/** Gives a practice the list to begin with; one that it has stays as it is. */
export async function startLeavingItems(db: Db, practice: PracticeId): Promise<void> {
  if ((await listLeavingItems(db, practice)).length > 0) return;
  await replaceLeavingItems(
    db,
    practice,
    starterLeavingItems.map((item) => ({ ...item, enabled: true })),
  );
}

/**
 * Changes the whole list.
 * @returns what it was before; `invalid_input` for an item without words, or two of one code
 */
export async function changeLeavingItems(
  db: Db,
  practice: PracticeId,
  items: readonly LeavingItem[],
): Promise<Outcome<readonly LeavingItem[], Refusal<'invalid_input'>>> {
  if (items.some(({ words }) => !Object.values(words).some((text) => text.trim() !== ''))) {
    return refuse('invalid_input', told.refusals.itemWords);
  }
  if (new Set(items.map(({ code }) => code)).size < items.length) {
    return refuse('invalid_input', told.refusals.itemTwice);
  }
  const before = await listLeavingItems(db, practice);
  await replaceLeavingItems(db, practice, items);
  await tellDesks(db, 'plan');
  return done(before);
}
