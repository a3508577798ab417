import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { AccountId, ImportId, PatientId, PracticeId } from '../../kit/ids.ts';

export interface HeldImport {
  readonly id: ImportId;
  readonly state: 'running' | 'finished' | 'failed' | 'undone';
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  /** What it changed was noted. */
  readonly journalled: boolean;
}

/** An import, locked until the transaction ends. */
export async function findImportForUpdate(
  db: Db,
  practice: PracticeId,
  id: ImportId,
): Promise<HeldImport | undefined> {
  const found = await sql<HeldImport>`
    select id, state, started_at as "startedAt", finished_at as "finishedAt", journalled
    from import
    where practice_id = ${practice} and id = ${id}
    for update`.execute(db);
  return found.rows[0];
}

export async function markImportUndone(
  db: Db,
  practice: PracticeId,
  id: ImportId,
  by: AccountId | null,
  now: Date,
): Promise<void> {
  await db
    .updateTable('import')
    .set({ state: 'undone', undone_at: now, undone_by: by })
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .execute();
  await db
    .deleteFrom('import_change')
    .where('practice_id', '=', practice)
    .where('import_id', '=', id)
    .execute();
}

/** Forgets what imports changed that can no longer be taken back. */
export async function forgetChangesBefore(db: Db, practice: PracticeId, before: Date): Promise<void> {
  await sql`
    delete from import_change c
    using import i
    where c.practice_id = ${practice} and i.practice_id = ${practice} and i.id = c.import_id
      and i.finished_at < ${before}`.execute(db);
}

/** Opens the tables in which an undo notes what stays, and whose scores have to be made anew. */
export async function openUndo(db: Db): Promise<void> {
  await sql`
    create temp table undo_stay (what text not null, id uuid, patient_id uuid, why text not null, at timestamptz)
    on commit drop`.execute(db);
  await sql`create temp table undo_touched (patient_id uuid not null) on commit drop`.execute(db);
}

/** Notes what stays of the patients and visits that the import added; who was merged away has no row any more. */
export async function noteAddedThatStay(db: Db, practice: PracticeId, importId: ImportId): Promise<void> {
  await sql`
    insert into undo_stay (what, id, patient_id, why, at)
    select 'patient', id, id, why, at from taken_patient where why is not null
    union all
    select 'visit', id, patient_id, why, at from taken_visit where why is not null
    union all
    select 'patient', m.merged_id, m.survivor_id, 'merged', null
    from merge m
    join merge_entry e on e.practice_id = ${practice} and e.merge_id = m.id
    where m.practice_id = ${practice} and m.undone_at is null and e.table_name = 'patient'
      and e.action = 'removed' and e.rows @> jsonb_build_array(jsonb_build_object('import_id', ${importId}::text))`.execute(
    db,
  );
}

/** Services that the plan names are used, whether or not anybody came for them. */
export async function keepServicesInPlan(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    update import_row
    set why = 'used'
    where why is null and before is null and exists (
      select from touchpoint t
      where t.practice_id = ${practice} and (key ->> 'id')::uuid = any(t.services))`.execute(db);
}

/** Rows of patients who were merged since are part of that merge's journal. */
export async function keepMerged(db: Db): Promise<void> {
  await sql`
    update import_row
    set why = 'merged'
    where coalesce(before ->> 'patient_id', after ->> 'patient_id', key ->> 'id')::uuid in (select id from merged_since)`.execute(
    db,
  );
}

export interface RowCounts {
  readonly removed: number;
  readonly restored: number;
}

/** Notes what stays of the rows laid out in `import_row`. @returns how many go and how many are as before */
export async function noteRowsThatStay(db: Db, table: string): Promise<RowCounts> {
  await sql`
    insert into undo_stay (what, id, patient_id, why, at)
    select ${table}, (key ->> 'id')::uuid,
      coalesce(after ->> 'patient_id', before ->> 'patient_id', case when ${table} = 'patient' then key ->> 'id' end)::uuid,
      why, at
    from import_row
    where why is not null and ${table} <> 'patient_search_key'`.execute(db);
  const { rows } = await sql<RowCounts>`
    select count(*) filter (where before is null)::int as removed,
      count(*) filter (where before is not null)::int as restored
    from import_row
    where why is null`.execute(db);
  return rows[0] ?? { removed: 0, restored: 0 };
}

/** Pairs that nobody decided, of patients who go or are as before again. */
export async function dropOpenMatches(db: Db, practice: PracticeId, since: Date): Promise<void> {
  await sql`
    delete from possible_match m
    using taken_patient t
    where m.practice_id = ${practice} and t.why is null and m.state = 'open'
      and (m.patient_a = t.id or m.patient_b = t.id)`.execute(db);
  await sql`
    delete from possible_match m
    using undo_touched t
    where m.practice_id = ${practice} and m.state = 'open' and m.found_at >= ${since}
      and (m.patient_a = t.patient_id or m.patient_b = t.patient_id)`.execute(db);
}

export async function countTaken(db: Db): Promise<{ readonly patients: number; readonly visits: number }> {
  const { rows } = await sql<{ patients: number; visits: number }>`
    select (select count(*) from taken_patient where why is null)::int as patients,
      (select count(*) from taken_visit where why is null)::int as visits`.execute(db);
  return rows[0] ?? { patients: 0, visits: 0 };
}

export interface StayCount {
  readonly what: string;
  readonly why: string;
  readonly at: Date | null;
  readonly count: number;
}

export async function countStays(db: Db): Promise<readonly StayCount[]> {
  const { rows } = await sql<StayCount>`
    select what, why, at, count(*)::int as count
    from undo_stay
    group by what, why, at
    order by count(*) desc, what, why, at
    limit 100`.execute(db);
  return rows;
}

export interface StayingRow {
  readonly what: string;
  readonly id: string | null;
  readonly patientId: PatientId | null;
  readonly why: string;
  readonly at: Date | null;
}

export async function listStays(db: Db, limit: number): Promise<readonly StayingRow[]> {
  const { rows } = await sql<StayingRow>`
    select what, id, patient_id as "patientId", why, at
    from undo_stay
    order by what, patient_id, id
    limit ${limit}`.execute(db);
  return rows;
}
