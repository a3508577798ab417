import { type Insertable, sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { PatientsTables } from '../database/tables/patients.ts';
import { newId, type PatientId, type PracticeId, type StaffMemberId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { tellDesks } from '../platform/live.ts';
import { announce } from '../platform/queue.ts';
import { told } from '../words/told.ts';
import { normalPost } from './contact-points.ts';
import { type WarningMethod, warningVersions } from './model.ts';
import type { Envelope } from './reading.ts';

/** That a patient was told that e-mail is not encrypted, and asked for it all the same (78 FR 5634). */
export interface PlainMail {
  readonly version: string;
  readonly method: WarningMethod;
  readonly at: Date;
  readonly by: string | null;
}

type Said = Omit<
  Insertable<PatientsTables['contact_request']>,
  'practice_id' | 'id' | 'patient_id' | 'at' | 'by_staff'
>;

async function tell(db: Db, patient: PatientId): Promise<void> {
  await announce(db, 'consent.changed', { patientId: patient });
  await tellDesks(db, 'patient', { id: patient });
}

/** One more row of the ledger; what stood there before stays. @returns its id */
async function keepRequest(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  said: Said,
  by: StaffMemberId | null,
  now: Date,
): Promise<string> {
  const id: string = newId(now.getTime());
  await db
    .insertInto('contact_request')
    .values({ practice_id: practice, id, patient_id: patient, ...said, at: now, by_staff: by })
    .execute();
  await tell(db, patient);
  return id;
}

/** The newest word on plain mail that was not taken back; undefined: nobody was told. */
export async function findPlainMail(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
): Promise<PlainMail | undefined> {
  const found = await sql<PlainMail>`
    select q.wording_version as version, q.method, q.at, m.display_name as by
    from contact_request q
    left join staff_member m on m.practice_id = ${practice} and m.id = q.by_staff
    where q.practice_id = ${practice} and q.patient_id = ${patient} and q.kind = 'plain_mail'
      and q.struck_at is null
    order by q.at desc, q.id desc limit 1`.execute(db);
  return found.rows[0];
}

/**
 * Writes down that a patient was told that e-mail is not encrypted and asks for it all the same. It widens nothing: what
 * is sensitive stays out of every message; it is there for what the practice sends by its own hand.
 * @returns its id; `invalid_input` for words that are not the present ones
 */
export async function notePlainMail(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  warning: { readonly version: string; readonly method: WarningMethod },
  by: StaffMemberId | null,
  now: Date,
): Promise<Outcome<string, Refusal<'invalid_input'>>> {
  if (!warningVersions.includes(warning.version))
    return refuse('invalid_input', told.refusals.warningChanged);
  const said = { kind: 'plain_mail', wording_version: warning.version, method: warning.method } as const;
  return done(await keepRequest(db, practice, patient, said, by, now));
}

/**
 * Writes down what a patient asks of envelopes; whatever is printed goes by it from this transaction on, and no file
 * changes it. All empty: as in the record again.
 * @returns its id; `invalid_input` for an address that cannot be one
 */
export async function setEnvelope(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  asked: Pick<Envelope, 'name' | 'nameless' | 'address'>,
  by: StaffMemberId | null,
  now: Date,
): Promise<Outcome<string, Refusal<'invalid_input'>>> {
  const { name, nameless, address } = asked;
  if (address !== '' && normalPost(address) === undefined)
    return refuse('invalid_input', told.refusals.noPostalAddress);
  const said = { kind: 'envelope', name, nameless, address } as const;
  return done(await keepRequest(db, practice, patient, said, by, now));
}

/**
 * Takes back what was written down by mistake: what held before holds again. The row stays, struck out.
 * @returns `cannot_undo` where it is struck already
 */
export async function strikeRequest(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  id: string,
  now: Date,
): Promise<Outcome<true, Refusal<'cannot_undo'>>> {
  const struck = await sql`
    update contact_request set struck_at = ${now}
    where practice_id = ${practice} and patient_id = ${patient} and id = ${id} and struck_at is null`.execute(
    db,
  );
  if (struck.numAffectedRows !== 1n) return refuse('cannot_undo', told.refusals.noRequest);
  await tell(db, patient);
  return done(true);
}
