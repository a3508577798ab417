-- The first days: how far the first account has come, and what a patient was asked.
alter table account
  add column first_run text check (first_run in ('practice', 'ways')); -- what it has to say next; null: nothing

-- One thing to find out: each time that it was asked, so that nobody is asked twice within a season.
create table question_asked (
  practice_id int not null,
  id uuid not null,
  patient_id uuid not null,
  question text not null check (question in
    ('texts', 'reach', 'name', 'matters', 'fear', 'found_us')),
  asked_at timestamptz not null,
  by_staff uuid,
  answered boolean not null,                      -- false: not said, or not asked after all
  detail_id uuid,                                 -- what was remembered of it; null: a consent, or nothing
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patient (practice_id, id),
  foreign key (practice_id, by_staff) references staff_member (practice_id, id)
);
create index question_asked_patient on question_asked (practice_id, patient_id, asked_at desc);
select protect_by_practice('question_asked', 'select, insert, update, delete');
