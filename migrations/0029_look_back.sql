-- What a look back from the record as it stood found: counts and shares, nobody's name. One a practice: the newest.
create table look_back (
  practice_id int not null primary key,
  day date not null,                              -- the last day that the record covers
  origin date not null,                           -- the day that is stood on
  horizon_days int not null,
  made_at timestamptz not null default now(),
  found jsonb not null                            -- loyalty/look-back.ts, its type LookBack
);
select protect_by_practice('look_back', 'select, insert, update, delete');
