import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PatientId, PracticeId } from '../../kit/ids.ts';

export interface OpenedPatient {
  readonly pronunciation: string;
  readonly pronouns: string;
  readonly language: string | null;
  readonly needsInterpreter: boolean;
  readonly exited: boolean;
}

export async function findOpenedPatient(
  db: Db,
  practice: PracticeId,
  id: PatientId,
): Promise<OpenedPatient | undefined> {
  const row = await db
    .selectFrom('patient')
    .select([
      'pronunciation',
      'pronouns',
      'spoken_language',
      'written_language',
      'needs_interpreter',
      'status',
      'deceased_on',
    ])
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    pronunciation: row.pronunciation,
    pronouns: row.pronouns,
    language: row.spoken_language ?? row.written_language,
    needsInterpreter: row.needs_interpreter,
    exited: row.status === 'exited' || row.deceased_on !== null,
  };
}

export interface LastContact {
  readonly at: Date;
  readonly channel: string;
  readonly by: string;
  readonly reached: boolean;
}

export async function listLastContacts(
  db: Db,
  practice: PracticeId,
  id: PatientId,
): Promise<readonly LastContact[]> {
  const found = await sql<LastContact>`
    select c.at, c.channel, coalesce(m.display_name, 'Keepwell') as by, c.reached
    from contact_made c
    left join staff_member m on m.practice_id = ${practice} and m.id = c.by_staff
    where c.practice_id = ${practice} and c.patient_id = ${id} and not c.undone
    order by c.at desc, c.id limit 3`.execute(db);
  return found.rows;
}
