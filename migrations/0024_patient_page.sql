-- The patient's page: notes, where a fact came from, who confirmed a household, and acts that somebody asks for by hand.

-- A note is its versions: the first one has id = note_id, and the newest that was not taken back is what is read.
create table patient_note (
  practice_id int not null,
  id uuid not null,
  note_id uuid not null,
  patient_id uuid not null,
  words text not null check (length(words) between 1 and 4000),
  sensitivity text not null check (sensitivity in ('team', 'clinical')), -- clinical: for clinicians and managers alone
  by_staff uuid,
  at timestamptz not null,
  undone_at timestamptz,                          -- this version was taken back
  removed_at timestamptz,                         -- of the first version: the note is read no more
  removed_by uuid,
  primary key (practice_id, id),
  foreign key (practice_id, note_id) references patient_note (practice_id, id) deferrable initially deferred,
  foreign key (practice_id, patient_id) references patient (practice_id, id),
  foreign key (practice_id, by_staff) references staff_member (practice_id, id),
  foreign key (practice_id, removed_by) references staff_member (practice_id, id)
);
create index patient_note_patient on patient_note (practice_id, patient_id, at desc);
create index patient_note_note on patient_note (practice_id, note_id, at desc);
select protect_by_practice('patient_note', 'select, insert, update');

-- Which import or which line a fact came by. A writer says so for its transaction (app.import, app.feed) and each new row
-- keeps it; what was written before this version, or by nobody who says so, is not known.
alter table patient add column feed text default nullif(current_setting('app.feed', true), '');
alter table patient_identifier add column import_id uuid default nullif(current_setting('app.import', true), '')::uuid;
alter table patient_identifier add column feed text default nullif(current_setting('app.feed', true), '');
alter table contact_point add column import_id uuid default nullif(current_setting('app.import', true), '')::uuid;
alter table contact_point add column feed text default nullif(current_setting('app.feed', true), '');
alter table contact_point add column wrong_by uuid;       -- who said that it is not theirs
alter table contact_point add column wrong_at timestamptz;
alter table consent add column import_id uuid default nullif(current_setting('app.import', true), '')::uuid;
alter table promise add column made_by uuid;              -- who wrote it down; null: not known

-- Adding columns with such a default gave them to the rows that are there: from no import and no line.

-- Who said that somebody belongs to a household; null: a shared guarantor says so.
alter table household_member add column by_staff uuid;

-- Who shares an address. A hash, because addresses are long and only equality is asked.
create index contact_point_address on contact_point using hash (normal) where kind = 'post';

-- What can be taken back is listed in the code (platform/deeds.ts); here only its form.
alter table deed drop constraint deed_kind_check;
alter table deed add constraint deed_kind_check check (kind ~ '^[a-z_]{1,40}$');
