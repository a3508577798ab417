import { sql } from 'kysely';
import type * as z from 'zod/mini';
import type { Db } from '../database/database.ts';
import type { PracticeId } from '../kit/ids.ts';
import { type NewsKind, tellDesks } from './live.ts';

/**
 * A job: its name, what it carries (ids only, never what a patient is called or has), and what it does.
 * The handler opens its own transaction with the practice of the payload.
 */
export interface Job<Ports, Payload extends z.ZodMiniType = z.ZodMiniType> {
  readonly name: string;
  readonly payload: Payload;
  /** With the queue's doubling back-off from a second: 12 is about an hour and a half. */
  readonly maxAttempts: number;
  handle(ports: Ports, practice: PracticeId, payload: z.output<Payload>): Promise<void>;
}

export function job<Ports, Payload extends z.ZodMiniType>(
  definition: Job<Ports, Payload>,
): Job<Ports, Payload> {
  return definition;
}

export interface EnqueueOptions {
  /** While a job with this key waits, the same key replaces it. Of this practice only. */
  readonly key?: string;
  readonly runAt?: Date;
}

/** Enqueues in the transaction of `db`: rolled back together, committed together. The practice is the transaction's. */
export async function enqueue<P extends z.ZodMiniType>(
  db: Db,
  definition: Pick<Job<never, P>, 'name' | 'maxAttempts'>,
  payload: z.input<P>,
  options: EnqueueOptions = {},
): Promise<void> {
  await sql`select keepwell_queue.enqueue(${definition.name}, ${JSON.stringify(payload)}::jsonb, ${options.key ?? null},
    ${options.runAt ?? null}, ${definition.maxAttempts})`.execute(db);
}

/** What may be announced; worker/subscriptions.ts says what each wakes. */
export type AnnouncedEvent =
  | 'import.finished'
  | 'import.undone'
  | 'patient.exited'
  | 'patient.returned'
  | 'patient.merged'
  | 'consent.changed'
  | 'visit.changed'
  | 'promise.made'
  | 'promise.settled'
  | 'promise.due'
  | 'promise.broken'
  | 'inbound.received'
  | 'inbound.answered'
  | 'score.refreshed'
  | 'act.done'
  | 'day.began';

// What open screens have to read again at once; the rest is told by whoever writes what they show.
const newsOf: Partial<Record<AnnouncedEvent, NewsKind>> = {
  'import.finished': 'imports',
  'import.undone': 'imports',
  'patient.exited': 'patient',
  'patient.returned': 'patient',
  'patient.merged': 'patient',
  'consent.changed': 'patient',
  'inbound.received': 'inbound',
  'inbound.answered': 'inbound',
  'promise.broken': 'promises',
};

/**
 * Tells the floors above, and the desks where their screens show it, in the transaction that made it true. One event a batch, never one a row.
 * @param ids ids only
 */
export async function announce(
  db: Db,
  event: AnnouncedEvent,
  ids: Readonly<Record<string, string>> = {},
): Promise<void> {
  await enqueue(db, { name: 'announced', maxAttempts: 25 }, { event, ids });
  const news = newsOf[event];
  const id = ids.patientId ?? ids.importId;
  if (news !== undefined) await tellDesks(db, news, id === undefined ? {} : { id });
}
