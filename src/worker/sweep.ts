import type pg from 'pg';

/** A worker that has said nothing for this long is dead; the queue itself would wait four hours. */
export const deadAfterSeconds = 40;
export const heartbeatEverySeconds = 10;
// Heartbeat, silence and sweep together stay within the promised minute.
export const sweepEverySeconds = 15;

/** Says that these workers live. */
export async function beat(pool: pg.Pool, workerIds: readonly string[]): Promise<void> {
  await pool.query(
    `insert into keepwell_queue.heartbeat (worker_id, seen_at)
     select id, now() from unnest($1::text[]) as id
     on conflict (worker_id) do update set seen_at = excluded.seen_at`,
    [workerIds],
  );
}

/**
 * Frees the jobs of workers that stopped saying that they live, or never did although their lock is old.
 * @returns how many workers were found dead
 */
export async function sweepDeadWorkers(pool: pg.Pool): Promise<number> {
  const dead = await pool.query<{ id: string }>(
    `select distinct held.id from (
       select locked_by as id, locked_at from graphile_worker._private_jobs where locked_by is not null
       union all
       select locked_by, locked_at from graphile_worker._private_job_queues where locked_by is not null
     ) held
     left join keepwell_queue.heartbeat h on h.worker_id = held.id
     where coalesce(h.seen_at, held.locked_at) < now() - make_interval(secs => $1)`,
    [deadAfterSeconds],
  );
  const ids = dead.rows.map((row) => row.id);
  if (ids.length > 0) await pool.query('select graphile_worker.force_unlock_workers($1::text[])', [ids]);
  await pool.query(`delete from keepwell_queue.heartbeat where seen_at < now() - interval '1 day'`);
  return ids.length;
}

/** Says that these workers are gone, in good order. */
export async function endBeat(pool: pg.Pool, workerIds: readonly string[]): Promise<void> {
  await pool.query('delete from keepwell_queue.heartbeat where worker_id = any($1::text[])', [workerIds]);
}
