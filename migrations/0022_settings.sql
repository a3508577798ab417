-- What can be set, and who set it.
alter table practice
  add column idle_minutes int check (idle_minutes between 2 and 30); -- null: as the installation has it
alter table location
  add column closed_on date;                      -- from this day on nobody is seen here; null: open

-- Each change of a setting, so that it can be told and taken back.
create table setting_change (
  practice_id int not null references practice (id),
  id uuid not null,
  at timestamptz not null,
  staff_member_id uuid,                           -- null: at the console
  subject text not null check (subject in ('practice', 'location', 'service')),
  subject_id uuid,                                -- null: the practice itself
  field text not null,
  was jsonb not null,
  became jsonb not null,
  primary key (practice_id, id)
);
create index setting_change_of on setting_change (practice_id, subject, subject_id, field, id desc);
select protect_by_practice('setting_change', 'select, insert');
