import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { PatientId, PracticeId } from '../kit/ids.ts';

export interface SeenBy {
  readonly staffMemberId: string | null;
  readonly name: string | null;
  readonly lastAt: Date;
  readonly times: number;
  readonly on: readonly string[];
}

// Lists name many patients at a glance; who only stood in one was not looked at.
const lists = [
  'patients.list',
  'patients.search',
  'patients.seenBy',
  'today.list',
  'today.done',
  'matches.list',
  'matches.merges',
];

/** Who read or changed one patient's record in the last 30 days, the newest first; at most 100 people. */
export async function listSeenBy(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  now: Date,
): Promise<readonly SeenBy[]> {
  const found = await sql<SeenBy>`
    select e.staff_member_id as "staffMemberId", m.display_name as name, max(e.at) as "lastAt", count(*)::int as times,
      array_agg(distinct e.action order by e.action) as on
    from audit_event e
    left join staff_member m on m.practice_id = ${practice} and m.id = e.staff_member_id
    where e.practice_id = ${practice} and e.patient_ids @> array[${patient}]::uuid[] and e.result = 'ok'
      and e.at > ${now}::timestamptz - interval '30 days' and e.action <> all(${lists}::text[])
    group by e.staff_member_id, m.display_name
    order by max(e.at) desc limit 100`.execute(db);
  return found.rows;
}
