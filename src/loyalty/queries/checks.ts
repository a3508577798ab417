import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PracticeId, ServiceId } from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { Words } from '../../kit/words.ts';
import type { ServiceCheck } from '../check.ts';
import type { CheckedService } from '../check-engine.ts';

/** The newest checks in place of those of before. */
export async function replaceChecks(
  db: Db,
  practice: PracticeId,
  day: LocalDate,
  madeAt: Date,
  checks: readonly CheckedService[],
): Promise<void> {
  await sql`delete from model_check where practice_id = ${practice}`.execute(db);
  for (const { serviceId, check } of checks) {
    await sql`
      insert into model_check (practice_id, service_id, day, made_at, champion, found)
      values (${practice}, ${serviceId}, ${day}, ${madeAt}, ${check.champion}, ${JSON.stringify(check)})`.execute(
      db,
    );
  }
}

export interface StoredCheck {
  readonly serviceId: ServiceId;
  readonly service: Words;
  readonly day: LocalDate;
  readonly madeAt: Date;
  readonly found: ServiceCheck;
}

/** The service with most patients first. */
export async function listChecks(db: Db, practice: PracticeId): Promise<readonly StoredCheck[]> {
  const found = await sql<StoredCheck>`
    select c.service_id as "serviceId", s.name as service, c.day, c.made_at as "madeAt", c.found
    from model_check c
    join service s on s.practice_id = ${practice} and s.id = c.service_id
    where c.practice_id = ${practice}
    order by (c.found ->> 'patients')::int desc, c.service_id limit 50`.execute(db);
  return found.rows;
}

/** Which model each service is to be scored with; a service that was never checked is not there. */
export async function listChampions(
  db: Db,
  practice: PracticeId,
): Promise<readonly { readonly serviceId: ServiceId; readonly champion: string }[]> {
  const found = await sql<{ serviceId: ServiceId; champion: string }>`
    select service_id as "serviceId", champion from model_check
    where practice_id = ${practice} order by service_id limit 10000`.execute(db);
  return found.rows;
}

export async function findCheckedAt(db: Db, practice: PracticeId): Promise<Date | undefined> {
  const found = await sql<{ madeAt: Date }>`
    select made_at as "madeAt" from model_check where practice_id = ${practice} order by made_at limit 1`.execute(
    db,
  );
  return found.rows[0]?.madeAt;
}

/** How many patients and services there are to be scored. @cost one pass over the temporary table of the scoring */
export async function countScoring(db: Db): Promise<number> {
  const found = await sql<{ n: number }>`select count(*)::int as n from scoring limit 1`.execute(db);
  return found.rows[0]?.n ?? 0;
}

/**
 * The rows of a scoring, or about so many of them: always the same patients, picked by their ids. COPY takes no
 * parameters; what goes into the text is a number.
 */
export function someScoringRows(of: number, most: number): string {
  const all = 'select patient_id, service_id, visit_days, booked, exited from scoring';
  if (of <= most) return all;
  const permille = Math.max(1, Math.floor((1000 * most) / of));
  return `${all} where abs(hashtext(patient_id::text)::bigint) % 1000 < ${permille}`;
}
