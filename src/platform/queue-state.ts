import { sql } from 'kysely';
import type { Db } from '../database/database.ts';

export interface QueueState {
  readonly waiting: number;
  readonly running: number;
  /** Since when the oldest job could have run; null: none waits. */
  readonly oldest: Date | null;
  /** Workers that said within the last 40 seconds that they live. */
  readonly workers: number;
}

export interface FailedJobs {
  readonly task: string;
  readonly jobs: number;
  readonly attempts: number;
  readonly lastAt: Date;
  /** The kind of the fault; null: it was not told. Its text may quote a patient and stays where it is. */
  readonly errorName: string | null;
}

/** What waits and runs, of the transaction's practice. */
export async function describeQueue(db: Db): Promise<QueueState> {
  const found = await sql<QueueState>`
    select waiting, running, oldest, workers from keepwell_queue.describe()`.execute(db);
  return found.rows[0] ?? { waiting: 0, running: 0, oldest: null, workers: 0 };
}

/** What was tried as often as allowed, by kind of job. */
export async function listFailedJobs(db: Db): Promise<readonly FailedJobs[]> {
  const found = await sql<FailedJobs>`
    select task, jobs, attempts, last_at as "lastAt", error_name as "errorName"
    from keepwell_queue.failed() order by task limit 100`.execute(db);
  return found.rows;
}

/** Gives the failed jobs of one kind all their tries again. @returns how many */
export async function retryFailedJobs(db: Db, task: string): Promise<number> {
  const found = await sql<{ n: number }>`select keepwell_queue.retry(${task}) as n`.execute(db);
  return found.rows[0]?.n ?? 0;
}
