-- The relationship plan: what it is for, what it sends by itself, and every state it was in.
alter table touchpoint
  drop constraint touchpoint_channel_check,
  add constraint touchpoint_channel_check check (channel in ('call', 'post', 'in_person', 'email', 'text')),
  add column automatic boolean not null default false,      -- a message that goes by itself; false: an act of a person
  add column legal_class text                               -- null: follows from the purpose
    check (legal_class in ('treatment', 'operations', 'marketing', 'unknown')),
  add column third_party_paid boolean not null default false,
  add column templates jsonb not null default '{}',         -- code of the template by channel
  add column rest_days int check (rest_days between 1 and 3660), -- not again for the same patient within so many days
  -- nobody types e-mails and texts at the desk, and nothing else goes by itself
  add constraint touchpoint_automatic_check check (automatic = (channel in ('email', 'text')));

-- What the practice wants its relationships to be; on what it prints and sends.
create table plan_statement (
  practice_id int primary key references practice (id),
  objective text not null default '',
  mission text not null default '',
  methods text[] not null default '{}'
);
select protect_by_practice('plan_statement', 'select, insert, update');

-- Each state of the plan, whole, so that any of them can be looked at and brought back.
create table plan_version (
  practice_id int not null references practice (id),
  version int not null,
  at timestamptz not null default now(),
  by_staff uuid,                                  -- null: at the console, or as it began
  what text not null,                             -- what was changed, told
  content jsonb not null,
  primary key (practice_id, version)
);
select protect_by_practice('plan_version', 'select, insert');
