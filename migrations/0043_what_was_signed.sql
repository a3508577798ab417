-- What a patient signed, with all that the rule asks (45 CFR 164.508(c)), and how they asked for post and e-mail
-- (164.522(b)).
alter table marketing_authorisation
  alter column expires_at drop not null,          -- null: an event ends it
  add column ends_when text not null default '',  -- that event, in the words of the paper
  add column representative text not null default '', -- who signed in the patient's place; empty: the patient
  add column relation text not null default '',   -- by what right they did
  add column paid_by text not null default '',    -- who pays us for what is sent; empty: nobody
  add column says_revocable boolean not null default true,      -- that it can be revoked, and how
  add column says_unconditional boolean not null default false, -- that care does not hang on it
  add column says_passed_on boolean not null default false,     -- that whoever gets it may pass it on
  add column ended_how text check (ended_how in ('revoked', 'event')),
  add column ended_by uuid,
  add column struck_at timestamptz,               -- written down by mistake: it never counted
  add foreign key (practice_id, ended_by) references staff_member (practice_id, id),
  add check (expires_at is not null or ends_when <> ''),
  add check (representative = '' or relation <> ''),
  add check (ended_how is null or revoked_at is not null);

-- What was written down before was written down only if it says how it is revoked; the rest was not asked.
alter table marketing_authorisation alter column says_revocable set default false;

-- How a patient asked to be written to. Ledger: the newest row of a kind that was not struck holds.
create table contact_request (
  practice_id int not null references practice (id),
  id uuid not null,
  patient_id uuid not null,
  kind text not null check (kind in ('envelope', 'plain_mail')),
  name text not null default '' check (length(name) <= 100), -- on the envelope; empty: their own
  nameless boolean not null default false,        -- nothing of the practice is on the envelope
  address text not null default '' check (length(address) <= 300), -- where post goes; empty: as in the record
  wording_version text,                           -- of the warning about plain mail, as it was read
  method text check (method in ('in_person', 'call', 'form')),
  at timestamptz not null,
  by_staff uuid,
  struck_at timestamptz,                          -- taken back: it never counted
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patient (practice_id, id),
  foreign key (practice_id, by_staff) references staff_member (practice_id, id),
  check ((kind = 'plain_mail') = (wording_version is not null and method is not null))
);
create index contact_request_patient on contact_request (practice_id, patient_id, kind, at desc, id desc);
select protect_by_practice('contact_request', 'select, insert, update');
