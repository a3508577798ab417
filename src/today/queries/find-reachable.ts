import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PatientId, PracticeId } from '../../kit/ids.ts';

/** Who of these has an address of a kind, their own or of whoever may receive it for them. */
export async function findReachable(
  db: Db,
  practice: PracticeId,
  patients: readonly PatientId[],
  kind: 'mobile' | 'email' | 'post',
): Promise<ReadonlySet<PatientId>> {
  if (patients.length === 0) return new Set();
  const found = await sql<{ id: PatientId }>`
    select distinct cp.patient_id as id
    from contact_point cp
    left join related_person r on r.practice_id = ${practice} and r.id = cp.related_person_id
    where cp.practice_id = ${practice} and cp.patient_id = any(${[...patients]}::uuid[]) and cp.valid
      and cp.kind = ${kind} and (cp.related_person_id is null or r.may_receive)`.execute(db);
  return new Set(found.rows.map(({ id }) => id));
}
