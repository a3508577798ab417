-- The trail is looked through by person, by deed, by what was refused, by patient; always newest first.
create index audit_event_person on audit_event (practice_id, staff_member_id, id desc);
create index audit_event_action on audit_event (practice_id, action, id desc);
create index audit_event_refused on audit_event (practice_id, id desc) where result <> 'ok';

-- Whoever looks for one patient needs the index on arrays, whose operators are not leakproof: under row-level security
-- it goes unused and a million events are read instead. The practice is the transaction's and stands in the statement.
create function audit_events_of(patient uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select id from audit_event
  where practice_id = current_setting('app.practice')::int and patient_ids @> array[patient]
$$;
revoke all on function audit_events_of(uuid) from public;
grant execute on function audit_events_of(uuid) to keepwell_app;
