-- What sources charge for visits, claim by claim, so that claims may come before their encounter and in another file.

create table visit_charge (
  practice_id int not null references practice (id),
  source_system text not null,
  kind text not null check (kind in ('claim', 'charge_item')),
  charge_id text not null,                        -- what the source calls the claim or charge item
  visit_key text not null,                        -- what the claim calls the visit: a source_id, or an alias of one
  cents int not null,
  created_at timestamptz not null default now(),
  primary key (practice_id, source_system, kind, charge_id, visit_key)
);
create index visit_charge_visit on visit_charge (practice_id, source_system, visit_key);
select protect_by_practice('visit_charge', 'select, insert, delete');

-- Other names of a visit in its source: the encounter that fulfilled an appointment is that appointment's visit.
create table visit_alias (
  practice_id int not null references practice (id),
  source_system text not null,
  alias text not null,
  source_id text not null,                        -- of the visit; it may come later
  created_at timestamptz not null default now(),
  primary key (practice_id, source_system, alias)
);
create index visit_alias_visit on visit_alias (practice_id, source_system, source_id);
select protect_by_practice('visit_alias', 'select, insert, update');
