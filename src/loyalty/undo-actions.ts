import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { PracticeId } from '../kit/ids.ts';

/** Summaries and scores of patients in `taken_patient` who go; the next scoring makes everybody else's anew. */
export async function dropScoresOfTaken(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    delete from rhythm_score s
    using taken_patient t
    where s.practice_id = ${practice} and s.patient_id = t.id and t.why is null`.execute(db);
  await sql`
    delete from visit_summary s
    using taken_patient t
    where s.practice_id = ${practice} and s.patient_id = t.id and t.why is null`.execute(db);
}

/** Models of services in `import_row` that go with the import that made them: nobody has a visit of those. */
export async function dropModelsOfTaken(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    delete from rhythm_model m
    using import_row r
    where m.practice_id = ${practice} and r.why is null and r.before is null
      and m.service_id = (r.key ->> 'id')::uuid`.execute(db);
  await sql`
    delete from rhythm_score m
    using import_row r
    where m.practice_id = ${practice} and r.why is null and r.before is null
      and m.service_id = (r.key ->> 'id')::uuid`.execute(db);
  await sql`
    delete from visit_summary m
    using import_row r
    where m.practice_id = ${practice} and r.why is null and r.before is null
      and m.service_id = (r.key ->> 'id')::uuid`.execute(db);
}
