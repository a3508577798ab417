-- What patients tell us on their own pages, and what those pages say of us.

-- Ledger: the newest row by `at` of a patient holds. What the law calls consent stands in `consent`, written with it.
create table contact_wish (
  practice_id int not null references practice (id),
  id uuid not null,
  patient_id uuid not null,
  best_time text not null check (best_time in ('any', 'mornings', 'afternoons', 'evenings')),
  welcome text[] not null                         -- what is welcome: before_visit, check_in, questions, news
    check (welcome <@ array['before_visit', 'check_in', 'questions', 'news']),
  keep text not null check (keep in ('in_touch', 'pause', 'appointments')), -- pause: until a day; appointments: those alone
  paused_until date,                              -- the first day on which we may write again
  granted_before text[] not null default '{}',    -- of a pause: what was granted on all of its channels, to return with its end
  wording_version text not null,
  at timestamptz not null,
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patient (practice_id, id),
  check ((keep = 'pause') = (paused_until is not null))
);
create index contact_wish_patient on contact_wish (practice_id, patient_id, at desc);
create index contact_wish_pause on contact_wish (practice_id, paused_until) where paused_until is not null;
select protect_by_practice('contact_wish', 'select, insert, update');

-- Ledger: before a visit, what matters to the patient and how worried they are; the newest row of a visit holds.
create table visit_wish (
  practice_id int not null references practice (id),
  id uuid not null,
  patient_id uuid not null,
  visit_id uuid not null,
  matters text not null default '' check (length(matters) <= 500),
  worry int check (worry between 0 and 10),       -- null: not said
  comfort text[] not null default '{}'            -- the comfort plan: stop_signal, quiet_slot, companion
    check (comfort <@ array['stop_signal', 'quiet_slot', 'companion']),
  at timestamptz not null,
  asked_at timestamptz,                           -- afterwards: when somebody asked how it was with what they had wished
  asked_by uuid,
  detail_id uuid,                                 -- what it says among what matters, for whoever sees them
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patient (practice_id, id),
  foreign key (practice_id, visit_id) references visit (practice_id, id),
  foreign key (practice_id, asked_by) references staff_member (practice_id, id)
);
create index visit_wish_visit on visit_wish (practice_id, visit_id, at desc);
create index visit_wish_patient on visit_wish (practice_id, patient_id, at desc);
select protect_by_practice('visit_wish', 'select, insert, update');

-- A one-time code before a page that shows more than anybody may see who holds the link.
create table page_code (
  practice_id int not null references practice (id),
  id uuid not null,
  link_id uuid not null,
  code_hash bytea not null,                       -- SHA-256 of the link's token and the code: without the token it cannot be guessed
  tries int not null default 0,
  expires_at timestamptz not null,
  proof_hash bytea,                               -- of what the page carries once the code was right
  proof_until timestamptz,
  created_at timestamptz not null default now(),
  primary key (practice_id, id),
  foreign key (practice_id, link_id) references patient_link (practice_id, id) on delete cascade
);
create index page_code_link on page_code (practice_id, link_id, created_at desc);
select protect_by_practice('page_code', 'select, insert, update, delete');

-- The patient has told us that they come; a visit that is moved afterwards has not been confirmed.
alter table visit add column confirmed_for timestamptz;                  -- the beginning that the patient confirmed

-- What the pages say of us: by language, plain words; empty: "Ask us".
alter table service add column steps jsonb not null default '{}';        -- what happens, a line a step
alter table service add column hurts jsonb not null default '{}';        -- whether it hurts, and what we do about it
alter table service add column sensitive boolean not null default false; -- its name is shown after a code alone
alter table location add column parking jsonb not null default '{}';     -- how to come and where to leave a car
alter table practice add column name_on_pages boolean not null default false; -- patients are called by name on their pages
alter table practice add column sensitive_pages boolean not null default false; -- every service here is sensitive
