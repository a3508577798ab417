-- The relationship plan: touchpoints are rows. No touchpoint, service or template is named in code.
create table touchpoint (
  practice_id int not null references practice (id),
  id uuid not null,
  code text not null,
  title jsonb not null,                           -- by language
  trigger text not null,                          -- a kind of occasion that plan/model.ts knows
  params jsonb not null default '{}',             -- of that occasion, e.g. {"daysBefore": 3}
  services uuid[],                                -- null: all
  act_kind text not null,                         -- what the desk sees: call, card, ask, check_in, ...
  channel text not null check (channel in ('call', 'post', 'in_person')),
  purpose text not null check (purpose in ('care', 'feedback', 'marketing')),
  topic text not null,                            -- one act per household and topic
  owner_role text not null,
  minutes int not null check (minutes between 1 and 240),
  share text not null,
  priority int not null default 0,
  script jsonb not null,                          -- by language, with {merge fields}
  hold_out double precision not null default 0 check (hold_out between 0 and 0.5),
  enabled boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (practice_id, id),
  unique (practice_id, code)
);
select protect_by_practice('touchpoint', 'select, insert, update');

-- How the day's other minutes are shared before ranking; percent sums to at most 100.
create table share (
  practice_id int not null references practice (id),
  code text not null,
  title jsonb not null,
  percent int not null check (percent between 0 and 100),
  position int not null,
  primary key (practice_id, code)
);
select protect_by_practice('share', 'select, insert, update, delete');

create table capacity (
  practice_id int not null references practice (id),
  role text not null,
  weekday int not null check (weekday between 1 and 7),
  minutes int not null check (minutes between 0 and 6000),
  primary key (practice_id, role, weekday)
);
select protect_by_practice('capacity', 'select, insert, update, delete');
