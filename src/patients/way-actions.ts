import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { PatientId, PracticeId, StaffMemberId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { tellDesks } from '../platform/live.ts';
import { announce } from '../platform/queue.ts';
import { told } from '../words/told.ts';

/**
 * Says that a number or address is not the patient's, or that it is after all: the gate goes by it from this
 * transaction on, and a later file that brings it again does not make it right.
 * @returns `not_found`
 */
export async function markWayWrong(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  way: string,
  change: { readonly wrong: boolean; readonly by: StaffMemberId | null; readonly now: Date },
): Promise<Outcome<true, Refusal<'not_found'>>> {
  const { wrong, by, now } = change;
  const result = await sql`
    update contact_point
    set valid = ${!wrong}, wrong_by = ${wrong ? by : null}, wrong_at = ${wrong ? now : null}
    where practice_id = ${practice} and patient_id = ${patient} and id = ${way}`.execute(db);
  if (result.numAffectedRows !== 1n) return refuse('not_found', told.refusals.noWay);
  // Open acts on a way that is gone close themselves.
  await announce(db, 'consent.changed', { patientId: patient });
  await tellDesks(db, 'patient', { id: patient });
  return done(true);
}
