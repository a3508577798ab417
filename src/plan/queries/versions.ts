import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PracticeId, StaffMemberId } from '../../kit/ids.ts';
import type { Plan, Statement } from '../model.ts';

export interface PlanVersion {
  readonly version: number;
  readonly at: Date;
  readonly by: string | null;
  /** What was changed, told. */
  readonly what: string;
}

export async function readStatement(db: Db, practice: PracticeId): Promise<Statement> {
  const row = await db
    .selectFrom('plan_statement')
    .select(['objective', 'mission', 'methods'])
    .where('practice_id', '=', practice)
    .executeTakeFirst();
  return row ?? { objective: '', mission: '', methods: [] };
}

export async function writeStatement(db: Db, practice: PracticeId, statement: Statement): Promise<void> {
  const values = { ...statement, methods: [...statement.methods] };
  await db
    .insertInto('plan_statement')
    .values({ practice_id: practice, ...values })
    .onConflict((conflict) => conflict.column('practice_id').doUpdateSet(values))
    .execute();
}

/** Two who save at once wait for each other, so that no version is lost. */
export async function lockVersions(db: Db, practice: PracticeId): Promise<void> {
  await sql`select pg_advisory_xact_lock(4633, ${practice})`.execute(db);
}

/** Adds a version unless the plan is as the newest has it. @returns its number, or that of the newest */
export async function addVersion(
  db: Db,
  practice: PracticeId,
  version: { readonly by: StaffMemberId | null; readonly what: string; readonly content: unknown },
): Promise<number> {
  const content = JSON.stringify(version.content);
  const found = await sql<{ version: number }>`
    with newest as (
      select version, content from plan_version where practice_id = ${practice} order by version desc limit 1
    ),
    added as (
      insert into plan_version (practice_id, version, by_staff, what, content)
      select ${practice}::int, coalesce((select version from newest), 0) + 1, ${version.by}::uuid, ${version.what},
        ${content}::jsonb
      where not exists (select from newest where newest.content = ${content}::jsonb)
      returning version
    )
    select coalesce((select version from added), (select version from newest)) as version`.execute(db);
  return found.rows[0]?.version ?? 1;
}

export async function countVersions(db: Db, practice: PracticeId): Promise<number> {
  const row = await db
    .selectFrom('plan_version')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('practice_id', '=', practice)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** The newest first. */
export async function listVersions(db: Db, practice: PracticeId, limit = 100): Promise<PlanVersion[]> {
  return db
    .selectFrom('plan_version as v')
    .leftJoin('staff_member as m', (join) =>
      join.on('m.practice_id', '=', practice).onRef('m.id', '=', 'v.by_staff'),
    )
    .select(['v.version', 'v.at', 'm.display_name as by', 'v.what'])
    .where('v.practice_id', '=', practice)
    .orderBy('v.version', 'desc')
    .limit(limit)
    .execute();
}

export async function findVersion(
  db: Db,
  practice: PracticeId,
  version: number,
): Promise<Omit<Plan, 'id'> | undefined> {
  const row = await db
    .selectFrom('plan_version')
    .select('content')
    .where('practice_id', '=', practice)
    .where('version', '=', version)
    .executeTakeFirst();
  return row?.content as Plan | undefined;
}
