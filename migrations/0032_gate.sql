-- What the gate must know beyond numbers, words and hours.

-- A signed authorisation under 45 CFR 164.508: its core elements, as they stood when it was signed.
create table marketing_authorisation (
  practice_id int not null,
  id uuid not null,
  patient_id uuid not null,
  discloses text not null,                        -- what is used, in the words of the paper
  used_by text not null,
  sent_to text not null,
  purpose text not null,
  covers_payment boolean not null default false,  -- it says that a third party pays
  signed_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  by_staff uuid,                                  -- who wrote it down
  created_at timestamptz not null default now(),
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patient (practice_id, id),
  check (expires_at > signed_at)
);
create index marketing_authorisation_patient on marketing_authorisation (practice_id, patient_id);
select protect_by_practice('marketing_authorisation', 'select, insert, update');

alter table contact_point
  add column never_voicemail boolean not null default false; -- a confidential wish: nothing is left on a machine

alter table contact_made
  add column owed boolean not null default false; -- clinical, safety, complaint or promise: no cap counts it

-- Whoever shares a number shares its caps.
create index contact_point_number on contact_point (practice_id, normal) where kind <> 'post';

alter table contact_policy
  alter column max_per_week set default 3,
  alter column max_per_month set default 8;
