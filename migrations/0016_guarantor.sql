-- Who pays for whom, as the sources say it; patients who share a guarantor are one household.

create table patient_guarantor (
  practice_id int not null,
  patient_id uuid not null,
  system text not null,                           -- the source that says so
  value text not null,                            -- its number of the guarantor: a patient's, or an account's
  created_at timestamptz not null default now(),
  primary key (practice_id, patient_id, system),
  foreign key (practice_id, patient_id) references patient (practice_id, id)
);
create index patient_guarantor_number on patient_guarantor (practice_id, system, value);
select protect_by_practice('patient_guarantor', 'select, insert, update, delete');

alter table household add column guarantor_system text;   -- of a household that an import made: whose number it is
alter table household add column guarantor_value text;    -- the number that its members share
create unique index household_guarantor on household (practice_id, guarantor_system, guarantor_value)
  where guarantor_value is not null;
