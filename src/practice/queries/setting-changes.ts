import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PracticeId, SettingChangeId, StaffMemberId } from '../../kit/ids.ts';

export type SettingSubject = 'practice' | 'location' | 'service';

export interface SettingChange {
  readonly id: SettingChangeId;
  readonly at: Date;
  readonly by: string | null;
  readonly subject: SettingSubject;
  readonly subjectId: string | null;
  readonly field: string;
  readonly was: unknown;
}

export async function insertSettingChange(
  db: Db,
  practice: PracticeId,
  change: Omit<SettingChange, 'by'> & {
    readonly staffMember: StaffMemberId | null;
    readonly became: unknown;
  },
): Promise<void> {
  await db
    .insertInto('setting_change')
    .values({
      practice_id: practice,
      id: change.id,
      at: change.at,
      staff_member_id: change.staffMember,
      subject: change.subject,
      subject_id: change.subjectId,
      field: change.field,
      was: JSON.stringify(change.was),
      became: JSON.stringify(change.became),
    })
    .execute();
}

/** The last change of each setting, the newest first. */
export async function listLastChanges(db: Db, practice: PracticeId): Promise<readonly SettingChange[]> {
  const found = await sql<SettingChange>`
    select c.id, c.at, m.display_name as by, c.subject, c.subject_id as "subjectId", c.field, c.was
    from (
      select distinct on (subject, subject_id, field) * from setting_change where practice_id = ${practice}
      order by subject, subject_id, field, id desc
    ) c
    left join staff_member m on m.practice_id = ${practice} and m.id = c.staff_member_id
    order by c.id desc limit 2000`.execute(db);
  return found.rows;
}

export interface FoundChange {
  readonly subject: SettingSubject;
  readonly subjectId: string | null;
  readonly field: string;
  readonly was: unknown;
  readonly became: unknown;
}

export function findSettingChange(
  db: Db,
  practice: PracticeId,
  id: SettingChangeId,
): Promise<FoundChange | undefined> {
  return db
    .selectFrom('setting_change')
    .select(['subject', 'subject_id as subjectId', 'field', 'was', 'became'])
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .executeTakeFirst();
}
