import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PracticeId } from '../../kit/ids.ts';

/**
 * Moves `known_from` back to the first sign of each patient. The caller, who knows of visits, fills the
 * temporary table `first_known (patient_id uuid, at timestamptz)`.
 */
export async function lowerKnownFrom(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    update patient p
    set known_from = f.at
    from (select patient_id, min(at) as at from first_known group by patient_id) f
    where p.practice_id = ${practice} and p.id = f.patient_id and p.known_from > f.at`.execute(db);
}
