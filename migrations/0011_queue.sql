-- role: queue
-- Runs as keepwell_queue, after the queue library has made its own schema: jobs are enqueued within the transaction
-- that decided them. The library's tables have row-level security, so the application role goes through this one
-- function; the practice is the transaction's and cannot be named by the caller.
create schema keepwell_queue;

create function keepwell_queue.enqueue(task text, payload jsonb, job_key text, run_at timestamptz, max_attempts int)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- `||` of anything but an object would leave practiceId where no handler looks for it.
  if jsonb_typeof(payload) is distinct from 'object' then
    raise exception 'the payload of a job is an object';
  end if;
  perform graphile_worker.add_job(
    identifier => task,
    payload => (payload || jsonb_build_object('practiceId', current_setting('app.practice')::int))::json,
    run_at => run_at,
    max_attempts => max_attempts::smallint,
    -- keys of different practices never meet
    job_key => case when job_key is null then null else current_setting('app.practice') || ':' || job_key end);
end $$;
revoke all on function keepwell_queue.enqueue(text, jsonb, text, timestamptz, int) from public;
grant usage on schema keepwell_queue to keepwell_app;
grant execute on function keepwell_queue.enqueue(text, jsonb, text, timestamptz, int) to keepwell_app;

-- A worker process says every few seconds that it lives; the sweep frees the jobs of those that stopped saying so.
create table keepwell_queue.heartbeat (
  worker_id text primary key,
  seen_at timestamptz not null default now()
);
