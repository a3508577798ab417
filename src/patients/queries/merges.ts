import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { JournalEntry } from '../../database/repoint.ts';
import type { MergeId, PatientId, PracticeId, StaffMemberId } from '../../kit/ids.ts';
import type { MatchReason } from '../model.ts';

export interface NewMerge {
  readonly id: MergeId;
  readonly survivor: PatientId;
  readonly merged: PatientId;
  readonly decided: 'auto' | 'staff';
  readonly by: StaffMemberId | null;
  readonly score: number | null;
  readonly why: readonly MatchReason[];
}

/** Writes a merge and what it did into the journal. */
export async function recordMerge(
  db: Db,
  practice: PracticeId,
  merge: NewMerge,
  entries: readonly JournalEntry[],
  now: Date,
): Promise<void> {
  await db
    .insertInto('merge')
    .values({
      practice_id: practice,
      id: merge.id,
      survivor_id: merge.survivor,
      merged_id: merge.merged,
      decided: merge.decided,
      by_staff: merge.by,
      score: merge.score,
      why: JSON.stringify(merge.why),
      at: now,
    })
    .execute();
  for (const [position, { table, action, rows }] of entries.entries()) {
    await db
      .insertInto('merge_entry')
      .values({
        practice_id: practice,
        merge_id: merge.id,
        position,
        table_name: table,
        action,
        rows: JSON.stringify(rows),
      })
      .execute();
  }
}

export interface HeldMerge {
  readonly id: MergeId;
  readonly survivor: PatientId;
  readonly merged: PatientId;
  readonly at: Date;
  /** When its rows were written: what is younger was recorded since. */
  readonly writtenAt: string;
  readonly undoneAt: Date | null;
}

/** A merge, locked until the transaction ends. */
export async function findMergeForUpdate(
  db: Db,
  practice: PracticeId,
  id: MergeId,
): Promise<HeldMerge | undefined> {
  const found = await sql<HeldMerge>`
    select id, survivor_id as survivor, merged_id as merged, at, created_at::text as "writtenAt",
      undone_at as "undoneAt"
    from merge
    where practice_id = ${practice} and id = ${id}
    for update`.execute(db);
  return found.rows[0];
}

/** What a merge did, in the order in which it was done. */
export async function listMergeEntries(
  db: Db,
  practice: PracticeId,
  id: MergeId,
): Promise<readonly JournalEntry[]> {
  const found = await sql<JournalEntry>`
    select table_name as table, action, rows
    from merge_entry
    where practice_id = ${practice} and merge_id = ${id}
    order by position
    limit 100`.execute(db);
  return found.rows;
}

export async function markMergeUndone(
  db: Db,
  practice: PracticeId,
  id: MergeId,
  by: StaffMemberId | null,
  now: Date,
): Promise<void> {
  await db
    .updateTable('merge')
    .set({ undone_at: now, undone_by: by })
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .execute();
}

/**
 * Locks two patients and tells the longer known first; of one import, the one whose number an import goes by
 * (match-staged-patients.ts). Fewer than two when one is not there.
 */
export async function lockPair(
  db: Db,
  practice: PracticeId,
  one: PatientId,
  other: PatientId,
): Promise<readonly PatientId[]> {
  const found = await sql<{ id: PatientId }>`
    select id from patient
    where practice_id = ${practice} and id in (${one}, ${other})
    order by id
    for update`.execute(db);
  if (found.rows.length < 2) return [];
  const ordered = await sql<{ id: PatientId }>`
    select p.id
    from patient p
    left join lateral (
      select i.system, i.value
      from patient_identifier i
      where i.practice_id = ${practice} and i.patient_id = p.id
      order by i.created_at, i.system, i.value
      limit 1
    ) own on true
    where p.practice_id = ${practice} and p.id in (${one}, ${other})
    order by p.created_at, own.system, own.value, p.id
    limit 2`.execute(db);
  return ordered.rows.map(({ id }) => id);
}

/** Who a merged patient is now, through as many merges as there were; undefined when nobody of that id was merged. */
export async function findSurvivorOf(
  db: Db,
  practice: PracticeId,
  id: PatientId,
): Promise<PatientId | undefined> {
  const found = await sql<{ id: PatientId }>`
    with recursive chain as (
      select survivor_id as id, 1 as step
      from merge
      where practice_id = ${practice} and merged_id = ${id} and undone_at is null
      union all
      select m.survivor_id, c.step + 1
      from chain c
      join merge m on m.practice_id = ${practice} and m.merged_id = c.id and m.undone_at is null
      where c.step < 50
    )
    select id from chain order by step desc limit 1`.execute(db);
  return found.rows[0]?.id;
}

export interface ListedMerge {
  readonly id: MergeId;
  readonly survivor: PatientId;
  readonly merged: PatientId;
  readonly decided: 'auto' | 'staff';
  readonly by: string | null;
  readonly at: Date;
  readonly undoneAt: Date | null;
}

/** The newest merges first, undone ones too; of one survivor when that is given. */
export async function listMerges(
  db: Db,
  practice: PracticeId,
  limit: number,
  survivor?: PatientId,
): Promise<readonly ListedMerge[]> {
  const found = await sql<ListedMerge>`
    select m.id, m.survivor_id as survivor, m.merged_id as merged, m.decided, s.display_name as by, m.at,
      m.undone_at as "undoneAt"
    from merge m
    left join staff_member s on s.practice_id = ${practice} and s.id = m.by_staff
    where m.practice_id = ${practice}
      and (${survivor ?? null}::uuid is null or (m.survivor_id = ${survivor ?? null} and m.undone_at is null))
    order by m.at desc, m.id
    limit ${limit}`.execute(db);
  return found.rows;
}
