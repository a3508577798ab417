-- Several desks at once: whose act it is, what will be said, and what a person can take back.

alter table act add column assigned_to uuid;              -- the staff member who took it; null: whoever has the role
alter table act add column scripts jsonb not null default '{}'; -- the words by language, as the touchpoint has them

-- Versions: the newest that was not taken back is what is said. Words of null are the touchpoint's own.
create table act_words (
  practice_id int not null,
  id uuid not null,
  act_id uuid not null,
  language text not null,
  words text check (length(words) between 1 and 4000), -- {staff} is left for whoever opens the act
  by_staff uuid,
  at timestamptz not null,
  undone_at timestamptz,
  primary key (practice_id, id),
  foreign key (practice_id, act_id) references act (practice_id, id) on delete cascade
);
create index act_words_act on act_words (practice_id, act_id, at desc) where undone_at is null;
select protect_by_practice('act_words', 'select, insert, update');

-- What a staff member did that can be taken back, so that an undo outlives a reload.
create table deed (
  practice_id int not null references practice (id),
  id uuid not null,
  by_staff uuid not null,
  kind text not null check (kind in ('outcome', 'assignment', 'words', 'detail_added', 'detail_removed', 'consent',
    'status', 'promise', 'touchpoint', 'shares', 'capacity', 'service')),
  object_id uuid,                                 -- what it was done to
  before jsonb not null default '{}',             -- what an undo puts back: ids, choices and settings, never a remark
  at timestamptz not null,
  undone_at timestamptz,
  primary key (practice_id, id)
);
create index deed_mine on deed (practice_id, by_staff, at desc) where undone_at is null;
create index deed_object on deed (practice_id, object_id);
select protect_by_practice('deed', 'select, insert, update');

-- A promise that was written down by mistake is struck out; what was told to a patient stays otherwise.
grant delete on promise to keepwell_app;
