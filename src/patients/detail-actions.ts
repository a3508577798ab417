import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import {
  newId,
  type PatientId,
  type PersonalDetailId,
  type PracticeId,
  type StaffMemberId,
} from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { tellDesks } from '../platform/live.ts';
import { announce } from '../platform/queue.ts';
import { told } from '../words/told.ts';
import type { ExitReason } from './model.ts';

export type PatientStatus =
  | { readonly status: 'active' }
  | { readonly status: 'exited'; readonly reason: ExitReason; readonly on: LocalDate };

const noPatient = refuse('not_found', told.refusals.noPatient);

/** Ids of patients that are here; what another practice has is not. */
export async function patientExists(db: Db, practice: PracticeId, id: PatientId): Promise<boolean> {
  const row = await db
    .selectFrom('patient')
    .select('id')
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Remembers something that the patient told us, and whom they told.
 * @returns `not_found`; `invalid_input` when only the one who was told may know it, and nobody was
 */
export async function rememberDetail(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  detail: {
    readonly words: string;
    readonly kind: 'likes' | 'fear' | 'family' | 'event' | 'comfort' | 'other';
    readonly sharing: 'say' | 'know' | 'only_told';
    readonly source: 'visit' | 'call' | 'message' | 'booking' | 'form';
    readonly toldOn: LocalDate;
    readonly expiresOn: LocalDate | null;
    readonly toldTo: StaffMemberId | null;
  },
): Promise<Outcome<PersonalDetailId, Refusal<'not_found' | 'invalid_input'>>> {
  if (!(await patientExists(db, practice, patient))) return noPatient;
  if (detail.sharing === 'only_told' && detail.toldTo === null) {
    return refuse('invalid_input', told.refusals.toldWhom);
  }
  const id = newId<PersonalDetailId>();
  await db
    .insertInto('personal_detail')
    .values({
      practice_id: practice,
      id,
      patient_id: patient,
      words: detail.words,
      kind: detail.kind,
      sharing: detail.sharing,
      told_to: detail.toldTo,
      told_on: detail.toldOn,
      source: detail.source,
      expires_on: detail.expiresOn,
    })
    .execute();
  await tellDesks(db, 'patient', { id: patient });
  return done(id);
}

/** Forgets a detail, or brings it back. Another person's "only whom they told" is not there for this reader. */
export async function removeDetail(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  id: PersonalDetailId,
  change: { readonly removedAt: Date | null; readonly reader: StaffMemberId | null },
): Promise<Outcome<true, Refusal<'not_found'>>> {
  const result = await sql`
    update personal_detail set removed_at = ${change.removedAt}
    where practice_id = ${practice} and patient_id = ${patient} and id = ${id}
      and (sharing <> 'only_told' or told_to = ${change.reader})`.execute(db);
  if (result.numAffectedRows !== 1n) return refuse('not_found', told.refusals.noDetail);
  await tellDesks(db, 'patient', { id: patient });
  return done(true);
}

/** How a patient stands with us; undefined: not here. */
export async function findStatus(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
): Promise<PatientStatus | undefined> {
  const row = await db
    .selectFrom('patient')
    .select(['status', 'exit_reason', 'exited_on'])
    .where('practice_id', '=', practice)
    .where('id', '=', patient)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return row.status === 'exited' && row.exit_reason !== null && row.exited_on !== null
    ? { status: 'exited', reason: row.exit_reason as ExitReason, on: row.exited_on }
    : { status: 'active' };
}

/** The patient has left the practice, or is back. Leaving stops every act at once. @returns `not_found` */
export async function changePatientStatus(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  change: PatientStatus,
  now: Date,
): Promise<Outcome<true, Refusal<'not_found'>>> {
  const exited = change.status === 'exited';
  const result = await db
    .updateTable('patient')
    .set({
      status: change.status,
      exit_reason: exited ? change.reason : null,
      exited_on: exited ? change.on : null,
      ...(exited && change.reason === 'died' ? { deceased_on: change.on } : {}),
      // A death recorded by mistake is taken back with the exit.
      ...(exited ? {} : { deceased_on: null }),
      updated_at: now,
    })
    .where('practice_id', '=', practice)
    .where('id', '=', patient)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) return noPatient;
  await announce(db, exited ? 'patient.exited' : 'patient.returned', { patientId: patient });
  return done(true);
}
