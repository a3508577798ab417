import pg from 'pg';
import { deadAfterSeconds } from './sweep.ts';

export interface JobCounts {
  readonly waiting: number;
  readonly running: number;
  /** Tried as often as allowed. */
  readonly failed: number;
  readonly workers: number;
}

/** For `keepwell doctor`. */
export async function countJobs(queue: pg.PoolConfig): Promise<JobCounts> {
  const client = new pg.Client(queue);
  await client.connect();
  try {
    const found = await client.query<JobCounts>(
      `select
         count(*) filter (where locked_at is null and attempts < max_attempts)::int as waiting,
         count(*) filter (where locked_at is not null)::int as running,
         count(*) filter (where locked_at is null and attempts >= max_attempts)::int as failed,
         (select count(*)::int from keepwell_queue.heartbeat
           where seen_at > now() - make_interval(secs => $1) and worker_id not like 'worker-%') as workers
       from graphile_worker._private_jobs`,
      [deadAfterSeconds],
    );
    return found.rows[0] ?? { waiting: 0, running: 0, failed: 0, workers: 0 };
  } finally {
    await client.end();
  }
}
