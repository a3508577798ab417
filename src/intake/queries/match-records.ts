import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import { newId, type PatientId, type PracticeId } from '../../kit/ids.ts';
import { comparableAddress } from '../../patients/match-actions.ts';
import type { BirthPrecision, MatchRecord, PatientIdentifier, Sex } from '../../patients/model.ts';

interface Row {
  readonly id: PatientId;
  readonly familyName: string;
  readonly givenName: string;
  readonly fullName: string;
  readonly preferredName: string;
  readonly birthDate: string | null;
  readonly birthPrecision: BirthPrecision | null;
  readonly sex: Sex;
  readonly identifiers: readonly PatientIdentifier[];
  readonly points: readonly { readonly kind: string; readonly normal: string }[];
}

/** The next patients in order of id, as they are compared. @param only of these; all when left out */
export async function listMatchRecords(
  db: Db,
  practice: PracticeId,
  after: string,
  limit: number,
  only?: readonly PatientId[],
): Promise<readonly MatchRecord[]> {
  const found = await sql<Row>`
    select p.id, p.family_name as "familyName", p.given_name as "givenName", p.full_name as "fullName",
      p.preferred_name as "preferredName", p.birth_date::text as "birthDate",
      p.birth_precision as "birthPrecision", p.sex,
      coalesce((
        select jsonb_agg(jsonb_build_object('system', i.system, 'value', i.value) order by i.system, i.value)
        from patient_identifier i
        where i.practice_id = ${practice} and i.patient_id = p.id), '[]') as identifiers,
      coalesce((
        select jsonb_agg(jsonb_build_object('kind', c.kind, 'normal', c.normal) order by c.rank, c.kind, c.id)
        from contact_point c
        where c.practice_id = ${practice} and c.patient_id = p.id and c.valid and c.related_person_id is null
      ), '[]') as points
    from patient p
    where p.practice_id = ${practice} and p.id > ${after}
      ${only === undefined ? sql`` : sql`and p.id = any(${only}::uuid[])`}
    order by p.id
    limit ${limit}`.execute(db);
  return found.rows.map(toRecord);
}

function toRecord(row: Row): MatchRecord {
  const of = (...kinds: readonly string[]): readonly string[] =>
    row.points.filter(({ kind }) => kinds.includes(kind)).map(({ normal }) => normal);
  const post = of('post')[0];
  return {
    id: row.id,
    identifiers: row.identifiers,
    familyName: row.familyName || undefined,
    givenName: row.givenName || undefined,
    fullName: row.fullName || undefined,
    preferredName: row.preferredName || undefined,
    birthDate: row.birthDate ?? undefined,
    birthPrecision: row.birthPrecision ?? undefined,
    sex: row.sex,
    phones: of('mobile', 'phone'),
    emails: of('email'),
    ...(post === undefined ? {} : comparableAddress(post)),
  };
}

// An import that was still being written when the last comparison began has rows that are older than it.
const longestImport = '1 hour';

/** Patients that are new or changed since the last comparison, in order of id. */
export async function listUncompared(
  db: Db,
  practice: PracticeId,
  after: string,
  limit: number,
): Promise<readonly PatientId[]> {
  const found = await sql<{ id: PatientId }>`
    with since as (
      select coalesce(max(through) - ${longestImport}::interval, '-infinity') as at
      from matching_run
      where practice_id = ${practice}
    )
    select p.id
    from patient p, since
    where p.practice_id = ${practice} and p.id > ${after}
      and (p.updated_at >= since.at or exists (
        select from contact_point c
        where c.practice_id = ${practice} and c.patient_id = p.id and c.created_at >= since.at))
    order by p.id
    limit ${limit}`.execute(db);
  return found.rows.map(({ id }) => id);
}

/** What was changed until then has been compared. */
export async function recordMatchingRun(
  db: Db,
  practice: PracticeId,
  run: {
    readonly through: Date;
    readonly compared: number;
    readonly merged: number;
    readonly possible: number;
  },
): Promise<void> {
  await db
    .insertInto('matching_run')
    .values({ practice_id: practice, id: newId(run.through.getTime()), ...run })
    .execute();
}
