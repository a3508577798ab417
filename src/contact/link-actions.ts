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
import { hashToken, newToken } from '../platform/token.ts';
import { getPracticeByPublicId } from '../practice/actions.ts';
import type { Practice } from '../practice/model.ts';
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

/** The practice that a token names in its first part; undefined where there is none such. */
export async function practiceOfLink(database: Database, token: string): Promise<Practice | undefined> {
  const [publicId = '', secret] = token.split('.');
  if (secret === undefined || publicId === '') return undefined;
  return getPracticeByPublicId(database, publicId);
}
