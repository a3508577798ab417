import { sql } from 'kysely';
import { copyInto } from '../../database/copy.ts';
import type { Db } from '../../database/database.ts';
import type { VisitBatch } from '../visit-lines.ts';

/** Columns that fill gaps when two staged rows are one visit, and those that null leaves as we hold them. */
export const optionalColumns = [
  'minutes',
  'booked_at',
  'arrived_at',
  'roomed_at',
  'seen_at',
  'left_at',
  'cancelled_at',
  'cancel_reason',
  'charge_cents',
  'location_id',
  'clinician_id',
  'service_id',
] as const;

/** Opens the staging tables of this transaction; see patients/queries/stage-patients.ts for why. */
export async function openVisitStage(db: Db): Promise<void> {
  await sql`
    create temp table stage_visit (
      id uuid not null, ord bigint not null, file int not null, row_number int not null,
      patient_id uuid, patient_system text, patient_value text,
      source_system text not null, source_id text not null,
      status text not null, starts_at timestamptz not null, local_day date not null, minutes int,
      booked_at timestamptz, arrived_at timestamptz, roomed_at timestamptz, seen_at timestamptz,
      left_at timestamptz, cancelled_at timestamptz, cancel_reason text, charge_cents int,
      location_id uuid, clinician_id uuid, service_id uuid, provisional boolean not null,
      told_at timestamptz, keeps_status boolean not null, keeps_start boolean not null
    ) on commit drop`.execute(db);
  await sql`create temp table stage_visit_held (ord bigint, visit_id uuid, changed boolean) on commit drop`.execute(
    db,
  );
  await sql`create temp table stage_visit_alias (source_system text, alias text, source_id text, ord bigint)
    on commit drop`.execute(db);
  await sql`create temp table stage_charge (ord bigint, file int, source_system text, kind text, charge_id text,
    visit_key text, cents int) on commit drop`.execute(db);
  await sql`create temp table stage_visit_repeat (file int) on commit drop`.execute(db);
  await sql`create temp table first_known (patient_id uuid, at timestamptz) on commit drop`.execute(db);
}

/** Copies one batch into the staging table. */
export async function stageVisits(db: Db, batch: VisitBatch): Promise<void> {
  const texts = [
    ['stage_visit', batch.visits],
    ['stage_visit_alias', batch.aliases],
    ['stage_charge', batch.charges],
  ] as const;
  for (const [table, text] of texts) {
    if (text !== '') await copyInto(db, table, typeof text === 'string' ? [text] : text);
  }
}

/** Drops the staging tables, so that the same transaction may stage again. */
export async function closeVisitStage(db: Db): Promise<void> {
  await sql`drop table stage_visit, stage_visit_held, stage_visit_repeat, stage_visit_alias, stage_charge,
    first_known`.execute(db);
}
