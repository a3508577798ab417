import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import { newId, type PatientId, type StaffMemberId } from '../kit/ids.ts';
import { instantOf, localDateIn } from '../kit/instant.ts';
import { addDays, type LocalDate, localDate, parseLocalDate } from '../kit/local-date.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { tellDesks } from '../platform/live.ts';
import { announce } from '../platform/queue.ts';
import type { Practice } from '../practice/model.ts';
import { told } from '../words/told.ts';

/** A signed authorisation for marketing, as it stands on paper. */
export interface Authorisation {
  readonly id: string;
  readonly discloses: string;
  readonly usedBy: string;
  readonly sentTo: string;
  readonly purpose: string;
  readonly coversPayment: boolean;
  readonly signedOn: LocalDate;
  /** The last day on which it holds. */
  readonly expiresOn: LocalDate;
  readonly revokedAt: Date | null;
  readonly by: string | null;
  readonly state: 'in_force' | 'expired' | 'revoked';
}

interface Row
  extends Pick<
    Authorisation,
    'id' | 'discloses' | 'usedBy' | 'sentTo' | 'purpose' | 'coversPayment' | 'revokedAt' | 'by'
  > {
  readonly signedAt: Date;
  readonly expiresAt: Date;
}

function toAuthorisation({ signedAt, expiresAt, ...row }: Row, zone: string, now: Date): Authorisation {
  const ended = expiresAt <= now ? 'expired' : 'in_force';
  return {
    ...row,
    signedOn: localDateIn(zone, signedAt),
    // It ends with the end of its last day.
    expiresOn: localDateIn(zone, new Date(expiresAt.getTime() - 1)),
    state: row.revokedAt === null ? ended : 'revoked',
  };
}

const mostListed = 100;

/** What a patient signed, the newest first. */
export async function listAuthorisations(
  db: Db,
  practice: Practice,
  patient: PatientId,
  now: Date,
): Promise<readonly Authorisation[]> {
  const found = await sql<Row>`
    select a.id, a.discloses, a.used_by as "usedBy", a.sent_to as "sentTo", a.purpose,
      a.covers_payment as "coversPayment", a.signed_at as "signedAt", a.expires_at as "expiresAt",
      a.revoked_at as "revokedAt", s.display_name as by
    from marketing_authorisation a
    left join staff_member s on s.practice_id = ${practice.id} and s.id = a.by_staff
    where a.practice_id = ${practice.id} and a.patient_id = ${patient}
    order by a.signed_at desc, a.id desc limit ${mostListed}`.execute(db);
  return found.rows.map((row) => toAuthorisation(row, practice.zone, now));
}

async function tell(db: Db, patient: PatientId): Promise<void> {
  // Open acts that stood on it are looked at again.
  await announce(db, 'consent.changed', { patientId: patient });
  await tellDesks(db, 'patient', { id: patient });
}

async function findOne(
  db: Db,
  practice: Practice,
  patient: PatientId,
  id: string,
  now: Date,
): Promise<Authorisation | undefined> {
  return (await listAuthorisations(db, practice, patient, now)).find((one) => one.id === id);
}

export interface Paper
  extends Pick<Authorisation, 'discloses' | 'usedBy' | 'sentTo' | 'purpose' | 'coversPayment'> {
  readonly saysRevocable: boolean;
  readonly signedOn: string;
  readonly expiresOn: string;
}

function whatIsWrong({ saysRevocable, signedOn, expiresOn }: Paper, today: LocalDate): string | undefined {
  if (parseLocalDate(signedOn) === undefined || parseLocalDate(expiresOn) === undefined)
    return told.refusals.noSuchDay;
  if (!saysRevocable) return told.refusals.notRevocable;
  if (signedOn > today) return told.refusals.signedLater;
  if (expiresOn < signedOn) return told.refusals.endsBeforeSigned;
  return expiresOn < today ? told.refusals.endedAlready : undefined;
}

/**
 * Writes down what a patient has signed. The gate permits marketing by it from this transaction on, where the patient
 * also agreed to the channel.
 * @returns `invalid_input` with the element that is missing or cannot be
 * @source 45 CFR 164.508(c): core elements and required statements
 */
export async function writeAuthorisation(
  db: Db,
  practice: Practice,
  patient: PatientId,
  paper: Paper,
  by: StaffMemberId | null,
  now: Date,
): Promise<Outcome<Authorisation, Refusal<'invalid_input'>>> {
  const wrong = whatIsWrong(paper, localDateIn(practice.zone, now));
  if (wrong !== undefined) return refuse('invalid_input', wrong);
  const id: string = newId(now.getTime());
  await db
    .insertInto('marketing_authorisation')
    .values({
      practice_id: practice.id,
      id,
      patient_id: patient,
      discloses: paper.discloses,
      used_by: paper.usedBy,
      sent_to: paper.sentTo,
      purpose: paper.purpose,
      covers_payment: paper.coversPayment,
      signed_at: instantOf(localDate(paper.signedOn), 0, practice.zone),
      expires_at: instantOf(addDays(localDate(paper.expiresOn), 1), 0, practice.zone),
      by_staff: by,
    })
    .execute();
  await tell(db, patient);
  const written = await findOne(db, practice, patient, id, now);
  if (written === undefined) throw new Error('an authorisation that was just written is not listed');
  return done(written);
}

/** It holds no more from this transaction on. @returns `not_found`, `already_done` */
export async function revokeAuthorisation(
  db: Db,
  practice: Practice,
  patient: PatientId,
  id: string,
  now: Date,
): Promise<Outcome<Authorisation, Refusal<'not_found' | 'already_done'>>> {
  const before = await findOne(db, practice, patient, id, now);
  if (before === undefined) return refuse('not_found', told.refusals.noAuthorisation);
  const changed = await sql`
    update marketing_authorisation set revoked_at = ${now}
    where practice_id = ${practice.id} and patient_id = ${patient} and id = ${id} and revoked_at is null`.execute(
    db,
  );
  if (changed.numAffectedRows !== 1n) return refuse('already_done', told.refusals.revokedAlready);
  await tell(db, patient);
  return done({ ...before, revokedAt: now, state: 'revoked' });
}

/**
 * Takes a revocation back that was noted by mistake. What was written down by mistake is revoked instead: the paper
 * stays in the record.
 * @returns `cannot_undo` when it is not there, or was not revoked
 */
export async function restoreAuthorisation(
  db: Db,
  practice: Practice,
  patient: PatientId,
  id: string,
): Promise<Outcome<true, Refusal<'cannot_undo'>>> {
  const changed = await sql`
    update marketing_authorisation set revoked_at = null
    where practice_id = ${practice.id} and patient_id = ${patient} and id = ${id} and revoked_at is not null`.execute(
    db,
  );
  if (changed.numAffectedRows !== 1n) return refuse('cannot_undo', told.refusals.noAuthorisation);
  await tell(db, patient);
  return done(true);
}
