import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PatientId, PracticeId } from '../../kit/ids.ts';
import { envelopeJoin } from '../../patients/reading.ts';

/** Who of these has an address of a kind, their own or of whoever may receive it for them. */
export async function findReachable(
  db: Db,
  practice: PracticeId,
  patients: readonly PatientId[],
  kind: 'mobile' | 'email' | 'post',
): Promise<ReadonlySet<PatientId>> {
  if (patients.length === 0) return new Set();
  const found = await sql<{ id: PatientId }>`
    select cp.patient_id as id
    from contact_point cp
    left join related_person r on r.practice_id = ${practice} and r.id = cp.related_person_id
    where cp.practice_id = ${practice} and cp.patient_id = any(${[...patients]}::uuid[]) and cp.valid
      and cp.kind = ${kind} and (cp.related_person_id is null or r.may_receive)
    union
    select p.id from patient p ${envelopeJoin(practice, sql`p.id`)}
    where p.practice_id = ${practice} and p.id = any(${[...patients]}::uuid[]) and ${kind} = 'post'
      and envelope.address <> ''`.execute(db);
  return new Set(found.rows.map(({ id }) => id));
}
