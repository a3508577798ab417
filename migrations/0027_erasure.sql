-- Who was erased at their own wish stays away: a later file or message of the practice's system does not bring them back.
create table erased_patient (
  practice_id int not null references practice (id),
  identifier_hash bytea not null,                 -- SHA-256 of the system, a line end, and the number it gave
  erased_at timestamptz not null,
  primary key (practice_id, identifier_hash)
);
select protect_by_practice('erased_patient', 'select, insert');

-- Takes one patient out of every table of the transaction's practice: rows that name the patient, and rows that hang on
-- those. The application may not delete most of them; this function may, and only for a patient of the practice in which
-- it is called. What stays: who must not be contacted (hashes), and the audit trail (ids). A table that comes later with a
-- column patient_id is found by itself; src/patients/erasure.db.test.ts walks through all tables.
create function erase_patient(gone uuid) returns int language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  ours constant int := current_setting('app.practice')::int;
  target text;
  taken int;
  total int := 0;
  again boolean;
begin
  if not exists (select from patient where practice_id = ours and id = gone) then return 0; end if;
  -- Imports are not to note what goes here: the journal would keep it.
  perform set_config('app.import', '', true);

  delete from import_change
  where practice_id = ours and (
    (table_name = 'patient' and key ->> 'id' = gone::text)
    or key ->> 'patient_id' = gone::text or before ->> 'patient_id' = gone::text or after ->> 'patient_id' = gone::text
    or (table_name like 'visit%' and exists (
      select from visit v
      where v.practice_id = ours and v.patient_id = gone
        and (key ->> 'visit_id' = v.id::text or key ->> 'id' = v.id::text
          or (key ->> 'source_system' = v.source_system and coalesce(key ->> 'source_id', key ->> 'visit_key') = v.source_id)))));
  delete from merge_entry e using merge m
  where e.practice_id = ours and m.practice_id = ours and m.id = e.merge_id and (m.survivor_id = gone or m.merged_id = gone);
  delete from merge where practice_id = ours and (survivor_id = gone or merged_id = gone);
  delete from possible_match where practice_id = ours and (patient_a = gone or patient_b = gone);
  delete from visit_charge c
  where c.practice_id = ours and exists (
    select from visit v
    left join visit_alias a on a.practice_id = ours and a.source_system = v.source_system and a.source_id = v.source_id
    where v.practice_id = ours and v.patient_id = gone and v.source_system = c.source_system
      and c.visit_key in (v.source_id, a.alias));
  delete from visit_alias a using visit v
  where a.practice_id = ours and v.practice_id = ours and v.patient_id = gone
    and a.source_system = v.source_system and a.source_id = v.source_id;
  delete from visit_change c using visit v
  where c.practice_id = ours and v.practice_id = ours and v.id = c.visit_id and v.patient_id = gone;

  delete from merge_request r using patient_identifier i
  where r.practice_id = ours and i.practice_id = ours and i.patient_id = gone
    and ((r.old_system, r.old_value) = (i.system, i.value) or (r.survivor_system, r.survivor_value) = (i.system, i.value));

  -- Children go before their parents: a table whose rows are still pointed at waits for the next round.
  for round in 1 .. 20 loop
    again := false;
    for target in
      select c.relname
      from pg_class c
      join pg_attribute p on p.attrelid = c.oid and p.attname = 'patient_id' and not p.attisdropped
      join pg_attribute t on t.attrelid = c.oid and t.attname = 'practice_id' and not t.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      order by c.relname
    loop
      begin
        execute format('delete from %I where practice_id = $1 and patient_id = $2', target) using ours, gone;
        get diagnostics taken = row_count;
        total := total + taken;
      exception when foreign_key_violation then
        again := true;
      end;
    end loop;
    exit when not again;
  end loop;
  delete from household h
  where h.practice_id = ours
    and not exists (select from household_member m where m.practice_id = ours and m.household_id = h.id);
  delete from patient where practice_id = ours and id = gone;
  return total + 1;
end $$;
revoke all on function erase_patient(uuid) from public;
grant execute on function erase_patient(uuid) to keepwell_app;
