import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PracticeId } from '../../kit/ids.ts';
import type { CountsByFile, OrphanedRemark, PatientMerge } from '../model.ts';

/**
 * Finds the patients of remarks, once all patients of the import have their identifiers.
 * @param most of those of nobody are listed; all are counted
 */
export async function matchStagedRemarks(
  db: Db,
  practice: PracticeId,
  most: number,
): Promise<PatientMerge['orphans']> {
  await sql`
    create temp table stage_remark_match on commit drop as
    select r.id as stage_id, r.ord, r.file, i.patient_id
    from stage_remark r
    join patient_identifier i
      on i.practice_id = ${practice} and i.system = r.system and i.value = r.value`.execute(db);
  await sql`analyze stage_remark_match`.execute(db);
  const orphaned = sql`not exists (select from stage_remark_match m where m.stage_id = r.id)`;
  const first = await sql<OrphanedRemark>`
    select r.file, r.row_number as row, r.value as "patientValue"
    from stage_remark r
    where ${orphaned}
    order by r.file, r.row_number
    limit ${most}`.execute(db);
  const counts = await sql<{ file: number; remarks: number }>`
    select r.file, count(*)::int as remarks from stage_remark r where ${orphaned} group by r.file`.execute(
    db,
  );
  return { first: first.rows, byFile: new Map(counts.rows.map(({ file, remarks }) => [file, remarks])) };
}

/** The counts of patients and of remarks together: a remark adds something, or adds to something, or neither. */
export async function countStagedRemarks(db: Db, patients: CountsByFile): Promise<CountsByFile> {
  const { rows } = await sql<{ file: number; added: number; updated: number; unchanged: number }>`
    with detail as (
      select id, stage_id from stage_consent union all select id, stage_id from stage_related
    ), change as (
      select d.stage_id, bool_or(a.is_new) as is_new
      from stage_detail_added a
      join detail d on d.id = a.id
      group by d.stage_id
    )
    select m.file,
      count(*) filter (where c.is_new)::int as added,
      count(*) filter (where not c.is_new)::int as updated,
      count(*) filter (where c.is_new is null)::int as unchanged
    from stage_remark_match m
    left join change c on c.stage_id = m.stage_id
    group by m.file`.execute(db);
  const byFile = new Map(patients);
  for (const { file, ...counts } of rows) {
    const held = byFile.get(file) ?? { added: 0, updated: 0, unchanged: 0 };
    byFile.set(file, {
      added: held.added + counts.added,
      updated: held.updated + counts.updated,
      unchanged: held.unchanged + counts.unchanged,
    });
  }
  return byFile;
}
