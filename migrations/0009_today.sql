-- The day's work: acts chosen from the plan, and what came of them.

create table day_plan (
  practice_id int not null references practice (id),
  day date not null,
  made_at timestamptz not null default now(),
  minutes_available int not null,
  minutes_planned int not null,
  backlog int not null default 0,                 -- return candidates beyond the day's minutes, as one line
  backlog_minutes int not null default 0,
  held_counts jsonb not null default '{}',        -- by reason
  primary key (practice_id, day)
);
select protect_by_practice('day_plan', 'select, insert, update, delete');

create table act (
  practice_id int not null,
  id uuid not null,
  touchpoint_id uuid not null,
  patient_id uuid not null,
  household_id uuid,
  occurrence text not null,                       -- what it is about: a visit id, a due date, a year
  day date not null,                              -- the day it was last planned for
  kind text not null,
  channel text not null,
  purpose text not null,
  topic text not null,
  owner_role text not null,
  minutes int not null,
  share text not null,
  due_from date not null,
  due_to date not null,
  deadline timestamptz,                           -- only for clocks and promises
  why_now jsonb not null,                         -- [{fact, source, date}], at least one
  language text not null,
  title text not null,
  script text not null,
  value double precision,                         -- expected extra visits kept; null: courtesy
  value_low double precision,
  value_high double precision,
  arm text not null default 'act' check (arm in ('act', 'hold_out')),
  state text not null check (state in ('planned', 'held', 'waiting', 'done', 'closed')),
  held_reason text,
  position int not null default 0,
  attempts int not null default 0,
  not_before timestamptz,
  closed_reason text,
  premise jsonb not null default '{}',            -- ids that are read again when it is opened
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (practice_id, id),
  unique (practice_id, touchpoint_id, patient_id, occurrence),
  foreign key (practice_id, touchpoint_id) references touchpoint (practice_id, id),
  foreign key (practice_id, patient_id) references patient (practice_id, id),
  check (jsonb_array_length(why_now) >= 1)
);
create index act_day on act (practice_id, day, state, position);
create index act_patient on act (practice_id, patient_id);
select protect_by_practice('act', 'select, insert, update, delete');

-- Ledger. An undo is a later row that names the row it takes back.
create table act_outcome (
  practice_id int not null,
  id uuid not null,
  act_id uuid not null,
  patient_id uuid not null,
  outcome text not null check (outcome in ('done', 'booked', 'no_answer', 'left_message', 'call_back',
    'declined', 'wrong_number', 'stop', 'not_appropriate', 'later', 'undo')),
  reason text,
  call_back_at timestamptz,
  undoes uuid,
  before jsonb not null default '{}',             -- the act as it was, so that an undo is exact
  effects jsonb not null default '{}',            -- ids of rows that other owners wrote for it
  client_key text not null,                       -- the same press twice is one outcome
  by_staff uuid,
  recorded_at timestamptz not null default now(),
  primary key (practice_id, id),
  unique (practice_id, client_key),
  foreign key (practice_id, act_id) references act (practice_id, id),
  foreign key (practice_id, patient_id) references patient (practice_id, id)
);
create unique index act_outcome_undone_once on act_outcome (practice_id, undoes) where undoes is not null;
create index act_outcome_act on act_outcome (practice_id, act_id, recorded_at);
create index act_outcome_recorded on act_outcome (practice_id, recorded_at desc);
select protect_by_practice('act_outcome', 'select, insert');
