-- role: queue
-- How the queue stands, for whoever looks after the installation: of the transaction's own practice only, and never
-- what a job carries. `error_name` is the kind of the fault; its text may quote what a job was about.
create function keepwell_queue.describe(out waiting int, out running int, out oldest timestamptz, out workers int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(*) filter (where locked_at is null and attempts < max_attempts)::int,
    count(*) filter (where locked_at is not null)::int,
    -- what is meant for later does not wait yet
    min(run_at) filter (where locked_at is null and attempts < max_attempts and run_at <= now()),
    (select count(*)::int from keepwell_queue.heartbeat
      where seen_at > now() - interval '40 seconds' and worker_id not like 'worker-%')
  from graphile_worker._private_jobs
  where payload->>'practiceId' = current_setting('app.practice')
$$;

create function keepwell_queue.failed()
returns table (task text, jobs int, attempts int, last_at timestamptz, error_name text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.identifier, count(*)::int, max(j.attempts)::int, max(j.updated_at),
    substring(max(j.last_error) from ' failed: ([A-Za-z]+)')
  from graphile_worker._private_jobs j
  join graphile_worker._private_tasks t on t.id = j.task_id
  where j.payload->>'practiceId' = current_setting('app.practice')
    and j.locked_at is null and j.attempts >= j.max_attempts
  group by t.identifier
  order by t.identifier
$$;

create function keepwell_queue.retry(wanted text) returns int
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with again as (
    update graphile_worker._private_jobs j set attempts = 0, run_at = now(), updated_at = now()
    from graphile_worker._private_tasks t
    where t.id = j.task_id and t.identifier = wanted and j.payload->>'practiceId' = current_setting('app.practice')
      and j.locked_at is null and j.attempts >= j.max_attempts
    returning j.id
  )
  select count(*)::int from again
$$;
revoke all on function keepwell_queue.describe(), keepwell_queue.failed(), keepwell_queue.retry(text) from public;
grant execute on function keepwell_queue.describe(), keepwell_queue.failed(), keepwell_queue.retry(text) to keepwell_app;
