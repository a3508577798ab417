-- What a patient was told is looked for by patient, while tens of thousands of rows come in. Statistics of the practice
-- lag then: a practice that they do not know yet counts as having no rows, and all of its rows are read through for each
-- patient. Without them the planner takes the index by patient, whatever the practice.
alter table contact_made alter column practice_id set statistics 0;
do $$
begin
  -- From PostgreSQL 18 on; before it, old statistics stay as they are.
  if to_regproc('pg_catalog.pg_clear_attribute_stats') is not null then
    execute $clear$ select pg_catalog.pg_clear_attribute_stats('public', 'contact_made', 'practice_id', false) $clear$;
  end if;
end $$;

-- What came back or was answered, each mail once: whatever the mailbox numbers it by, and however often it comes.
create table mail_taken (
  practice_id int not null,
  mail_hash bytea not null,                       -- SHA-256 of its Message-ID and words; the mail itself is not kept
  message_id uuid not null,                       -- of ours, that it is about
  kind text not null check (kind in ('bounce', 'complaint', 'reply', 'opt_out', 'doubtful')),
  at timestamptz not null,
  primary key (practice_id, mail_hash),
  foreign key (practice_id, message_id) references message (practice_id, id) on delete cascade
);
create index mail_taken_message on mail_taken (practice_id, message_id);
select protect_by_practice('mail_taken', 'select, insert');

-- How far the mailbox was read. Moves on in the transaction that takes a mail in: none is lost, none is taken twice.
create table mailbox_reading (
  practice_id int not null references practice (id),
  box text not null,                              -- SHA-256 of server, account and folder
  uid_validity text not null,                     -- of the folder: when it changes, its numbers begin anew
  last_uid bigint not null,
  read_at timestamptz,                            -- when it was last read to its end
  failed_at timestamptz,
  failure text check (failure in ('connection', 'sign_in', 'folder', 'program')),
  primary key (practice_id)
);
select protect_by_practice('mailbox_reading', 'select, insert, update');

-- Whether others may believe mail that says it is from our domain; looked up in DNS now and then, never while sending.
create table sender_check (
  practice_id int not null references practice (id),
  domain text not null,
  at timestamptz not null,
  spf text not null check (spf in ('pass', 'missing', 'several', 'open', 'no_answer')),
  dkim text not null check (dkim in ('pass', 'missing', 'other_key', 'unsigned', 'no_answer')),
  dmarc text not null check (dmarc in ('pass', 'missing', 'several', 'no_answer')),
  passes boolean not null,                        -- bulk mail is not held down to a hundred a day
  wanted jsonb not null,                          -- what to enter in DNS: texts by name
  primary key (practice_id)
);
select protect_by_practice('sender_check', 'select, insert, update');

-- Bulk mail of a day is counted in the transaction that claims it.
create index message_bulk_sent on message (practice_id, state_at)
  where channel = 'email' and via = 'smtp' and legal_class <> 'treatment';
