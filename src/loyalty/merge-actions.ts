import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { Repointing } from '../database/repoint.ts';

/**
 * Summaries and scores of a merged patient are of nobody. They are made of the visits, so nothing is journalled: the
 * next scoring makes them anew for whoever has the visits then.
 */
export async function dropScoresOf(db: Db, { practice, from }: Repointing): Promise<void> {
  await sql`delete from rhythm_score where practice_id = ${practice} and patient_id = ${from}`.execute(db);
  await sql`delete from visit_summary where practice_id = ${practice} and patient_id = ${from}`.execute(db);
}
