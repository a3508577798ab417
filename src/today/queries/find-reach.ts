import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { ActId, PatientId, PracticeId } from '../../kit/ids.ts';
import type { Viewpoint } from '../../visits/reading.ts';

const kinds = { email: 'email', text: 'mobile' } as const;

/**
 * Of these patients, whom a message of this channel reaches: they, or whoever may receive for them, have an address
 * that is not known to be wrong.
 */
export async function findReached(
  db: Db,
  { practice }: Pick<Viewpoint, 'practice'>,
  patients: readonly PatientId[],
  channel: keyof typeof kinds,
): Promise<ReadonlySet<PatientId>> {
  if (patients.length === 0) return new Set();
  const found = await sql<{ patient_id: PatientId }>`
    select distinct cp.patient_id from contact_point cp
    left join related_person other on other.practice_id = ${practice} and other.id = cp.related_person_id
    where cp.practice_id = ${practice} and cp.patient_id = any(${[...new Set(patients)]}::uuid[])
      and cp.kind = ${kinds[channel]} and cp.valid
      and (cp.related_person_id is null or other.may_receive)`.execute(db);
  return new Set(found.rows.map((row) => row.patient_id));
}

/** Patient and occurrence of what a touchpoint has said by itself, or may have: nobody says it again by phone. */
export async function findMessaged(
  db: Db,
  { practice }: Pick<Viewpoint, 'practice'>,
  source: string,
  patients: readonly PatientId[],
): Promise<ReadonlySet<string>> {
  if (patients.length === 0) return new Set();
  const found = await sql<{ key: string }>`
    select patient_id || ' ' || occurrence as key from message
    where practice_id = ${practice} and source = ${source} and patient_id = any(${[...patients]}::uuid[])
      and state in ('claimed', 'handed', 'accepted', 'delivered', 'unknown')`.execute(db);
  return new Set(found.rows.map(({ key }) => key));
}

/** Of these acts, which a person has done. */
export async function findDone(
  db: Db,
  practice: PracticeId,
  acts: readonly ActId[],
): Promise<ReadonlySet<ActId>> {
  if (acts.length === 0) return new Set();
  const found = await sql<{ id: ActId }>`
    select id from act where practice_id = ${practice} and id = any(${[...acts]}::uuid[]) and state = 'done'`.execute(
    db,
  );
  return new Set(found.rows.map(({ id }) => id));
}
