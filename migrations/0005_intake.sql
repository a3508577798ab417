-- How the record arrived: what came in, from where, how it was read, what was refused.
create table import (
  practice_id int not null references practice (id),
  id uuid not null,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  state text not null default 'running' check (state in ('running', 'finished', 'failed')),
  patients int not null default 0,
  visits int not null default 0,
  by_account uuid,
  primary key (practice_id, id)
);
select protect_by_practice('import', 'select, insert, update');

create table import_file (
  practice_id int not null,
  import_id uuid not null,
  position int not null,
  name text not null,                             -- base name only
  kind text not null,
  content_hash bytea,
  rows int not null default 0,
  added int not null default 0,
  updated int not null default 0,
  unchanged int not null default 0,
  refused int not null default 0,
  mapping jsonb not null default '{}',
  primary key (practice_id, import_id, position),
  foreign key (practice_id, import_id) references import (practice_id, id)
);
select protect_by_practice('import_file', 'select, insert, update');

-- A shape of file that was read before: the fingerprint of its headings and how they were mapped.
create table import_mapping (
  practice_id int not null references practice (id),
  fingerprint text not null,
  mapping jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (practice_id, fingerprint)
);
select protect_by_practice('import_mapping', 'select, insert, update');

create table refusal (
  practice_id int not null,
  import_id uuid not null,
  position int not null,
  row_number int not null,
  column_name text not null default '',
  value text not null default '',
  code text not null,
  reason text not null,
  primary key (practice_id, import_id, position, row_number, column_name),
  foreign key (practice_id, import_id) references import (practice_id, id)
);
select protect_by_practice('refusal', 'select, insert');
