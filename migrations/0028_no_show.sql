-- Visits that may be missed: what the practice's own past says of those to come, made anew with the scores.

create table no_show_model (
  practice_id int primary key references practice (id),
  as_of date not null,
  state text not null check (state in ('told', 'too_few', 'no_skill', 'leakage')),
  n int not null,                                 -- visits with an outcome that were looked at
  usual double precision,                         -- share of them that was missed; null: there were none
  figures jsonb not null default '{}'             -- of the backtest on the last quarter: auc, brier, brierBase, slope, n
);
select protect_by_practice('no_show_model', 'select, insert, update, delete');

create table no_show_score (
  practice_id int not null,
  visit_id uuid not null,                         -- no foreign keys, as on the rhythm scores (0006)
  patient_id uuid not null,
  as_of date not null,
  probability double precision not null check (probability between 0 and 1),
  low double precision not null check (low between 0 and 1),
  high double precision not null check (high between 0 and 1),
  n int not null,                                 -- visits that the model learnt from
  usual double precision not null,                -- the practice's own share
  reasons jsonb not null,                         -- lead days, earlier visits known and missed, what raises it most
  primary key (practice_id, visit_id)
);
create index no_show_score_patient on no_show_score (practice_id, patient_id);
select protect_by_practice('no_show_score', 'select, insert, update, delete');
