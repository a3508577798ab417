-- When they came: one appointment or encounter through its whole life.

create table visit (
  practice_id int not null,
  id uuid not null,
  patient_id uuid not null,
  location_id uuid,
  clinician_id uuid,
  service_id uuid,
  booked_at timestamptz,                          -- null: the source does not say
  starts_at timestamptz not null,
  local_day date not null,                        -- starts_at in the location's zone
  minutes int,
  status text not null check (status in
    ('booked', 'confirmed', 'arrived', 'roomed', 'seen', 'left', 'cancelled', 'no_show')),
  arrived_at timestamptz,
  roomed_at timestamptz,
  seen_at timestamptz,
  left_at timestamptz,
  cancelled_at timestamptz,
  cancel_reason text,
  charge_cents int,
  source_system text not null,
  source_id text not null,
  import_id uuid,
  provisional boolean not null default false,     -- booked at our desk, not yet seen in the practice's own schedule
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (practice_id, id),
  unique (practice_id, source_system, source_id),
  foreign key (practice_id, patient_id) references patient (practice_id, id),
  foreign key (practice_id, location_id) references location (practice_id, id),
  foreign key (practice_id, clinician_id) references staff_member (practice_id, id),
  foreign key (practice_id, service_id) references service (practice_id, id)
);
create index visit_patient on visit (practice_id, patient_id, local_day);
create index visit_day on visit (practice_id, local_day);
select protect_by_practice('visit', 'select, insert, update');

-- Ledger of what changed when, so that a day in the past sees only what was known then. Values before the change.
create table visit_change (
  practice_id int not null,
  id uuid not null,
  visit_id uuid not null,
  changed_at timestamptz not null default now(),
  old_status text not null,
  old_starts_at timestamptz not null,
  old_local_day date not null,
  by_staff uuid,
  import_id uuid,
  primary key (practice_id, id),
  foreign key (practice_id, visit_id) references visit (practice_id, id)
);
create index visit_change_visit on visit_change (practice_id, visit_id, changed_at);
select protect_by_practice('visit_change', 'select, insert');

-- What a course of visits was about, where we know it. Which visits belong together for a rhythm is computed.
create table episode (
  practice_id int not null,
  id uuid not null,
  patient_id uuid not null,
  service_id uuid,
  first_visit_id uuid not null,
  last_visit_id uuid not null,
  problem text,                                   -- in the patient's own words
  solved text not null default 'unknown' check (solved in ('yes', 'partly', 'no', 'unknown')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patient (practice_id, id),
  foreign key (practice_id, service_id) references service (practice_id, id),
  foreign key (practice_id, first_visit_id) references visit (practice_id, id),
  foreign key (practice_id, last_visit_id) references visit (practice_id, id)
);
create index episode_patient on episode (practice_id, patient_id);
select protect_by_practice('episode', 'select, insert, update');

-- Patients whose visits changed since they were last summarised; written in the transaction of the change.
create table visit_dirty (
  practice_id int not null,
  patient_id uuid not null,
  primary key (practice_id, patient_id)
);
select protect_by_practice('visit_dirty', 'select, insert, delete');
