import { sql } from 'kysely';
import type { Database, Db } from '../database/database.ts';
import {
  type MessageId,
  newId,
  type PatientId,
  type PatientLinkId,
  type PracticeId,
  type VisitId,
} from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { tellDesks } from '../platform/live.ts';
import { hashToken, newToken } from '../platform/token.ts';
import { getPracticeByPublicId } from '../practice/actions.ts';
import type { Practice } from '../practice/model.ts';
import { told } from '../words/told.ts';
import { type LinkPurpose, linkDays, linkPath } from './links.ts';

export interface PatientLink {
  readonly id: PatientLinkId;
  readonly purpose: LinkPurpose;
  readonly patientId: PatientId;
  readonly visitId: VisitId | null;
  readonly messageId: MessageId | null;
  /** Of the address that it was sent to. */
  readonly contactHash: Buffer | null;
}

/**
 * Makes a link to one page of a patient, in the transaction that writes it into a message.
 * @returns the path below the patients' address; its token begins with the practice's public id, and is kept nowhere
 */
export async function makePatientLink(
  db: Db,
  practice: Practice,
  link: {
    readonly purpose: LinkPurpose;
    readonly patientId: PatientId;
    readonly visitId?: VisitId;
    readonly messageId?: MessageId;
    readonly contactHash?: Buffer;
  },
  now: Date,
): Promise<string> {
  const token = `${practice.publicId}.${newToken()}`;
  await db
    .insertInto('patient_link')
    .values({
      practice_id: practice.id,
      id: newId<PatientLinkId>(),
      token_hash: hashToken(token),
      purpose: link.purpose,
      patient_id: link.patientId,
      visit_id: link.visitId ?? null,
      message_id: link.messageId ?? null,
      contact_hash: link.contactHash ?? null,
      expires_at: new Date(now.getTime() + linkDays[link.purpose] * 86_400_000),
    })
    .execute();
  return linkPath(link.purpose, token);
}

// Whoever got what was meant for somebody else may end it, and do and see nothing more with it.
const wentAstray = (practice: PracticeId) => sql<boolean>`
  (purpose <> 'unsubscribe' and exists (
    select from contact_point c
    where c.practice_id = ${practice} and c.patient_id = patient_link.patient_id and not c.valid
      and sha256(convert_to(c.normal, 'UTF8')) = patient_link.contact_hash))`;

/**
 * Reads a link of the purpose that the page has. Nothing is used up by reading. A link that went to an address of which
 * the practice knows by now that it is wrong opens nothing, but what ends bulk mail, for as long as it counts as wrong.
 * @returns undefined for a token that is unknown, of another purpose, ended or expired: nobody learns which
 */
export async function readPatientLink(
  db: Db,
  practice: Practice,
  purpose: LinkPurpose,
  token: string,
  now: Date,
): Promise<PatientLink | undefined> {
  const row = await db
    .selectFrom('patient_link')
    .select(['id', 'purpose', 'patient_id', 'visit_id', 'message_id', 'contact_hash'])
    .where('practice_id', '=', practice.id)
    .where('token_hash', '=', hashToken(token))
    .where('purpose', '=', purpose)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .where(({ not }) => not(wentAstray(practice.id)))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    id: row.id,
    purpose: row.purpose,
    patientId: row.patient_id,
    visitId: row.visit_id,
    messageId: row.message_id,
    contactHash: row.contact_hash,
  };
}

// Whoever may end bulk mail with an old link may do so whatever else was ended (CAN-SPAM asks for 30 days).
const worksNow = (practice: PracticeId, patient: PatientId, now: Date) => sql<boolean>`
  practice_id = ${practice} and patient_id = ${patient} and purpose <> 'unsubscribe' and ended_at is null
  and expires_at > ${now} and not ${wentAstray(practice)}`;

/** How many links to pages of the patient work at this moment; those that only end bulk mail are not counted. */
export async function countPatientLinks(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  now: Date,
): Promise<number> {
  const found = await sql<{ n: number }>`
    select count(*)::int as n from patient_link where ${worksNow(practice, patient, now)}`.execute(db);
  return found.rows[0]?.n ?? 0;
}

/**
 * Ends what opens pages of the patient, wherever it went: who has one of those links sees and does nothing more with
 * it. What only ends bulk mail goes on working. What had been ended before is ended by this one too, so that an older
 * ending that is taken back does not open it.
 * @returns which ended
 */
export async function endPatientLinks(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  now: Date,
): Promise<readonly PatientLinkId[]> {
  const ended = await sql<{ id: PatientLinkId }>`
    update patient_link set ended_at = ${now} where ${worksNow(practice, patient, now)} returning id`.execute(
    db,
  );
  // The same press twice is one ending, and can be taken back.
  if (ended.rows.length > 0)
    await sql`
      update patient_link set ended_at = ${now}
      where practice_id = ${practice} and patient_id = ${patient} and purpose <> 'unsubscribe'
        and ended_at is not null and expires_at > ${now}`.execute(db);
  await tellDesks(db, 'patient', { id: patient });
  return ended.rows.map(({ id }) => id);
}

/**
 * These links work again, for as long as they would have, unless they were ended again since.
 * @param endedAt of the ending; undefined: it was not kept
 * @returns whose they are; the record may be another by now. `cannot_undo` where none of them is left
 */
export async function restorePatientLinks(
  db: Db,
  practice: PracticeId,
  links: readonly PatientLinkId[],
  endedAt: Date | undefined,
): Promise<Outcome<readonly PatientId[], Refusal<'cannot_undo'>>> {
  const restored = await sql<{ patient_id: PatientId }>`
    update patient_link set ended_at = null
    where practice_id = ${practice} and id = any(${links}::uuid[])
      and ended_at = coalesce(${endedAt ?? null}::timestamptz, ended_at)
    returning patient_id`.execute(db);
  if (restored.rows.length === 0) return refuse('cannot_undo', told.refusals.changedSince);
  const patients = [...new Set(restored.rows.map((row) => row.patient_id))];
  for (const id of patients) await tellDesks(db, 'patient', { id });
  return done(patients);
}

/** The practice that a token names in its first part; undefined where there is none such. */
export async function practiceOfLink(database: Database, token: string): Promise<Practice | undefined> {
  const [publicId = '', secret] = token.split('.');
  if (secret === undefined || publicId === '') return undefined;
  return getPracticeByPublicId(database, publicId);
}
