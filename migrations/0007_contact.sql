-- Every word that leaves the practice goes through one gate; these are its rules and its memory.
create table contact_policy (
  practice_id int not null references practice (id),
  version int not null,
  call_from time not null default '09:00',        -- local to the patient's location
  call_to time not null default '18:00',
  call_weekdays int[] not null default '{1,2,3,4,5,6,7}', -- ISO; whoever opens Today works that day
  max_per_day int not null default 1,
  max_per_week int not null default 2,
  max_per_month int not null default 4,
  stale_hours int not null default 48,            -- older schedules: say "check first"
  created_at timestamptz not null default now(),
  primary key (practice_id, version)
);
select protect_by_practice('contact_policy', 'select, insert');

-- Ledger: contacts that people or Keepwell made; caps count these.
create table contact_made (
  practice_id int not null,
  id uuid not null,
  patient_id uuid not null,
  channel text not null check (channel in ('call', 'text', 'email', 'post', 'in_person')),
  purpose text not null check (purpose in ('care', 'feedback', 'marketing')),
  reached boolean not null,
  act_id uuid,
  by_staff uuid,
  at timestamptz not null,
  undone boolean not null default false,          -- a later row with the same id never exists; undo marks it
  created_at timestamptz not null default now(),
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patient (practice_id, id)
);
create index contact_made_patient on contact_made (practice_id, patient_id, at desc);
select protect_by_practice('contact_made', 'select, insert, update');
