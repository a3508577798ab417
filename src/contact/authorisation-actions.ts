import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import { newId, type PatientId, type StaffMemberId } from '../kit/ids.ts';
import { instantOf, localDateIn } from '../kit/instant.ts';
import { addDays, daysBetween, type LocalDate, localDate } from '../kit/local-date.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { tellDesks } from '../platform/live.ts';
import { announce } from '../platform/queue.ts';
import type { Practice } from '../practice/model.ts';
import { told } from '../words/told.ts';
import { type Paper, whatIsWrong } from './authorisation-paper.ts';
import { type AuthorisationRow, listAuthorisationRows } from './queries/list-authorisations.ts';

/** A signed authorisation for marketing, as it stands on paper, and what has become of it. */
export interface Authorisation
  extends Pick<
    AuthorisationRow,
    | 'id'
    | 'discloses'
    | 'usedBy'
    | 'sentTo'
    | 'purpose'
    | 'paidBy'
    | 'coversPayment'
    | 'representative'
    | 'relation'
    | 'endsWhen'
    | 'endedAt'
    | 'endedBy'
    | 'by'
  > {
  readonly signedOn: LocalDate;
  /** The last day on which it holds; null: an event ends it. */
  readonly expiresOn: LocalDate | null;
  /** From today to that day, while it holds; 0: today is the last. */
  readonly daysLeft: number | null;
  /** Lacking: the rule asks for a statement that it does not make, and it permits nothing. */
  readonly state: 'in_force' | 'expired' | 'revoked' | 'event' | 'lacking';
}

function stateOf(row: AuthorisationRow, now: Date): Authorisation['state'] {
  if (row.endedAt !== null) return row.endedHow ?? 'revoked';
  if (row.expiresAt !== null && row.expiresAt <= now) return 'expired';
  return row.isWhole ? 'in_force' : 'lacking';
}

function toAuthorisation(row: AuthorisationRow, zone: string, now: Date): Authorisation {
  const { signedAt, expiresAt, endedHow: _how, isWhole: _whole, ...paper } = row;
  const state = stateOf(row, now);
  // It ends with the end of its last day.
  const expiresOn = expiresAt === null ? null : localDateIn(zone, new Date(expiresAt.getTime() - 1));
  const daysLeft =
    state !== 'in_force' || expiresOn === null ? null : daysBetween(localDateIn(zone, now), expiresOn);
  return { ...paper, signedOn: localDateIn(zone, signedAt), expiresOn, daysLeft, state };
}

/** What a patient signed: what may still hold first, then the newest; a hundred. What was struck is not there. */
export async function listAuthorisations(
  db: Db,
  practice: Practice,
  patient: PatientId,
  now: Date,
): Promise<readonly Authorisation[]> {
  const rows = await listAuthorisationRows(db, practice.id, patient, now);
  return rows.map((row) => toAuthorisation(row, practice.zone, now));
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

/**
 * Writes down what a patient has signed. The gate permits marketing by it from this transaction on, where the patient
 * also agreed to the channel.
 * @returns `invalid_input` with the element that is missing or cannot be
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
  const dayAfter = paper.expiresOn === null ? null : addDays(localDate(paper.expiresOn), 1);
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
      paid_by: paper.paidBy,
      covers_payment: paper.coversPayment,
      representative: paper.representative,
      relation: paper.relation,
      says_revocable: paper.saysRevocable,
      says_unconditional: paper.saysUnconditional,
      says_passed_on: paper.saysPassedOn,
      signed_at: instantOf(localDate(paper.signedOn), 0, practice.zone),
      expires_at: dayAfter === null ? null : instantOf(dayAfter, 0, practice.zone),
      ends_when: paper.endsWhen,
      by_staff: by,
      created_at: now,
    })
    .execute();
  await tell(db, patient);
  const written = await findOne(db, practice, patient, id, now);
  if (written === undefined) throw new Error('an authorisation that was just written is not listed');
  return done(written);
}

/**
 * It holds no more from this transaction on: the patient revoked it, or the event that ends it has come.
 * @returns `not_found`, `already_done`; `invalid_input` for an event that it does not name
 */
export async function endAuthorisation(
  db: Db,
  practice: Practice,
  patient: PatientId,
  id: string,
  end: { readonly how: 'revoked' | 'event'; readonly by: StaffMemberId | null; readonly now: Date },
): Promise<Outcome<Authorisation, Refusal<'not_found' | 'already_done' | 'invalid_input'>>> {
  const before = await findOne(db, practice, patient, id, end.now);
  if (before === undefined) return refuse('not_found', told.refusals.noAuthorisation);
  if (end.how === 'event' && before.endsWhen === '') return refuse('invalid_input', told.refusals.noEvent);
  const changed = await sql`
    update marketing_authorisation set revoked_at = ${end.now}, ended_how = ${end.how}, ended_by = ${end.by}
    where practice_id = ${practice.id} and patient_id = ${patient} and id = ${id} and revoked_at is null
      and struck_at is null`.execute(db);
  if (changed.numAffectedRows !== 1n) return refuse('already_done', told.refusals.revokedAlready);
  await tell(db, patient);
  const ended = await findOne(db, practice, patient, id, end.now);
  if (ended === undefined) throw new Error('an authorisation that was just ended is not listed');
  return done(ended);
}

/** It was ended by mistake: the signature counts again. @returns `cannot_undo` when that has changed since */
export async function restoreAuthorisation(
  db: Db,
  practice: Practice,
  patient: PatientId,
  id: string,
): Promise<Outcome<true, Refusal<'cannot_undo'>>> {
  const changed = await sql`
    update marketing_authorisation set revoked_at = null, ended_how = null, ended_by = null
    where practice_id = ${practice.id} and patient_id = ${patient} and id = ${id} and revoked_at is not null
      and struck_at is null`.execute(db);
  if (changed.numAffectedRows !== 1n) return refuse('cannot_undo', told.refusals.noAuthorisation);
  await tell(db, patient);
  return done(true);
}

/**
 * It was written down by mistake: it never counted. The row stays, struck out: that it was there must be shown for six
 * years. @returns `cannot_undo`
 */
export async function strikeAuthorisation(
  db: Db,
  practice: Practice,
  patient: PatientId,
  id: string,
  now: Date,
): Promise<Outcome<true, Refusal<'cannot_undo'>>> {
  const changed = await sql`
    update marketing_authorisation set struck_at = ${now}
    where practice_id = ${practice.id} and patient_id = ${patient} and id = ${id} and struck_at is null`.execute(
    db,
  );
  if (changed.numAffectedRows !== 1n) return refuse('cannot_undo', told.refusals.noAuthorisation);
  await tell(db, patient);
  return done(true);
}
