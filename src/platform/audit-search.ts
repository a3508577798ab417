import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { Brand } from '../kit/brand.ts';
import { newId, type PracticeId } from '../kit/ids.ts';
import type { AuditLine } from './audit.ts';

/** What is looked for in the trail; what is absent is not asked about. */
export interface AuditSearch {
  readonly staffMemberId?: string | undefined;
  /** The name of an operation. */
  readonly action?: string | undefined;
  readonly result?: 'ok' | 'refused' | undefined;
  readonly patientId?: string | undefined;
  readonly since?: Date | undefined;
  /** Not included. */
  readonly until?: Date | undefined;
  /** The id of the last line of the page before. */
  readonly before?: string | undefined;
}

// The id is made by the program, `at` is when the database began the transaction: a request may last a minute.
const slackMs = 120_000;

/** The smallest id of that millisecond or later, so that a period is a range of the primary key. */
function idAt(instant: Date, slack: number): string {
  const id: string = newId<Brand<string, 'Bound'>>(Math.max(0, instant.getTime() + slack));
  return `${id.slice(0, 13)}-7000-8000-000000000000`;
}

/** A page of the trail that fits the search, newest first. */
export async function searchAuditEvents(
  db: Db,
  practice: PracticeId,
  search: AuditSearch,
  limit: number,
): Promise<readonly AuditLine[]> {
  const { staffMemberId, action, result, patientId, since, until, before } = search;
  const wanted = [
    sql`e.practice_id = ${practice}`,
    ...(staffMemberId === undefined ? [] : [sql`e.staff_member_id = ${staffMemberId}::uuid`]),
    ...(action === undefined ? [] : [sql`e.action = ${action}`]),
    ...(result === undefined ? [] : [result === 'ok' ? sql`e.result = 'ok'` : sql`e.result <> 'ok'`]),
    ...(patientId === undefined ? [] : [sql`e.id in (select audit_events_of(${patientId}::uuid))`]),
    ...(since === undefined ? [] : [sql`e.at >= ${since} and e.id >= ${idAt(since, -slackMs)}::uuid`]),
    ...(until === undefined ? [] : [sql`e.at < ${until} and e.id < ${idAt(until, slackMs)}::uuid`]),
    ...(before === undefined ? [] : [sql`e.id < ${before}::uuid`]),
  ];
  const found = await sql<Omit<AuditLine, 'at'> & { readonly at: Date }>`
    select e.id, e.at, m.display_name as who, e.action, e.result, cardinality(e.patient_ids) as patients, e.network,
      e.request_id as "requestId"
    from audit_event e
    left join staff_member m on m.practice_id = ${practice} and m.id = e.staff_member_id
    where ${sql.join(wanted, sql` and `)}
    order by e.id desc limit ${limit}`.execute(db);
  return found.rows.map((line) => ({ ...line, at: line.at.toISOString() }));
}

/** How far the trail is chained, and what is not yet. */
export async function describeSeals(
  db: Db,
  practice: PracticeId,
): Promise<{ readonly sealedAt: Date | null; readonly seals: number; readonly oldestOpen: Date | null }> {
  const found = await sql<{ sealedAt: Date | null; seals: number; oldestOpen: Date | null }>`
    with head as (
      select seq, sealed_at from audit_seal where practice_id = ${practice} order by seq desc limit 1
    )
    select (select sealed_at from head) as "sealedAt", coalesce((select seq from head), 0)::float8 as seals,
      (select min(e.at) from audit_event e
        where e.practice_id = ${practice} and e.at > now() - interval '1 day'
          and not exists (select from audit_seal s where s.practice_id = ${practice} and s.event_id = e.id))
        as "oldestOpen"
    limit 1`.execute(db);
  return found.rows[0] ?? { sealedAt: null, seals: 0, oldestOpen: null };
}
