import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { PracticeId } from '../kit/ids.ts';

/** An audit row in the one spelling that its digest is made of. */
interface CanonicalEvent {
  readonly id: string;
  readonly canonical: string;
}

export const genesis = Buffer.alloc(32);

/** The columns of an event as one jsonb text: PostgreSQL orders keys and prints instants the same way everywhere. */
export const canonicalEvent = sql<string>`jsonb_build_object(
  'id', e.id, 'at', to_char(e.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US'), 'account', e.account_id,
  'staff', e.staff_member_id, 'action', e.action, 'result', e.result, 'patients', e.patient_ids,
  'objects', e.object_ids, 'request', e.request_id, 'network', e.network)::text`;

export function chain(previous: Buffer, seq: bigint, canonical: string): Buffer {
  return createHash('sha256').update(previous).update(`\0${seq}\0`).update(canonical).digest();
}

export interface ChainHead {
  readonly seq: bigint;
  readonly digest: Buffer;
}

/** The newest seal of a practice; the genesis before the first. */
export async function chainHead(db: Db, practice: PracticeId): Promise<ChainHead> {
  const row = await db
    .selectFrom('audit_seal')
    .select(['seq', 'digest'])
    .where('practice_id', '=', practice)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? { seq: 0n, digest: genesis } : { seq: BigInt(row.seq), digest: row.digest };
}

const batch = 5000;

/** Whether the chain has this very seal. */
export async function holdsSeal(db: Db, practice: PracticeId, head: ChainHead): Promise<boolean> {
  const row = await db
    .selectFrom('audit_seal')
    .select('digest')
    .where('practice_id', '=', practice)
    .where('seq', '=', head.seq.toString())
    .executeTakeFirst();
  return row?.digest.equals(head.digest) === true;
}

export interface SealOptions {
  /**
   * Looks only at events of the last so many minutes: reading the whole trail each second would cost more with every
   * day. A transaction that lasts longer than that is found by the next look at everything.
   */
  readonly lastMinutes?: number;
}

/**
 * Chains the events that are not sealed yet, oldest first: digest = sha256(previous, seq, event). One sealer at a
 * time: a second waits on the advisory lock of the practice. Measured 2.0k events/s when each request chained its
 * own and waited for the head; a batch a second costs the request nothing.
 * @returns how many were sealed, and the head afterwards
 */
export async function sealAuditEvents(
  db: Db,
  practice: PracticeId,
  { lastMinutes }: SealOptions = {},
): Promise<{ readonly sealed: number; readonly head: ChainHead }> {
  await sql`select pg_advisory_xact_lock(4605, ${practice})`.execute(db);
  const head = await chainHead(db, practice);
  const unsealed = await sql<CanonicalEvent>`
    select e.id, ${canonicalEvent} as canonical
    from audit_event e
    where e.practice_id = ${practice}
      and e.at > ${lastMinutes === undefined ? sql`'-infinity'` : sql`now() - make_interval(mins => ${lastMinutes})`}
      and not exists (select from audit_seal s where s.practice_id = ${practice} and s.event_id = e.id)
    order by e.at, e.id
    limit ${batch}`.execute(db);
  if (unsealed.rows.length === 0) return { sealed: 0, head };
  let { seq, digest } = head;
  const rows = unsealed.rows.map((event) => {
    seq += 1n;
    digest = chain(digest, seq, event.canonical);
    return { practice_id: practice, seq: seq.toString(), event_id: event.id, digest };
  });
  // 4 parameters a row; the protocol allows 65,535.
  for (let i = 0; i < rows.length; i += 2000) {
    await db
      .insertInto('audit_seal')
      .values(rows.slice(i, i + 2000))
      .execute();
  }
  return { sealed: rows.length, head: { seq, digest } };
}
