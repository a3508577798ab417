import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PracticeId } from '../../kit/ids.ts';

/** Who had a message of the same touchpoint within its days of rest, as `code patient`. */
export async function findResting(
  db: Db,
  practice: PracticeId,
  touchpoints: readonly { readonly code: string; readonly restDays: number | null }[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const rests = new Map(
    touchpoints.flatMap(({ code, restDays }) => (restDays === null ? [] : [[code, restDays]])),
  );
  if (rests.size === 0) return new Set();
  const found = await sql<{ key: string }>`
    select distinct m.source || ' ' || m.patient_id as key
    from unnest(${[...rests.keys()]}::text[], ${[...rests.values()]}::int[]) r(code, days)
    join message m on m.practice_id = ${practice} and m.source = r.code
    where m.state not in ('cancelled', 'held', 'failed')
      and m.state_at > ${now}::timestamptz - make_interval(days => r.days)`.execute(db);
  return new Set(found.rows.map(({ key }) => key));
}
