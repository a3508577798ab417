-- Whom we serve: patients, how to reach them, what matters to them, what they consented to.

create table patient (
  practice_id int not null references practice (id),
  id uuid not null,
  family_name text not null default '',           -- as received
  given_name text not null default '',
  full_name text not null default '',             -- only where the source has no parts
  preferred_name text not null default '',
  pronunciation text not null default '',
  pronouns text not null default '',
  birth_date date,
  birth_precision text check (birth_precision in ('day', 'month', 'year')),
  sex text not null default 'unknown' check (sex in ('female', 'male', 'other', 'unknown')),
  spoken_language text,                           -- BCP 47; null: not known
  written_language text,
  needs_interpreter boolean not null default false,
  status text not null default 'active' check (status in ('active', 'prospective', 'exited')),
  exit_reason text check (exit_reason in ('moved', 'transferred', 'died', 'opted_out', 'inactive')),
  exited_on date,
  deceased_on date,
  primary_location_id uuid,
  primary_clinician_id uuid,
  -- when the practice first knew of this patient: what happened before is hidden from any earlier day
  known_from timestamptz not null default now(),
  import_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (practice_id, id),
  foreign key (practice_id, primary_location_id) references location (practice_id, id),
  foreign key (practice_id, primary_clinician_id) references staff_member (practice_id, id),
  check ((status = 'exited') = (exit_reason is not null))
);
select protect_by_practice('patient', 'select, insert, update, delete');

create table patient_identifier (
  practice_id int not null,
  system text not null,
  value text not null,
  patient_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (practice_id, system, value),
  foreign key (practice_id, patient_id) references patient (practice_id, id)
);
create index patient_identifier_patient on patient_identifier (practice_id, patient_id);
select protect_by_practice('patient_identifier', 'select, insert, update, delete');

create table related_person (
  practice_id int not null,
  id uuid not null,
  patient_id uuid not null,
  name text not null,
  relationship text not null,                     -- guarantor, parent, partner, carer, ...
  may_receive boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patient (practice_id, id)
);
create index related_person_patient on related_person (practice_id, patient_id);
select protect_by_practice('related_person', 'select, insert, update, delete');

create table contact_point (
  practice_id int not null,
  id uuid not null,
  patient_id uuid not null,
  kind text not null check (kind in ('mobile', 'phone', 'email', 'post')),
  received text not null,                         -- as it came
  normal text not null,                           -- E.164, lower-case e-mail, one-line address
  rank int not null default 1,
  related_person_id uuid,                         -- null: the patient's own
  valid boolean not null default true,
  confidential_only boolean not null default false, -- when any is set, nothing else may be used
  created_at timestamptz not null default now(),
  primary key (practice_id, id),
  unique (practice_id, patient_id, kind, normal),
  foreign key (practice_id, patient_id) references patient (practice_id, id),
  foreign key (practice_id, related_person_id) references related_person (practice_id, id)
);
select protect_by_practice('contact_point', 'select, insert, update, delete');

-- A row for each normalised name part, phone tail and identifier. Prefix search by range on text_pattern_ops:
-- `like` and trigram operators are not leakproof, so under row-level security their indexes go unused.
create table patient_search_key (
  practice_id int not null,
  key text not null,
  patient_id uuid not null,
  primary key (practice_id, patient_id, key),
  foreign key (practice_id, patient_id) references patient (practice_id, id)
);
create index patient_search_key_prefix on patient_search_key (practice_id, key text_pattern_ops, patient_id);
select protect_by_practice('patient_search_key', 'select, insert, update, delete');

create table household (
  practice_id int not null references practice (id),
  id uuid not null,
  name text not null default '',
  source text not null check (source in ('guarantor', 'staff')), -- a shared address only suggests
  created_at timestamptz not null default now(),
  primary key (practice_id, id)
);
select protect_by_practice('household', 'select, insert, update, delete');

create table household_member (
  practice_id int not null,
  patient_id uuid not null,
  household_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (practice_id, patient_id),
  foreign key (practice_id, patient_id) references patient (practice_id, id),
  foreign key (practice_id, household_id) references household (practice_id, id)
);
create index household_member_household on household_member (practice_id, household_id);
select protect_by_practice('household_member', 'select, insert, update, delete');

create table personal_detail (
  practice_id int not null,
  id uuid not null,
  patient_id uuid not null,
  words text not null check (length(words) between 1 and 500),
  kind text not null check (kind in ('likes', 'fear', 'family', 'event', 'comfort', 'other')),
  sharing text not null check (sharing in ('say', 'know', 'only_told')), -- say; know but do not say; only whom they told
  told_to uuid,
  told_on date not null,
  source text not null check (source in ('visit', 'call', 'message', 'booking', 'form')),
  expires_on date,
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patient (practice_id, id),
  foreign key (practice_id, told_to) references staff_member (practice_id, id)
);
create index personal_detail_patient on personal_detail (practice_id, patient_id);
select protect_by_practice('personal_detail', 'select, insert, update');

-- Ledger: the newest row by `at` for a purpose and channel holds.
create table consent (
  practice_id int not null,
  id uuid not null,
  patient_id uuid not null,
  purpose text not null check (purpose in ('care', 'feedback', 'marketing')),
  channel text not null check (channel in ('call', 'text', 'email', 'post', 'any')),
  granted boolean not null,
  contact_hash bytea,
  wording_version text,
  source text not null,
  evidence text,
  at timestamptz not null,
  by_staff uuid,
  created_at timestamptz not null default now(),
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patient (practice_id, id)
);
create index consent_patient on consent (practice_id, patient_id, purpose, channel, at desc);
select protect_by_practice('consent', 'select, insert');

-- Ledger keyed by the hash of the number or address; outlives the patient, a merge and a re-import.
create table suppression (
  practice_id int not null references practice (id),
  id uuid not null,
  contact_hash bytea not null,
  scope text not null check (scope in ('all', 'marketing', 'number')),
  reason text not null,
  lifted boolean not null default false,
  at timestamptz not null default now(),
  primary key (practice_id, id)
);
create index suppression_hash on suppression (practice_id, contact_hash);
select protect_by_practice('suppression', 'select, insert');
