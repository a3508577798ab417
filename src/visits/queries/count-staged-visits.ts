import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PracticeId } from '../../kit/ids.ts';
import type { OrphanedVisit, OrphanedVisits, VisitCounts } from '../model.ts';

/** What became of the staged rows, by file. A row that only repeats another is unchanged. */
export async function countStagedVisits(
  db: Db,
  orphans: OrphanedVisits,
): Promise<{ readonly byFile: ReadonlyMap<number, VisitCounts>; readonly held: number }> {
  const { rows } = await sql<{
    file: number;
    staged: number;
    held: number;
    updated: number;
    repeats: number;
  }>`
    select file, sum(staged)::int as staged, sum(held)::int as held, sum(updated)::int as updated,
      sum(repeats)::int as repeats
    from (
      select file, count(*) as staged, 0 as held, 0 as updated, 0 as repeats from stage_visit group by file
      union all
      select s.file, 0, count(*), count(*) filter (where h.changed), 0
      from stage_visit_held h
      join stage_visit s on s.ord = h.ord
      group by s.file
      union all
      select file, 0, 0, 0, count(*) from stage_visit_repeat group by file
    ) c
    group by file`.execute(db);
  const byFile = new Map(
    rows.map((row) => {
      const orphaned = orphans.byFile.get(row.file) ?? 0;
      const added = row.staged - row.held - orphaned;
      return [
        row.file,
        { added, updated: row.updated, unchanged: row.held - row.updated + row.repeats, orphaned },
      ];
    }),
  );
  return { byFile, held: rows.reduce((sum, row) => sum + row.held, 0) };
}

/** Staged visits whose patient nobody knows. @param most of them are listed; all are counted */
export async function listOrphanedVisits(
  db: Db,
  practice: PracticeId,
  most: number,
): Promise<OrphanedVisits> {
  await sql`
    create temp table stage_visit_orphan on commit drop as
    select s.file, s.row_number as row, coalesce(s.patient_value, '') as "patientValue"
    from stage_visit s
    left join patient_identifier i
      on i.practice_id = ${practice} and i.system = s.patient_system and i.value = s.patient_value
    where s.patient_id is null and i.patient_id is null
      and not exists (select from stage_visit_held h where h.ord = s.ord)`.execute(db);
  const first = await sql<OrphanedVisit>`
    select file, row, "patientValue" from stage_visit_orphan order by file, row limit ${most}`.execute(db);
  const counts = await sql<{ file: number; visits: number }>`
    select file, count(*)::int as visits from stage_visit_orphan group by file`.execute(db);
  await sql`drop table stage_visit_orphan`.execute(db);
  return { first: first.rows, byFile: new Map(counts.rows.map(({ file, visits }) => [file, visits])) };
}
