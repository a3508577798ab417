import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { PracticeId } from '../kit/ids.ts';

/** Proposed acts of patients in `taken_patient` who go; an act that somebody answered keeps its patient. */
export async function dropActsOfTaken(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    delete from act a
    using taken_patient t
    where a.practice_id = ${practice} and a.patient_id = t.id and t.why is null`.execute(db);
}
