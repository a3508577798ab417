-- HL7 v2: what a source said and when, which of its patients it merged, and the messages that came over a line.

-- When the source said what we hold, by its own clock: messages overtake each other, and what was said
-- earlier must not undo what was said later. Null: the source does not say (tables, FHIR, our own desk).
alter table patient add column told_at timestamptz;
alter table visit add column told_at timestamptz;

-- A source says that two of its patients are one. Until the patients themselves are merged, and after, a
-- message that names the old identifier means the survivor.
create table merge_request (
  practice_id int not null references practice (id),
  id uuid not null,
  old_system text not null,
  old_value text not null,
  survivor_system text not null,
  survivor_value text not null,
  source text not null,                           -- the feed, or the system of an import
  asked_at timestamptz not null,                  -- when the source said so
  state text not null default 'waiting' check (state in ('waiting', 'merged', 'declined')),
  settled_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (practice_id, id),
  unique (practice_id, old_system, old_value),
  check ((state = 'waiting') = (settled_at is null)),
  check ((old_system, old_value) <> (survivor_system, survivor_value))
);
create index merge_request_waiting on merge_request (practice_id, asked_at) where state = 'waiting';
select protect_by_practice('merge_request', 'select, insert, update');

-- A line over which one system sends, and how that system writes HL7.
create table hl7_feed (
  practice_id int not null references practice (id),
  name text not null check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  mapping jsonb not null default '{}',            -- as given with --mapping; see docs/running/hl7.md
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (practice_id, name)
);
select protect_by_practice('hl7_feed', 'select, insert, update');

-- Stored and committed before it is acknowledged. The raw message is blanked when it has served; the row
-- stays, so that a message that is sent again is known.
create table hl7_message (
  practice_id int not null,
  id uuid not null,
  feed text not null,
  control_id text not null,                       -- MSH-10
  content_hash bytea not null,                    -- SHA-256
  kind text not null,                             -- such as ADT A04
  raw bytea,
  state text not null check (state in ('waiting', 'done', 'ignored', 'refused', 'failed')),
  reason text not null default '',                -- in words, of what was ignored, refused or failed
  attempts int not null default 0,
  received_at timestamptz not null,
  processed_at timestamptz,
  primary key (practice_id, id),
  unique (practice_id, feed, control_id, content_hash),
  foreign key (practice_id, feed) references hl7_feed (practice_id, name),
  check (state <> 'waiting' or raw is not null)
);
create index hl7_message_waiting on hl7_message (practice_id, id) where state = 'waiting';
create index hl7_message_received on hl7_message (practice_id, received_at);
select protect_by_practice('hl7_message', 'select, insert, update, delete');
