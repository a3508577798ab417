import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import { newId, type PatientId, type PracticeId, type StaffMemberId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { tellDesks } from '../platform/live.ts';
import { announce } from '../platform/queue.ts';
import { told } from '../words/told.ts';
import { contactHash } from './consent-actions.ts';
import { liftSuppressions } from './queries/suppressions.ts';

const bounced = { scope: 'number', reason: 'bounced' } as const;

/**
 * Says that a number or address is not the patient's, or that it is after all: the gate goes by it from this
 * transaction on, and a later file that brings it again does not make it right. What a bounce silenced is heard again
 * once somebody says that it is right; what people asked for stays.
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
  const result = await sql<{ normal: string }>`
    update contact_point
    set valid = ${!wrong}, wrong_by = ${wrong ? by : null}, wrong_at = ${wrong ? now : null}
    where practice_id = ${practice} and patient_id = ${patient} and id = ${way}
    returning normal`.execute(db);
  const [marked] = result.rows;
  if (marked === undefined) return refuse('not_found', told.refusals.noWay);
  if (!wrong) await liftSuppressions(db, practice, [contactHash(marked.normal)], bounced, now);
  // Open acts on a way that is gone close themselves.
  await announce(db, 'consent.changed', { patientId: patient });
  await tellDesks(db, 'patient', { id: patient });
  return done(true);
}

/** What a patient wishes of one way (45 CFR 164.522(b)). */
export interface WayWish {
  /** Only this way, and others of the same wish. */
  readonly confidentialOnly: boolean;
  /** Nothing is left on a machine. */
  readonly neverVoicemail: boolean;
}

/**
 * Keeps what a patient wishes of a number or address; the gate goes by it from this transaction on, and no file
 * changes it. @returns what was wished before; `not_found`, `invalid_input` for a machine that answers no letter
 */
export async function setWayWish(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  way: string,
  wish: WayWish,
): Promise<Outcome<WayWish, Refusal<'not_found' | 'invalid_input'>>> {
  const found = await sql<WayWish & { kind: string }>`
    select kind, confidential_only as "confidentialOnly", never_voicemail as "neverVoicemail" from contact_point
    where practice_id = ${practice} and patient_id = ${patient} and id = ${way} for update`.execute(db);
  const [before] = found.rows;
  if (before === undefined) return refuse('not_found', told.refusals.noWay);
  const { kind, ...wished } = before;
  if (wish.neverVoicemail && kind !== 'mobile' && kind !== 'phone') {
    return refuse('invalid_input', told.refusals.noMachine);
  }
  await sql`
    update contact_point
    set confidential_only = ${wish.confidentialOnly}, never_voicemail = ${wish.neverVoicemail}
    where practice_id = ${practice} and patient_id = ${patient} and id = ${way}`.execute(db);
  await announce(db, 'consent.changed', { patientId: patient });
  await tellDesks(db, 'patient', { id: patient });
  return done(wished);
}

/**
 * A mail server says that an address is not there: whoever has it here is not written to under it any more, also when a
 * later file brings it again.
 * @returns the patients who had it
 */
export async function markAddressGone(
  db: Db,
  practice: PracticeId,
  address: string,
  now: Date,
): Promise<readonly PatientId[]> {
  const found = await sql<{ patient_id: PatientId }>`
    update contact_point set valid = false, wrong_by = null, wrong_at = ${now}
    where practice_id = ${practice} and kind = 'email' and normal = ${address} and valid
    returning patient_id`.execute(db);
  const hash = contactHash(address);
  await sql`
    insert into suppression (practice_id, id, contact_hash, scope, reason, at)
    select ${practice}, ${newId()}, ${hash}, ${bounced.scope}, ${bounced.reason}, ${now}
    where not coalesce((select not s.lifted from suppression s
      where s.practice_id = ${practice} and s.contact_hash = ${hash} and s.scope = ${bounced.scope}
      order by s.at desc, s.lifted, s.id desc limit 1), false)`.execute(db);
  const patients = [...new Set(found.rows.map((row) => row.patient_id))];
  for (const patient of patients) {
    await announce(db, 'consent.changed', { patientId: patient });
    await tellDesks(db, 'patient', { id: patient });
  }
  return patients;
}
