import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { MessageId, PatientId, PracticeId } from '../../kit/ids.ts';
import type { MessageChannel } from '../messages/ask.ts';
import type { Purpose } from '../model.ts';

export interface OverdueLease {
  readonly id: MessageId;
  readonly state: 'claimed' | 'handed';
  readonly patientId: PatientId;
  readonly channel: MessageChannel;
  readonly purpose: Purpose;
}

/** Claimed and handed messages whose worker is dead, locked; at most a thousand at once. */
export async function listOverdueLeases(
  db: Db,
  practice: PracticeId,
  now: Date,
): Promise<readonly OverdueLease[]> {
  const found = await sql<OverdueLease>`
    select id, state, patient_id as "patientId", channel, purpose from message
    where practice_id = ${practice} and state in ('claimed', 'handed') and lease_until < ${now}
    order by lease_until, id limit 1000 for update skip locked`.execute(db);
  return found.rows;
}

/** Those of them that are on their way still, locked. */
export async function lockHanded(
  db: Db,
  practice: PracticeId,
  ids: readonly MessageId[],
): Promise<ReadonlySet<MessageId>> {
  if (ids.length === 0) return new Set();
  const found = await sql<{ id: MessageId }>`
    select id from message
    where practice_id = ${practice} and id = any(${[...ids]}::uuid[]) and state = 'handed'
    order by id for update`.execute(db);
  return new Set(found.rows.map(({ id }) => id));
}

/** Uncertain messages of one way out that a provider may be asked about, the oldest first. */
export async function listUncertain(
  db: Db,
  practice: PracticeId,
  via: string,
  limit: number,
): Promise<
  readonly { readonly id: MessageId; readonly clientRef: string; readonly contactId: string | null }[]
> {
  const found = await sql<{ id: MessageId; clientRef: string; contactId: string | null }>`
    select id, client_ref as "clientRef", contact_id as "contactId" from message
    where practice_id = ${practice} and state = 'unknown' and via = ${via}
    order by state_at, id limit ${limit} for update skip locked`.execute(db);
  return found.rows;
}

/** Held messages about a visit that has begun meanwhile: nobody need decide about them any more. */
export async function listHeldTooLong(
  db: Db,
  practice: PracticeId,
  now: Date,
): Promise<readonly { readonly id: MessageId }[]> {
  const found = await sql<{ id: MessageId }>`
    select id from message
    where practice_id = ${practice} and state = 'held' and (premise ->> 'open')::boolean
      and (premise ->> 'startsAt')::timestamptz <= ${now}
    order by id limit 500 for update skip locked`.execute(db);
  return found.rows;
}
