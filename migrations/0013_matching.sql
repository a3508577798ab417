-- One patient is one patient: who may be the same, who was merged, and everything that a merge moved.

-- Pairs that a person has to look at. Ids in order, so that a pair is one row.
create table possible_match (
  practice_id int not null,
  id uuid not null,
  patient_a uuid not null,
  patient_b uuid not null,
  score double precision not null check (score between 0 and 1),
  why jsonb not null,                             -- [{field, level, weight in bits}]
  state text not null default 'open' check (state in ('open', 'different')),
  decided_by uuid,
  decided_at timestamptz,
  found_at timestamptz not null default now(),
  primary key (practice_id, id),
  unique (practice_id, patient_a, patient_b),
  foreign key (practice_id, patient_a) references patient (practice_id, id),
  foreign key (practice_id, patient_b) references patient (practice_id, id),
  foreign key (practice_id, decided_by) references staff_member (practice_id, id),
  check (patient_a < patient_b)
);
create index possible_match_open on possible_match (practice_id, score desc, id) where state = 'open';
create index possible_match_b on possible_match (practice_id, patient_b);
select protect_by_practice('possible_match', 'select, insert, update, delete');

-- Each comparison of new and changed patients with all others; the next one begins where it ended.
create table matching_run (
  practice_id int not null references practice (id),
  id uuid not null,
  through timestamptz not null,                   -- what was changed until then has been compared
  compared int not null,                          -- patients that were new or changed
  merged int not null,
  possible int not null,
  created_at timestamptz not null default now(),
  primary key (practice_id, id)
);
create index matching_run_through on matching_run (practice_id, through desc);
select protect_by_practice('matching_run', 'select, insert');

-- Journal. The merged patient's row is gone from patient and whole in here; so no foreign key.
create table merge (
  practice_id int not null references practice (id),
  id uuid not null,
  survivor_id uuid not null,
  merged_id uuid not null,
  decided text not null check (decided in ('auto', 'staff')),
  by_staff uuid,
  score double precision check (score between 0 and 1), -- null: a person found them
  why jsonb not null default '[]',
  at timestamptz not null,
  undone_at timestamptz,
  undone_by uuid,
  created_at timestamptz not null default now(),
  primary key (practice_id, id),
  foreign key (practice_id, by_staff) references staff_member (practice_id, id),
  foreign key (practice_id, undone_by) references staff_member (practice_id, id),
  check (survivor_id <> merged_id)
);
create index merge_survivor on merge (practice_id, survivor_id) where undone_at is null;
create index merge_merged on merge (practice_id, merged_id) where undone_at is null;
create index merge_at on merge (practice_id, at desc, id);
select protect_by_practice('merge', 'select, insert, update');

-- What a merge did, table by table, in order; an undo replays it backwards.
create table merge_entry (
  practice_id int not null,
  merge_id uuid not null,
  position int not null,
  table_name text not null,
  action text not null check (action in ('moved', 'removed', 'changed', 'added')),
  rows jsonb not null,                            -- moved, added: keys; removed: whole rows; changed: {before, after}
  primary key (practice_id, merge_id, position),
  foreign key (practice_id, merge_id) references merge (practice_id, id)
);
select protect_by_practice('merge_entry', 'select, insert');

-- Ledgers stay ledgers: the application can change and delete nothing in them. Two functions of the owner let a merge say
-- whose a row is, never what it says, and let an undo take back the words that the merge itself added.
create function move_ledger_rows(ledger text, row_ids uuid[], patient uuid) returns int language plpgsql
security definer set search_path = public, pg_temp as $$
declare
  moved int;
begin
  if ledger = 'consent' then
    update consent set patient_id = patient
    where practice_id = current_setting('app.practice')::int and id = any(row_ids);
  elsif ledger = 'act_outcome' then
    update act_outcome set patient_id = patient
    where practice_id = current_setting('app.practice')::int and id = any(row_ids);
  else
    raise exception 'this is no ledger that a merge may move';
  end if;
  get diagnostics moved = row_count;
  return moved;
end $$;
revoke all on function move_ledger_rows(text, uuid[], uuid) from public;
grant execute on function move_ledger_rows(text, uuid[], uuid) to keepwell_app;

create function take_back_merge_words(row_ids uuid[]) returns void language sql
security definer set search_path = public, pg_temp as $$
  delete from consent
  where practice_id = current_setting('app.practice')::int and id = any(row_ids) and source = 'merge';
$$;
revoke all on function take_back_merge_words(uuid[]) from public;
grant execute on function take_back_merge_words(uuid[]) to keepwell_app;
