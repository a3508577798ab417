import { sql } from 'kysely';
import { copyInto } from '../../database/copy.ts';
import type { Db } from '../../database/database.ts';
import type { PatientBatch } from '../patient-lines.ts';

/**
 * Columns of a staged patient that a source may give, in the order of the COPY line; null leaves what we
 * hold.
 */
export const givenColumns = [
  ['family_name', 'text'],
  ['given_name', 'text'],
  ['full_name', 'text'],
  ['preferred_name', 'text'],
  ['pronunciation', 'text'],
  ['pronouns', 'text'],
  ['birth_date', 'date'],
  ['birth_precision', 'text'],
  ['sex', 'text'],
  ['spoken_language', 'text'],
  ['written_language', 'text'],
  ['needs_interpreter', 'boolean'],
  ['status', 'text'],
  ['exit_reason', 'text'],
  ['exited_on', 'date'],
  ['deceased_on', 'date'],
  ['primary_location_id', 'uuid'],
  ['primary_clinician_id', 'uuid'],
  ['known_from', 'timestamptz'],
  ['told_at', 'timestamptz'],
  ['guarantor', 'text'],
] as const;

/**
 * Opens the staging tables of this transaction. COPY is refused on tables with forced row-level security, so
 * bulk writes go through temporary ones; those are not logged to WAL either.
 */
export async function openPatientStage(db: Db): Promise<void> {
  const given = givenColumns.map(([name, type]) => `${name} ${type}`).join(', ');
  const statements = [
    `create temp table stage_patient (id uuid not null, ord bigint not null, file int not null,
       system text not null, value text not null, ${given}) on commit drop`,
    'create temp table stage_patient_identifier (stage_id uuid, system text, value text) on commit drop',
    `create temp table stage_contact (id uuid, stage_id uuid, kind text, received text, normal text, rank int,
       confidential_only boolean) on commit drop`,
    'create temp table stage_key (stage_id uuid, key text) on commit drop',
    'create temp table stage_related (id uuid, stage_id uuid, name text, relationship text) on commit drop',
    `create temp table stage_related_contact (id uuid, related_id uuid, kind text, received text, normal text,
       rank int) on commit drop`,
    `create temp table stage_remark (id uuid, ord bigint, file int, row_number int, system text, value text)
       on commit drop`,
    `create temp table stage_consent (id uuid, stage_id uuid, purpose text, channel text, granted boolean,
       evidence text) on commit drop`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}

/** Copies one batch into the staging tables. */
export async function stagePatients(db: Db, batch: PatientBatch): Promise<void> {
  const texts = [
    ['stage_patient', batch.patients],
    ['stage_patient_identifier', batch.identifiers],
    ['stage_contact', batch.contacts],
    ['stage_key', batch.keys],
    ['stage_consent', batch.consents],
    ['stage_related', batch.related],
    ['stage_related_contact', batch.relatedContacts],
    ['stage_remark', batch.remarks],
  ] as const;
  for (const [table, text] of texts) {
    if (text !== '') await copyInto(db, table, typeof text === 'string' ? [text] : text);
  }
}

/** Drops the staging tables, so that the same transaction may stage again. */
export async function closePatientStage(db: Db): Promise<void> {
  await sql`drop table stage_patient, stage_patient_identifier, stage_contact, stage_key, stage_consent,
    stage_related, stage_related_contact, stage_remark, stage_remark_match, stage_detail_added,
    stage_patient_match, stage_patient_touched`.execute(db);
}

/** Where the merging statements note which patients, known before, they changed, and which details are new. */
export async function openTouched(db: Db): Promise<void> {
  await sql`create temp table stage_patient_touched (id uuid) on commit drop`.execute(db);
  await sql`create temp table stage_detail_added (id uuid, is_new boolean) on commit drop`.execute(db);
}
