-- Before they leave: what is looked at at the end of a visit, and what was seen to. Rows, which a practice changes.
create table leaving_item (
  practice_id int not null references practice (id),
  code text not null check (code ~ '^[a-z][a-z0-9-]{0,39}$'),
  words jsonb not null,                           -- by language
  applies text not null check (applies in ('always', 'first_visit', 'no_next_visit', 'promise_open', 'worried')),
  position int not null,
  enabled boolean not null default true,
  primary key (practice_id, code)
);
select protect_by_practice('leaving_item', 'select, insert, update, delete');

-- What was seen to at the end of a visit, each time that somebody finished the list.
create table leaving (
  practice_id int not null,
  id uuid not null,
  visit_id uuid not null,                         -- no foreign key, as on the no-show scores (0028)
  patient_id uuid not null,
  seen_to text[] not null,                        -- codes of the items
  left_open text[] not null,                      -- items that were shown and not seen to
  detail_id uuid,                                 -- what was heard and is worth remembering
  client_key text not null,
  by_staff uuid,
  at timestamptz not null,
  undone_at timestamptz,
  primary key (practice_id, id),
  unique (practice_id, client_key),
  foreign key (practice_id, patient_id) references patient (practice_id, id),
  foreign key (practice_id, by_staff) references staff_member (practice_id, id)
);
create index leaving_visit on leaving (practice_id, visit_id);
select protect_by_practice('leaving', 'select, insert, update, delete');

-- Visits that the team has talked about in its huddle.
create table talked_about (
  practice_id int not null,
  visit_id uuid not null,
  patient_id uuid not null,
  by_staff uuid,
  at timestamptz not null,
  primary key (practice_id, visit_id),
  foreign key (practice_id, patient_id) references patient (practice_id, id),
  foreign key (practice_id, by_staff) references staff_member (practice_id, id)
);
select protect_by_practice('talked_about', 'select, insert, update, delete');

alter table staff_member add column writes_cards boolean not null default false; -- is offered cards to write by hand

-- Practices that are here already begin with the same list as new ones (plan/leaving.ts).
insert into leaving_item (practice_id, code, words, applies, position)
select p.id, item.code, item.words::jsonb, item.applies, item.position
from practice p, (values
  ('next-visit', '{"en": "Next visit offered", "es": "Próxima visita ofrecida"}', 'no_next_visit', 10),
  ('expect', '{"en": "Knows what happens next", "es": "Sabe qué pasa ahora"}', 'always', 20),
  ('promise', '{"en": "What we promised is done or has a day", "es": "Lo prometido está hecho o tiene fecha"}', 'promise_open', 30),
  ('how-it-was', '{"en": "Asked how it was: they were worried before", "es": "Se le preguntó cómo fue: antes estaba preocupado"}', 'worried', 35),
  ('questions', '{"en": "Questions answered", "es": "Preguntas respondidas"}', 'always', 40),
  ('direct-number', '{"en": "Has a card with our direct number", "es": "Tiene una tarjeta con nuestro teléfono directo"}', 'first_visit', 50),
  ('keep-in-touch', '{"en": "Knows how to keep in touch", "es": "Sabe cómo estar en contacto"}', 'first_visit', 60)
) as item (code, words, applies, position);
