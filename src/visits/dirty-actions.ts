import type { Db } from '../database/database.ts';
import type { PracticeId } from '../kit/ids.ts';

/** True when visits changed since the last summary. */
export async function anyVisitsChanged(db: Db, practice: PracticeId): Promise<boolean> {
  const row = await db
    .selectFrom('visit_dirty')
    .select('patient_id')
    .where('practice_id', '=', practice)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The changes have been summarised, in this same transaction. */
export async function forgetVisitChanges(db: Db, practice: PracticeId): Promise<void> {
  await db.deleteFrom('visit_dirty').where('practice_id', '=', practice).execute();
}
