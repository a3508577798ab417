-- How good the models of a service were on its own past, and which one won: the newest check.
create table model_check (
  practice_id int not null,
  service_id uuid not null,
  day date not null,                              -- nothing after it was known
  made_at timestamptz not null default now(),
  champion text not null,                         -- the model that tonight's scores are made with
  found jsonb not null,                           -- loyalty/check.ts, its type ServiceCheck
  primary key (practice_id, service_id),
  foreign key (practice_id, service_id) references service (practice_id, id)
);
select protect_by_practice('model_check', 'select, insert, update, delete');
