import pg from 'pg';

/**
 * The queue belongs to a library that may change its tables with any version, so a backup keeps jobs and not tables:
 * those that wait, or were being done, as the library's own function takes them. Jobs that failed for good, the list
 * of workers and their heartbeats stay behind.
 */
export async function readWaitingJobs(
  queue: pg.PoolConfig,
  snapshot: string,
): Promise<Record<string, unknown>[]> {
  return asQueue(queue, async (client) => {
    await client.query('begin isolation level repeatable read read only');
    await client.query(`set transaction snapshot ${pg.escapeLiteral(snapshot)}`);
    const found = await client.query<{ job: Record<string, unknown> }>(
      `select json_build_object('identifier', t.identifier, 'payload', j.payload, 'queue_name', q.queue_name,
         'run_at', j.run_at, 'max_attempts', j.max_attempts, 'job_key', j.key, 'priority', j.priority) as job
       from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id
       left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
       where j.attempts < j.max_attempts or j.locked_at is not null
       order by j.id`,
    );
    await client.query('commit');
    return found.rows.map(({ job }) => job);
  });
}

/** Replaces whatever waits: in an installation without a practice no job means anything. */
export async function writeWaitingJobs(
  queue: pg.PoolConfig,
  jobs: readonly Record<string, unknown>[],
): Promise<void> {
  await asQueue(queue, async (client) => {
    await client.query('begin');
    await client.query('delete from graphile_worker._private_jobs');
    await client.query(
      `select graphile_worker.add_job(identifier => j.identifier, payload => j.payload, queue_name => j.queue_name,
         run_at => j.run_at, max_attempts => j.max_attempts, job_key => j.job_key, priority => j.priority)
       from jsonb_to_recordset($1::jsonb) as j (identifier text, payload json, queue_name text, run_at timestamptz,
         max_attempts smallint, job_key text, priority smallint)`,
      [JSON.stringify(jobs)],
    );
    await client.query('commit');
  });
}

async function asQueue<T>(queue: pg.PoolConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(queue);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
