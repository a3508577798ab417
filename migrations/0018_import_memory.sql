-- How a file of these headings was read is forgotten with the import that first read it so.
alter table import_mapping add column import_id uuid;     -- which import was read so first; null: not known
grant delete on import_mapping to keepwell_app;

-- What came into the watched folder: each content is brought in once, whatever the file is called.
create table inbox_file (
  practice_id int not null references practice (id),
  content_hash bytea not null,                    -- SHA-256
  name text not null,                             -- as it first came
  state text not null check (state in ('done', 'refused', 'waiting')),
  import_id uuid,                                 -- null: nothing was brought in
  at timestamptz not null,
  primary key (practice_id, content_hash)
);
create index inbox_file_newest on inbox_file (practice_id, at desc);
select protect_by_practice('inbox_file', 'select, insert, update');
