-- What is said, in which words, and every message that leaves: one row a message, with its whole life.
create table template (
  practice_id int not null references practice (id),
  id uuid not null,
  code text not null,                             -- touchpoints name it
  title jsonb not null,                           -- by language
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (practice_id, id),
  unique (practice_id, code)
);
select protect_by_practice('template', 'select, insert, update');

-- Words are never changed: each saving is a version, and a message keeps the one that it was written from.
create table template_version (
  practice_id int not null,
  id uuid not null,
  template_id uuid not null,
  version int not null,
  legal_class text not null check (legal_class in ('treatment', 'operations', 'marketing')),
  third_party_paid boolean not null default false,
  paper text not null default 'letter' check (paper in ('letter', 'postcard')),
  words jsonb not null,                           -- by language: {subject, preheader, email, text, post}; '' = not said so
  by_staff uuid,                                  -- null: it came with Keepwell
  created_at timestamptz not null default now(),
  primary key (practice_id, id),
  unique (practice_id, template_id, version),
  foreign key (practice_id, template_id) references template (practice_id, id)
);
select protect_by_practice('template_version', 'select, insert');

-- Its key is what may be said once: the same touchpoint, patient, occurrence and channel never goes out twice.
create table message (
  practice_id int not null references practice (id),
  id uuid not null,
  source text not null,                           -- code of the touchpoint or the campaign
  patient_id uuid not null,
  occurrence text not null,
  channel text not null check (channel in ('email', 'text', 'post')),
  template_id uuid not null,
  legal_class text not null check (legal_class in ('treatment', 'operations', 'marketing')),
  purpose text not null check (purpose in ('care', 'feedback', 'marketing')),
  about text not null,                            -- visit, recall, survey, news, thanks, answer, other
  third_party_paid boolean not null default false,
  owed boolean not null default false,            -- no cap may hold it up
  premise jsonb,                                  -- what must still be true: {"visitId", "startsAt", "open"}
  merge jsonb not null default '{}',              -- values of fields that only the sender knows
  arm text not null default 'act' check (arm in ('act', 'hold_out')),
  due_at timestamptz not null,
  state text not null default 'planned' check (state in
    ('planned', 'claimed', 'handed', 'accepted', 'delivered', 'failed', 'unknown', 'cancelled', 'held')),
  state_at timestamptz not null,
  lease_until timestamptz,                        -- of claimed and handed: who works on it is dead after that
  attempts int not null default 0,
  client_ref text not null,                       -- fixed: the Message-ID of an e-mail, however often it is tried
  provider_id text,
  via text,                                       -- smtp, mailbox, print
  gate jsonb,                                     -- the newest answer: {verdict, reasons, policyVersion, until, at}
  why text,                                       -- why it is held, cancelled, failed or unknown, as told
  template_version_id uuid,                       -- from which it was written
  language text,
  subject text,                                   -- what was said; a link stands as its field, without its token
  preheader text,
  body text,
  address_hash bytea,                             -- SHA-256 of where it went; the address is read when it goes
  contact_id uuid,                                -- of contact_made, which the caps count
  created_at timestamptz not null default now(),
  primary key (practice_id, id),
  unique (practice_id, source, patient_id, occurrence, channel),
  unique (practice_id, client_ref),
  foreign key (practice_id, patient_id) references patient (practice_id, id),
  foreign key (practice_id, template_id) references template (practice_id, id),
  foreign key (practice_id, template_version_id) references template_version (practice_id, id),
  check ((state in ('claimed', 'handed')) = (lease_until is not null))
);
create index message_due on message (practice_id, due_at, id) where state = 'planned';
create index message_leased on message (practice_id, lease_until) where state in ('claimed', 'handed');
create index message_patient on message (practice_id, patient_id, state_at desc);
create index message_newest on message (practice_id, state, state_at desc, id);
select protect_by_practice('message', 'select, insert, update');

-- Ledger: each step of a message, and who took it. Goes with its message when a patient is erased.
create table message_event (
  practice_id int not null,
  id uuid not null,
  message_id uuid not null,
  at timestamptz not null,
  step text not null,                             -- a transition of contact/message-states.ts
  from_state text not null,
  to_state text not null,
  by_staff uuid,                                  -- null: Keepwell itself
  why text,                                       -- as told
  primary key (practice_id, id),
  foreign key (practice_id, message_id) references message (practice_id, id) on delete cascade
);
create index message_event_message on message_event (practice_id, message_id, at);
select protect_by_practice('message_event', 'select, insert');

-- One switch holds everything: read in each transaction that claims or hands over.
create table outbox (
  practice_id int not null references practice (id),
  paused_at timestamptz,
  paused_by uuid,
  primary key (practice_id)
);
select protect_by_practice('outbox', 'select, insert, update');
