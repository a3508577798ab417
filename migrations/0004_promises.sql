-- What we said we would do.
create table promise (
  practice_id int not null,
  id uuid not null,
  patient_id uuid not null,
  words text not null check (length(words) between 1 and 500),
  owner_id uuid,
  made_on date not null,
  due_on date not null,
  kept_at timestamptz,
  broken_at timestamptz,
  source text not null check (source in ('visit', 'call', 'case')),
  created_at timestamptz not null default now(),
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patient (practice_id, id),
  foreign key (practice_id, owner_id) references staff_member (practice_id, id),
  check (kept_at is null or broken_at is null)
);
create index promise_due on promise (practice_id, due_on) where kept_at is null and broken_at is null;
create index promise_patient on promise (practice_id, patient_id);
select protect_by_practice('promise', 'select, insert, update');
