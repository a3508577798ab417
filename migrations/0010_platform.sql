-- Audit: the application may only add. One event a request; the sealer chains them each second.
create table audit_event (
  practice_id int not null references practice (id),
  id uuid not null,
  at timestamptz not null default now(),
  account_id uuid,
  staff_member_id uuid,
  action text not null,                           -- the operation's name
  result text not null,                           -- ok, or the code of the refusal
  patient_ids uuid[] not null default '{}',       -- whose record was read or changed
  object_ids text[] not null default '{}',
  request_id text not null,
  network text,                                   -- /24 or /64, never the full address
  primary key (practice_id, id)
);
create index audit_event_at on audit_event (practice_id, at desc);
create index audit_event_patients on audit_event using gin (patient_ids);
select protect_by_practice('audit_event', 'select, insert');

create table audit_seal (
  practice_id int not null,
  seq bigint not null,
  event_id uuid not null,
  digest bytea not null,                          -- sha256(previous digest, seq, canonical event)
  sealed_at timestamptz not null default now(),
  primary key (practice_id, seq),
  unique (practice_id, event_id)
);
select protect_by_practice('audit_seal', 'select, insert');
