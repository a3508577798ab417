import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import { newId, type PatientId, type PracticeId } from '../../kit/ids.ts';

/** What was written into the ledger, and why. */
export interface SuppressionKind {
  readonly scope: 'all' | 'marketing' | 'number';
  readonly reason: string;
}

/**
 * Lifts what was written for this reason. The ledger keeps both rows; a scope that is held for another reason as well
 * stays as it is.
 * @returns which were lifted
 */
export async function liftSuppressions(
  db: Db,
  practice: PracticeId,
  hashes: readonly Buffer[],
  { scope, reason }: SuppressionKind,
  now: Date,
): Promise<readonly Buffer[]> {
  const lifted: Buffer[] = [];
  for (const hash of hashes) {
    const held = await sql<{ reason: string }>`
      select s.reason from suppression s
      where s.practice_id = ${practice} and s.contact_hash = ${hash} and s.scope = ${scope} and not s.lifted
        and not exists (select from suppression later
          where later.practice_id = ${practice} and later.contact_hash = ${hash} and later.scope = ${scope}
            and later.lifted and later.at > s.at)
      order by s.at limit 100`.execute(db);
    if (held.rows.length === 0 || held.rows.some((row) => row.reason !== reason)) continue;
    await sql`
      insert into suppression (practice_id, id, contact_hash, scope, reason, lifted, at)
      values (${practice}, ${newId(now.getTime())}, ${hash}, ${scope}, ${reason}, true, ${now})`.execute(db);
    lifted.push(hash);
  }
  return lifted;
}

const hashOf = sql`sha256(convert_to(c.normal, 'UTF8'))`;

/** The addresses under which the gate would write to a patient, and which are silenced so. */
export async function listSilencedAddresses(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  { scope, reason }: SuppressionKind,
): Promise<readonly Buffer[]> {
  const found = await sql<{ hash: Buffer }>`
    select distinct ${hashOf} as hash from contact_point c
    left join related_person other on other.practice_id = ${practice} and other.id = c.related_person_id
    join suppression s on s.practice_id = ${practice} and s.contact_hash = ${hashOf} and s.scope = ${scope}
      and s.reason = ${reason} and not s.lifted
    where c.practice_id = ${practice} and c.patient_id = ${patient} and c.kind = 'email' and c.valid
      and (c.related_person_id is null or other.may_receive)
      and not exists (select from suppression later
        where later.practice_id = ${practice} and later.contact_hash = s.contact_hash and later.scope = ${scope}
          and later.lifted and later.at > s.at)
    order by hash limit 100`.execute(db);
  return found.rows.map(({ hash }) => hash);
}

/** Who else has one of these addresses, and had wanted news there. */
export async function listOthersAt(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  hashes: readonly Buffer[],
): Promise<readonly PatientId[]> {
  if (hashes.length === 0) return [];
  const found = await sql<{ patient_id: PatientId }>`
    select distinct c.patient_id from contact_point c
    join contact_point mine on mine.practice_id = ${practice} and mine.patient_id = ${patient}
      and mine.kind = 'email' and mine.normal = c.normal
    where c.practice_id = ${practice} and c.kind = 'email' and c.patient_id <> ${patient}
      and ${hashOf} = any(${hashes}::bytea[])
      and (select w.granted from consent w
        where w.practice_id = ${practice} and w.patient_id = c.patient_id and w.purpose = 'marketing'
          and w.channel in ('email', 'any')
        order by w.at desc, w.granted, w.id desc limit 1)
    order by c.patient_id limit 10000`.execute(db);
  return found.rows.map(({ patient_id }) => patient_id);
}
