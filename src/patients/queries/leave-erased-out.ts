import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PracticeId } from '../../kit/ids.ts';

/** As `erased_patient.identifier_hash`. @param alias of a table with `system` and `value` */
export function identifierHash(alias: 'i' | 's' | 'r'): RawBuilder<Buffer> {
  return sql`sha256(convert_to(${sql.ref(`${alias}.system`)} || chr(10) || ${sql.ref(`${alias}.value`)}, 'UTF8'))`;
}

/**
 * Takes out of the staging tables whoever was erased at their own wish, under any of their numbers.
 * @returns how many rows of each file; empty where nobody was ever erased, which costs one look
 */
export async function leaveErasedOut(db: Db, practice: PracticeId): Promise<ReadonlyMap<number, number>> {
  const any = await sql`select from erased_patient where practice_id = ${practice} limit 1`.execute(db);
  if (any.rows.length === 0) return new Map();
  const erased = (alias: 'i' | 's' | 'r') => sql`exists (
    select from erased_patient e
    where e.practice_id = ${practice} and e.identifier_hash = ${identifierHash(alias)})`;
  await sql`
    create temp table stage_erased on commit drop as
    select s.id, s.file from stage_patient s where ${erased('s')}
    union
    select s.id, s.file from stage_patient_identifier i join stage_patient s on s.id = i.stage_id
    where ${erased('i')}`.execute(db);
  await sql`delete from stage_related_contact c using stage_related r, stage_erased e
    where r.id = c.related_id and e.id = r.stage_id`.execute(db);
  for (const table of [
    'stage_patient_identifier',
    'stage_contact',
    'stage_key',
    'stage_related',
    'stage_consent',
  ]) {
    await sql`delete from ${sql.table(table)} d using stage_erased e where e.id = d.stage_id`.execute(db);
  }
  await sql`delete from stage_patient s using stage_erased e where e.id = s.id`.execute(db);
  const remarks = await sql<{ file: number; rows: number }>`
    with gone as (delete from stage_remark r where ${erased('r')} returning r.file)
    select file, count(*)::int as rows from gone group by file`.execute(db);
  const { rows } = await sql<{ file: number; rows: number }>`
    select file, count(*)::int as rows from stage_erased group by file`.execute(db);
  await sql`drop table stage_erased`.execute(db);
  const byFile = new Map(remarks.rows.map((one) => [one.file, one.rows]));
  for (const one of rows) byFile.set(one.file, (byFile.get(one.file) ?? 0) + one.rows);
  return byFile;
}
