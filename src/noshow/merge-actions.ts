import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { Repointing } from '../database/repoint.ts';

/** What was said of a merged patient's visits is made anew with the next scores. */
export async function dropNoShowsOf(db: Db, { practice, from }: Repointing): Promise<void> {
  await sql`delete from no_show_score where practice_id = ${practice} and patient_id = ${from}`.execute(db);
}
