import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { ImportId, PracticeId } from '../kit/ids.ts';

/**
 * Takes the words back that the import brought: all of patients in `taken_patient` who go, and the grants in
 * `import_row`. An opt-out of a patient who was here before stays.
 */
export async function takeBackConsents(db: Db, practice: PracticeId, importId: ImportId): Promise<void> {
  await sql`
    update import_row set why = 'opted_out'
    where why is null and before is null and after ->> 'granted' = 'false'`.execute(db);
  await sql`
    select take_back_ledgers(${importId}, array(
      select c.id
      from consent c
      join taken_patient t on t.id = c.patient_id and t.why is null
      where c.practice_id = ${practice}
      union all
      select (key ->> 'id')::uuid from import_row where why is null), '{}')`.execute(db);
}

/**
 * A death and an opt-out that the import brought stay: the patient in `import_row` gets everything else back. Says so of
 * these in `undo_stay`, and notes in `undo_touched` whose standing changes.
 */
export async function keepDeathsAndOptOuts(db: Db): Promise<void> {
  await sql`
    with kept as (
      update import_row
      set before = before || jsonb_build_object('status', now -> 'status', 'exit_reason', now -> 'exit_reason',
        'exited_on', now -> 'exited_on', 'deceased_on', now -> 'deceased_on')
      where why is null and before is not null
        and ((after ->> 'deceased_on' is not null and before ->> 'deceased_on' is null)
          or (after ->> 'exit_reason' in ('died', 'opted_out')
            and before ->> 'exit_reason' is distinct from after ->> 'exit_reason'))
      returning key, after
    )
    insert into undo_stay (what, id, patient_id, why)
    select 'patient', (key ->> 'id')::uuid, (key ->> 'id')::uuid,
      case when after ->> 'exit_reason' = 'opted_out' then 'opted_out' else 'died' end
    from kept`.execute(db);
  await sql`
    insert into undo_touched select (key ->> 'id')::uuid from import_row where why is null`.execute(db);
}

/** Takes out the patients in `taken_patient` who go; what hung on them is gone before. */
export async function removeTakenPatients(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    delete from patient p
    using taken_patient t
    where p.practice_id = ${practice} and p.id = t.id and t.why is null`.execute(db);
}
