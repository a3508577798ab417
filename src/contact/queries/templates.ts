import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PracticeId, StaffMemberId, TemplateId } from '../../kit/ids.ts';
import type { LegalClass } from '../messages/ask.ts';
import type { Paper, SpokenWords } from '../templates/render.ts';

export interface TemplateVersion {
  readonly id: string;
  readonly templateId: TemplateId;
  readonly code: string;
  readonly title: Readonly<Record<string, string>>;
  readonly version: number;
  readonly legalClass: LegalClass;
  readonly thirdPartyPaid: boolean;
  readonly paper: Paper;
  readonly words: Readonly<Record<string, SpokenWords>>;
  readonly by: string | null;
  readonly at: Date;
  readonly archived: boolean;
}

const columns = sql`
  v.id, v.template_id as "templateId", t.code, t.title, v.version, v.legal_class as "legalClass",
  v.third_party_paid as "thirdPartyPaid", v.paper, v.words, s.display_name as by, v.created_at as at,
  t.archived_at is not null as archived`;

/** The newest version of each template. */
export async function listNewestVersions(db: Db, practice: PracticeId): Promise<readonly TemplateVersion[]> {
  const found = await sql<TemplateVersion>`
    select distinct on (t.code) ${columns}
    from template t
    join template_version v on v.practice_id = ${practice} and v.template_id = t.id
    left join staff_member s on s.practice_id = ${practice} and s.id = v.by_staff
    where t.practice_id = ${practice}
    order by t.code, v.version desc limit 500`.execute(db);
  return found.rows;
}

/** All versions of one, the newest first. */
export async function listVersions(
  db: Db,
  practice: PracticeId,
  template: TemplateId,
): Promise<readonly TemplateVersion[]> {
  const found = await sql<TemplateVersion>`
    select ${columns}
    from template t
    join template_version v on v.practice_id = ${practice} and v.template_id = t.id
    left join staff_member s on s.practice_id = ${practice} and s.id = v.by_staff
    where t.practice_id = ${practice} and t.id = ${template}
    order by v.version desc limit 200`.execute(db);
  return found.rows;
}

export interface NewTemplate {
  readonly id: TemplateId;
  readonly code: string;
  readonly title: Readonly<Record<string, string>>;
}

/** @returns false when its code is taken */
export async function insertTemplate(db: Db, practice: PracticeId, template: NewTemplate): Promise<boolean> {
  const { id, code, title } = template;
  const row = await db
    .insertInto('template')
    .values({ practice_id: practice, id, code, title: JSON.stringify(title) })
    .onConflict((conflict) => conflict.columns(['practice_id', 'code']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export interface NewVersion {
  readonly id: string;
  readonly templateId: TemplateId;
  readonly legalClass: LegalClass;
  readonly thirdPartyPaid: boolean;
  readonly paper: Paper;
  readonly words: Readonly<Record<string, SpokenWords>>;
  readonly by: StaffMemberId | null;
}

/** Whoever saves the same template waits until this transaction ends. */
export async function lockTemplate(db: Db, practice: PracticeId, template: TemplateId): Promise<void> {
  await sql`select from template where practice_id = ${practice} and id = ${template} for update`.execute(db);
}

/** Adds the next version; the row of its template is locked, so that two never have one number. */
export async function insertVersion(
  db: Db,
  practice: PracticeId,
  version: NewVersion,
  now: Date,
): Promise<void> {
  const { id, templateId, legalClass, thirdPartyPaid, paper, words, by } = version;
  await lockTemplate(db, practice, templateId);
  await sql`
    insert into template_version (practice_id, id, template_id, version, legal_class, third_party_paid, paper, words,
      by_staff, created_at)
    select ${practice}, ${id}, ${templateId}, coalesce(max(version), 0) + 1, ${legalClass}, ${thirdPartyPaid},
      ${paper}, ${JSON.stringify(words)}::jsonb, ${by}, ${now}
    from template_version where practice_id = ${practice} and template_id = ${templateId}`.execute(db);
}

export async function renameTemplate(
  db: Db,
  practice: PracticeId,
  template: TemplateId,
  title: Readonly<Record<string, string>>,
): Promise<void> {
  await db
    .updateTable('template')
    .set({ title: JSON.stringify(title) })
    .where('practice_id', '=', practice)
    .where('id', '=', template)
    .execute();
}
