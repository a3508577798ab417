import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../database/database.ts';

/** So many attempts in such a window, counted in the database, so that two processes count together. */
export interface Limit {
  /** `sign_in.account`; part of the key. */
  readonly name: string;
  readonly attempts: number;
  readonly windowMinutes: number;
}

function windowStart(limit: Limit, now: Date): Date {
  const length = limit.windowMinutes * 60_000;
  return new Date(Math.floor(now.getTime() / length) * length);
}

function keyHash(limit: Limit, key: string): Buffer {
  return createHash('sha256').update(`${limit.name}\0${key}`).digest();
}

/**
 * Counts one attempt and says whether it is still within the limit. The count is committed by the caller's own
 * transaction, so that a refused attempt still counts, it must not be rolled back.
 */
export async function countAttempt(db: Db, limit: Limit, key: string, now: Date): Promise<boolean> {
  const row = await sql<{ count: number }>`
    insert into attempt (key_hash, window_start, count)
    values (${keyHash(limit, key)}, ${windowStart(limit, now)}, 1)
    on conflict (key_hash, window_start) do update set count = attempt.count + 1
    returning count`.execute(db);
  return (row.rows[0]?.count ?? 1) <= limit.attempts;
}

/** Forgets windows that ended more than a day ago. */
export async function forgetAttempts(db: Db, now: Date): Promise<void> {
  await db
    .deleteFrom('attempt')
    .where('window_start', '<', new Date(now.getTime() - 86_400_000))
    .execute();
}
