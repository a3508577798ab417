import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { PatientId, PracticeId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { told } from '../words/told.ts';
import { identifierHash } from './queries/leave-erased-out.ts';

/**
 * Erases a patient at their own wish: every row that names them, in every table, for good. The numbers that systems gave
 * them stay as hashes, so that tomorrow's file does not bring them back; hashes of numbers and addresses that must not be
 * contacted stay; so does the audit trail, which holds ids alone. Copies that were made before keep them until they expire.
 * @returns how many rows went; `not_found`
 */
export async function erasePatient(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  now: Date,
): Promise<Outcome<{ readonly rows: number }, Refusal<'not_found'>>> {
  // Two tries at once, or an import in between, would leave half of somebody behind.
  await sql`select pg_advisory_xact_lock(4601, ${practice})`.execute(db);
  await sql`
    insert into erased_patient (practice_id, identifier_hash, erased_at)
    select ${practice}, ${identifierHash('i')}, ${now}
    from patient_identifier i
    where i.practice_id = ${practice} and i.patient_id = ${patient}
    on conflict do nothing`.execute(db);
  const { rows } = await sql<{ rows: number }>`select erase_patient(${patient}) as rows`.execute(db);
  const gone = rows[0]?.rows ?? 0;
  return gone === 0 ? refuse('not_found', told.refusals.noPatient) : done({ rows: gone });
}
