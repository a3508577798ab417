import type { Db } from '../../database/database.ts';
import type { PracticeId } from '../../kit/ids.ts';

/** The mapping of a feed as it was given; undefined when there is no such feed. */
export async function findFeedMapping(db: Db, practice: PracticeId, name: string): Promise<unknown> {
  const row = await db
    .selectFrom('hl7_feed')
    .select('mapping')
    .where('practice_id', '=', practice)
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.mapping;
}

/** Makes the feed, or gives it a new mapping; without one it keeps what it has. */
export async function writeFeed(
  db: Db,
  practice: PracticeId,
  name: string,
  mapping: unknown,
  now: Date,
): Promise<void> {
  const given = mapping === undefined ? undefined : JSON.stringify(mapping);
  await db
    .insertInto('hl7_feed')
    .values({ practice_id: practice, name, ...(given === undefined ? {} : { mapping: given }) })
    .onConflict((conflict) =>
      given === undefined
        ? conflict.doNothing()
        : conflict.columns(['practice_id', 'name']).doUpdateSet({ mapping: given, updated_at: now }),
    )
    .execute();
}
