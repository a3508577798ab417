-- Will they come back: each patient's own rhythm per service, from completed episodes only.

create table visit_summary (
  practice_id int not null,
  patient_id uuid not null,
  service_id uuid not null,
  visit_days int[] not null,                      -- days of completed visits since 1970-01-01, ascending, one a day
  last_day int not null,                          -- the last of them
  visits int not null,                            -- how many they are
  summarised_at timestamptz not null default now(),
  -- no foreign keys here and on the scores: both are made anew from the visits, and checking 300,000 rows a night
  -- against their parents took longer than everything else together
  primary key (practice_id, patient_id, service_id)
);
select protect_by_practice('visit_summary', 'select, insert, update, delete');

create table rhythm_model (
  practice_id int not null,
  id uuid not null,
  service_id uuid not null,
  kind text not null,
  parameters jsonb not null,
  prior jsonb not null,
  figures jsonb not null default '{}',
  n int not null,                                 -- patients it was fitted on
  horizon_days int not null,
  as_of date not null,
  seed int not null,
  champion boolean not null default true,
  fitted_at timestamptz not null default now(),
  primary key (practice_id, id),
  foreign key (practice_id, service_id) references service (practice_id, id)
);
create unique index rhythm_model_champion on rhythm_model (practice_id, service_id) where champion;
select protect_by_practice('rhythm_model', 'select, insert, update, delete');

create table rhythm_score (
  practice_id int not null,
  patient_id uuid not null,
  service_id uuid not null,
  model_id uuid,                                  -- null where too few visits for a model
  as_of date not null,
  status text not null check (status in
    ('new', 'on_rhythm', 'due', 'drifting', 'overdue', 'booked', 'exited', 'too_few')),
  episodes int not null,                          -- n of everything below
  first_day date not null,
  last_day date not null,
  recall_days int not null,
  usual_gap_days double precision,                -- own rhythm, shrunk to the recall interval
  usual_gap_low double precision,
  usual_gap_high double precision,
  gaps int not null,
  p_visit double precision check (p_visit between 0 and 1), -- P(visit within the horizon)
  p_low double precision check (p_low between 0 and 1),
  p_high double precision check (p_high between 0 and 1),
  expected_visits double precision,
  due_on date not null,                           -- clinical: last completed + recall; never model-adjusted
  days_past_due int not null,
  due_from date,                                  -- own rhythm: middle half of the next gap
  due_to date,
  overdue_percentile double precision check (overdue_percentile between 0 and 1),
  overdue_low double precision,
  overdue_high double precision,
  booked_on date,
  call_value double precision,                    -- expected extra visits kept by one call
  call_value_low double precision,
  call_value_high double precision,
  primary key (practice_id, patient_id, service_id)
);
create index rhythm_score_status on rhythm_score (practice_id, status, call_value desc);
select protect_by_practice('rhythm_score', 'select, insert, update, delete');
