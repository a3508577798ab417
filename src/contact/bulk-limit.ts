import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { PracticeId } from '../kit/ids.ts';
import type { Channels } from './channels.ts';

/** Bulk mail of a day from a domain that receivers cannot check (trust.md, L-43). */
export const untrustedBulkADay = 100;

const dayMs = 86_400_000;

/** When what has no room today is asked about again. */
export function afterADay(now: Date): Date {
  return new Date(now.getTime() + dayMs);
}

/**
 * So many bulk mails may still go now: a hundred within any 24 hours while the sender's domain does not pass DMARC.
 * Whoever counts holds the count until the transaction ends, so that two senders together stay below it.
 */
export async function bulkRoom(
  db: Db,
  practice: PracticeId,
  { email, senderDomain }: Channels,
  now: Date,
): Promise<number> {
  if (email.name !== 'smtp' || senderDomain === undefined) return Number.POSITIVE_INFINITY;
  if (senderDomain.current()?.passes === true) return Number.POSITIVE_INFINITY;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`bulk mail of ${practice}`}, 0))`.execute(db);
  const found = await sql<{ n: number }>`
    select count(*)::int as n from message
    where practice_id = ${practice} and channel = 'email' and legal_class <> 'treatment'
      and state in ('claimed', 'handed', 'accepted', 'delivered', 'failed', 'unknown')
      and state_at > ${now}::timestamptz - interval '1 day'`.execute(db);
  return Math.max(0, untrustedBulkADay - (found.rows[0]?.n ?? 0));
}
