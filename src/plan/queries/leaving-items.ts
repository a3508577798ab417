import type { Db } from '../../database/database.ts';
import type { PracticeId } from '../../kit/ids.ts';
import type { LeavingItem } from '../model.ts';

/** The list, in its order. */
export async function listLeavingItems(db: Db, practice: PracticeId): Promise<readonly LeavingItem[]> {
  return db
    .selectFrom('leaving_item')
    .select(['code', 'words', 'applies', 'enabled'])
    .where('practice_id', '=', practice)
    .orderBy('position')
    .orderBy('code')
    .limit(40)
    .execute();
}

/** Replaces the list by another; the order is that of the array. */
export async function replaceLeavingItems(
  db: Db,
  practice: PracticeId,
  items: readonly LeavingItem[],
): Promise<void> {
  await db.deleteFrom('leaving_item').where('practice_id', '=', practice).execute();
  if (items.length === 0) return;
  await db
    .insertInto('leaving_item')
    .values(
      items.map(({ code, words, applies, enabled }, index) => ({
        practice_id: practice,
        code,
        words: JSON.stringify(words),
        applies,
        position: (index + 1) * 10,
        enabled,
      })),
    )
    .execute();
}
