import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { ImportId, PracticeId } from '../kit/ids.ts';

/**
 * Takes out the visits in `taken_visit` that go, and what the ledger says of this import about them and about those in
 * `import_row` that are put back. Notes whose visits changed in `undo_touched`.
 */
export async function removeTakenVisits(db: Db, practice: PracticeId, importId: ImportId): Promise<void> {
  await sql`
    select take_back_ledgers(${importId}, '{}', array(
      select id from taken_visit where why is null
      union all
      select (key ->> 'id')::uuid from import_row where why is null))`.execute(db);
  await sql`
    insert into undo_touched
    select patient_id from taken_visit where why is null
    union all
    select (whole ->> 'patient_id')::uuid
    from import_row r
    cross join lateral (values (r.before), (r.after)) w (whole)
    where r.why is null and whole is not null`.execute(db);
  await sql`
    delete from visit v
    using taken_visit t
    where v.practice_id = ${practice} and v.id = t.id and t.why is null`.execute(db);
}

/** Marks the patients in `undo_touched` for the next summary; those who go need none. */
export async function markTouched(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    delete from visit_dirty d
    using taken_patient t
    where d.practice_id = ${practice} and d.patient_id = t.id and t.why is null`.execute(db);
  await sql`
    insert into visit_dirty (practice_id, patient_id)
    select distinct ${practice}::int, u.patient_id
    from undo_touched u
    where not exists (select from taken_patient t where t.id = u.patient_id and t.why is null)
    on conflict do nothing`.execute(db);
}
