-- Links to a patient's own pages: each opens one page, for one purpose, until it ends; only its hash is kept.
create table patient_link (
  practice_id int not null references practice (id),
  id uuid not null,
  token_hash bytea not null,                      -- SHA-256
  purpose text not null check (purpose in ('preferences', 'unsubscribe', 'visit', 'question')),
  patient_id uuid not null,
  visit_id uuid,                                  -- of a link about one visit
  message_id uuid,                                -- that carried it; null: printed, or told by a person
  contact_hash bytea,                             -- SHA-256 of the address that it was sent to: what an unsubscribe silences
  expires_at timestamptz not null,
  ended_at timestamptz,                           -- taken back before its time
  created_at timestamptz not null default now(),
  primary key (practice_id, id),
  unique (practice_id, token_hash),
  foreign key (practice_id, patient_id) references patient (practice_id, id)
);
create index patient_link_patient on patient_link (practice_id, patient_id);
select protect_by_practice('patient_link', 'select, insert, update, delete');
