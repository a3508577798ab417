-- An import can be taken back for seven days: what it changed, row by row, as it was before and as the import left it.
-- Patients and visits that it added carry its id; they and what hangs on them are not noted, so that the first import of
-- a million rows notes next to nothing.
create table import_change (
  practice_id int not null,
  import_id uuid not null,
  table_name text not null,
  key jsonb not null,                             -- the columns of the table's key, practice_id left out
  before jsonb,                                   -- the whole row; null: it was not there
  after jsonb,                                    -- as the import left it; null: the import took it out
  primary key (practice_id, import_id, table_name, key),
  foreign key (practice_id, import_id) references import (practice_id, id)
);
create index import_change_key on import_change (practice_id, table_name, key);
-- Only the trigger below adds to it; an undo hands on what a row was, and after seven days it is forgotten.
select protect_by_practice('import_change', 'select, update, delete');

alter table import drop constraint import_state_check;
alter table import add constraint import_state_check check (state in ('running', 'finished', 'failed', 'undone'));
alter table import add column journalled boolean not null default false; -- what it changed was noted, so it can be taken back
alter table import add column undone_at timestamptz;
alter table import add column undone_by uuid;     -- the account; null: on the command line
alter table import add constraint import_undone_check check ((state = 'undone') = (undone_at is not null));
create index import_newest on import (practice_id, started_at desc, id);

-- Notes what an import changes. The action names its import for the length of its transaction (app.import); for every
-- other writer this returns at once. As the owner, so that the application cannot write the journal by itself; row-level
-- security is forced on the owner too, so it notes rows of the transaction's practice only.
-- Arguments: on whom a row hangs ('patient': the column patient_id; 'self': it has import_id; 'nobody'), then the columns
-- of the key. What hangs on a patient whom the same import added goes and stays with that patient and is not noted.
create function note_import_change() returns trigger language plpgsql security definer
set search_path = public, pg_temp set timezone = 'UTC' as $$
declare
  ours int;
  taken uuid;
  keys text[];
  -- what changes although nothing was said, or says only when somebody last said something
  quiet constant text[] := array['updated_at', 'told_at'];
begin
  if coalesce(current_setting('app.import', true), '') = '' then return null; end if;
  ours := current_setting('app.practice')::int;
  taken := current_setting('app.import')::uuid;
  keys := array(select unnest(tg_argv) offset 1);
  -- Each statement is planned when it first runs, for this trigger's table: columns that it does not have are not met.
  if tg_op = 'INSERT' and tg_argv[0] = 'patient' then
    insert into import_change (practice_id, import_id, table_name, key, before, after)
    select ours, taken, tg_table_name, (select jsonb_object_agg(k, to_jsonb(n) -> k) from unnest(keys) k), null, to_jsonb(n)
    from new_rows n
    where not exists (select from patient p where p.practice_id = ours and p.id = n.patient_id and p.import_id = taken)
    on conflict (practice_id, import_id, table_name, key) do update set after = excluded.after;
  elsif tg_op = 'INSERT' then
    insert into import_change (practice_id, import_id, table_name, key, before, after)
    select ours, taken, tg_table_name, (select jsonb_object_agg(k, to_jsonb(n) -> k) from unnest(keys) k), null, to_jsonb(n)
    from new_rows n
    on conflict (practice_id, import_id, table_name, key) do update set after = excluded.after;
  elsif tg_op = 'UPDATE' then
    insert into import_change (practice_id, import_id, table_name, key, before, after)
    select ours, taken, tg_table_name, o.key, o.whole, n.whole
    from (
      select to_jsonb(t) as whole, (select jsonb_object_agg(k, to_jsonb(t) -> k) from unnest(keys) k) as key
      from old_rows t
    ) o
    join (
      select to_jsonb(t) as whole, (select jsonb_object_agg(k, to_jsonb(t) -> k) from unnest(keys) k) as key
      from new_rows t
    ) n on n.key = o.key
    where o.whole - quiet <> n.whole - quiet
      and case tg_argv[0]
        when 'self' then (o.whole ->> 'import_id') is distinct from taken::text
        when 'patient' then not exists (
          select from patient p
          where p.practice_id = ours and p.id = (o.whole ->> 'patient_id')::uuid and p.import_id = taken)
        else true
      end
    on conflict (practice_id, import_id, table_name, key) do update set after = excluded.after;
  else
    insert into import_change (practice_id, import_id, table_name, key, before, after)
    select ours, taken, tg_table_name, (select jsonb_object_agg(k, to_jsonb(o) -> k) from unnest(keys) k), to_jsonb(o), null
    from old_rows o
    on conflict (practice_id, import_id, table_name, key) do update set after = null;
  end if;
  return null;
end $$;
revoke all on function note_import_change() from public;

-- Makes the journal watch a table that imports write: statement by statement, so that a million rows cost one call.
create function watch_imports(target regclass, hangs_on text, variadic keys text[]) returns void language plpgsql as $$
declare
  arguments text := (select string_agg(quote_literal(a), ', ') from unnest(hangs_on || keys) a);
begin
  -- A new row that has import_id says by itself who added it.
  if hangs_on <> 'self' then
    execute format('create trigger note_import_insert after insert on %s referencing new table as new_rows
      for each statement execute function note_import_change(%s)', target, arguments);
  end if;
  execute format('create trigger note_import_update after update on %s
    referencing old table as old_rows new table as new_rows
    for each statement execute function note_import_change(%s)', target, arguments);
  execute format('create trigger note_import_delete after delete on %s referencing old table as old_rows
    for each statement execute function note_import_change(%s)', target, arguments);
end $$;
revoke all on function watch_imports(regclass, text, text[]) from public;

select watch_imports('patient', 'self', 'id');
select watch_imports('visit', 'self', 'id');
select watch_imports('patient_identifier', 'patient', 'system', 'value');
select watch_imports('contact_point', 'patient', 'id');
select watch_imports('related_person', 'patient', 'id');
select watch_imports('patient_search_key', 'patient', 'patient_id', 'key');
select watch_imports('consent', 'patient', 'id');
select watch_imports('household', 'nobody', 'id');
select watch_imports('household_member', 'patient', 'patient_id');
select watch_imports('location', 'nobody', 'id');
select watch_imports('service', 'nobody', 'id');
select watch_imports('staff_member', 'nobody', 'id');
select watch_imports('merge_request', 'nobody', 'id');
select watch_imports('visit_charge', 'nobody', 'source_system', 'kind', 'charge_id', 'visit_key');
select watch_imports('visit_alias', 'nobody', 'source_system', 'alias');
select watch_imports('patient_guarantor', 'patient', 'patient_id', 'system');

-- What an import added goes again when it is taken back and nothing points at it.
grant delete on visit, location, service, staff_member, merge_request, visit_alias to keepwell_app;
grant update on visit_charge to keepwell_app;

-- Each row that goes is looked for in the tables that may point at it.
create index contact_point_related on contact_point (practice_id, related_person_id) where related_person_id is not null;
create index act_outcome_patient on act_outcome (practice_id, patient_id);

-- The ledgers can be added to and nothing else. The words of an import that is taken back were never said: the owner
-- removes those, only words that an import of the last seven days brought, and of opt-outs only those of patients who
-- were not there before it.
create function take_back_ledgers(taken uuid, consents uuid[], visits uuid[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  ours constant int := current_setting('app.practice')::int;
  begun timestamptz;
begin
  select started_at into begun from import
  where practice_id = ours and id = taken and state = 'finished' and journalled and finished_at > now() - interval '7 days';
  if begun is null then
    raise exception 'this import cannot be taken back';
  end if;
  delete from consent c
  where c.practice_id = ours and c.id = any(consents) and c.source = 'import' and c.created_at = begun
    and (c.granted or exists (
      select from patient p where p.practice_id = ours and p.id = c.patient_id and p.import_id = taken));
  delete from visit_change where practice_id = ours and visit_id = any(visits) and import_id = taken;
end $$;
revoke all on function take_back_ledgers(uuid, uuid[], uuid[]) from public;
grant execute on function take_back_ledgers(uuid, uuid[], uuid[]) to keepwell_app;
