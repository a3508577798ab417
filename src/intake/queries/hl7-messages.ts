import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { Hl7MessageId, PracticeId } from '../../kit/ids.ts';

export interface NewMessage {
  readonly id: Hl7MessageId;
  readonly feed: string;
  readonly controlId: string;
  readonly hash: Buffer;
  readonly kind: string;
  readonly raw: Buffer | null;
  readonly state: 'waiting' | 'ignored' | 'refused';
  readonly reason: string;
  readonly receivedAt: Date;
}

/** @returns false when this very message is there already */
export async function addMessage(db: Db, practice: PracticeId, message: NewMessage): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('hl7_message')
    .values({
      practice_id: practice,
      id: message.id,
      feed: message.feed,
      control_id: message.controlId,
      content_hash: message.hash,
      kind: message.kind,
      raw: message.raw,
      state: message.state,
      reason: message.reason,
      received_at: message.receivedAt,
      processed_at: message.state === 'waiting' ? null : message.receivedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** What became of a message that is there already. */
export async function findMessageState(
  db: Db,
  practice: PracticeId,
  message: Pick<NewMessage, 'feed' | 'controlId' | 'hash'>,
): Promise<{ readonly state: StoredState; readonly reason: string } | undefined> {
  return db
    .selectFrom('hl7_message')
    .select(['state', 'reason'])
    .where('practice_id', '=', practice)
    .where('feed', '=', message.feed)
    .where('control_id', '=', message.controlId)
    .where('content_hash', '=', message.hash)
    .executeTakeFirst();
}

/** A message that was refused, and that its feed's mapping of today would take. */
export async function reopenMessage(db: Db, practice: PracticeId, message: NewMessage): Promise<void> {
  await db
    .updateTable('hl7_message')
    .set({ state: 'waiting', raw: message.raw, reason: '', processed_at: null })
    .where('practice_id', '=', practice)
    .where('feed', '=', message.feed)
    .where('control_id', '=', message.controlId)
    .where('content_hash', '=', message.hash)
    .where('state', '=', 'refused')
    .execute();
}

export type StoredState = 'waiting' | 'done' | 'ignored' | 'refused' | 'failed';

export interface WaitingMessage {
  readonly id: Hl7MessageId;
  readonly feed: string;
  readonly raw: Buffer;
  readonly attempts: number;
}

/** The oldest messages that wait, in the order in which they came. */
export async function listWaitingMessages(
  db: Db,
  practice: PracticeId,
  limit: number,
): Promise<readonly WaitingMessage[]> {
  const rows = await db
    .selectFrom('hl7_message')
    .select(['id', 'feed', 'raw', 'attempts'])
    .where('practice_id', '=', practice)
    .where('state', '=', 'waiting')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, raw: row.raw ?? Buffer.alloc(0) }));
}

export interface Settled {
  readonly id: Hl7MessageId;
  readonly state: 'done' | 'ignored' | 'refused' | 'failed';
  readonly reason: string;
}

export async function settleMessages(
  db: Db,
  practice: PracticeId,
  settled: readonly Settled[],
  now: Date,
): Promise<void> {
  if (settled.length === 0) return;
  await sql`
    update hl7_message m
    set state = s.state, reason = s.reason, attempts = m.attempts + 1, processed_at = ${now}
    from unnest(
      ${settled.map((one) => one.id)}::uuid[],
      ${settled.map((one) => one.state)}::text[],
      ${settled.map((one) => one.reason)}::text[]) s(id, state, reason)
    where m.practice_id = ${practice} and m.id = s.id and m.state = 'waiting'`.execute(db);
}

export async function countAttemptAt(db: Db, practice: PracticeId, id: Hl7MessageId): Promise<void> {
  await sql`
    update hl7_message m
    set attempts = m.attempts + 1
    where m.practice_id = ${practice} and m.id = ${id}`.execute(db);
}

/** Days for which messages are kept, by what became of them; see docs/running/hl7.md. */
export const keptDays = { taken: 7, notTaken: 90, row: 400 } as const;

/** Blanks what has served, and forgets the rows by which a repeated message is known after more than a year. */
export async function forgetServedMessages(db: Db, practice: PracticeId, now: Date): Promise<void> {
  const ago = (days: number): Date => new Date(now.getTime() - days * 86_400_000);
  await sql`
    update hl7_message m
    set raw = null
    where m.practice_id = ${practice} and m.raw is not null and (
      m.state in ('done', 'ignored') and m.processed_at < ${ago(keptDays.taken)}
      or m.state in ('refused', 'failed') and m.processed_at < ${ago(keptDays.notTaken)})`.execute(db);
  await db
    .deleteFrom('hl7_message')
    .where('practice_id', '=', practice)
    .where('state', '<>', 'waiting')
    .where('received_at', '<', ago(keptDays.row))
    .execute();
}

export interface Troubled {
  readonly id: Hl7MessageId;
  readonly feed: string;
  readonly kind: string;
  readonly controlId: string;
  readonly state: 'refused' | 'failed';
  readonly reason: string;
  readonly receivedAt: Date;
}

const mostTroubled = 200;

/** What was refused or failed and is still kept, the newest first. */
export async function listTroubled(db: Db, practice: PracticeId): Promise<readonly Troubled[]> {
  const { rows } = await sql<Troubled>`
    select id, feed, kind, control_id as "controlId", state, reason, received_at as "receivedAt"
    from hl7_message
    where practice_id = ${practice} and state in ('refused', 'failed') and raw is not null
    order by received_at desc, id desc
    limit ${mostTroubled}`.execute(db);
  return rows;
}

/** Puts what was refused or failed back to where it waits. @returns how many */
export async function putBack(db: Db, practice: PracticeId): Promise<number> {
  const { rows } = await sql`
    update hl7_message m
    set state = 'waiting', reason = '', attempts = 0, processed_at = null
    where m.practice_id = ${practice} and m.state in ('refused', 'failed') and m.raw is not null
    returning m.id`.execute(db);
  return rows.length;
}

export interface MessageCounts {
  readonly feed: string;
  readonly waiting: number;
  /** Of the last seven days. */
  readonly refused: number;
  readonly failed: number;
  readonly lastHeard: Date;
}

export async function countMessagesByFeed(
  db: Db,
  practice: PracticeId,
  now: Date,
): Promise<readonly MessageCounts[]> {
  const since = new Date(now.getTime() - 7 * 86_400_000);
  const { rows } = await sql<MessageCounts>`
    select feed,
      count(*) filter (where state = 'waiting')::int as waiting,
      count(*) filter (where state = 'refused' and received_at > ${since})::int as refused,
      count(*) filter (where state = 'failed' and raw is not null)::int as failed,
      max(received_at) as "lastHeard"
    from hl7_message
    where practice_id = ${practice}
    group by feed
    order by feed
    limit 100`.execute(db);
  return rows;
}
