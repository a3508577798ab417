-- What comes in from patients and strangers, with the clock by which a person answers; and promises that were broken.

create table inbound (
  practice_id int not null references practice (id),
  id uuid not null,
  kind text not null check (kind in ('enquiry', 'question', 'call_me', 'move_request', 'worry', 'reply')),
  via text not null check (via in ('page', 'phone', 'message')),
  patient_id uuid not null,                       -- of a stranger: a prospective patient, made with it
  visit_id uuid,
  link_id uuid,                                   -- the link that it came by; null: no link
  location_id uuid,                               -- whose opening hours the clock counts
  reference text not null,                        -- said to whoever asked, so that they can name it
  words text not null default '' check (length(words) <= 2000), -- in their own words: what they need or ask
  wants text not null default '' check (length(wants) <= 1000),
  expects text not null default '' check (length(expects) <= 1000),
  best_time text check (best_time in ('any', 'mornings', 'afternoons', 'evenings')),
  worry int check (worry between 0 and 10),
  received_at timestamptz not null,
  answer_by timestamptz not null,                 -- one opening hour of the location later
  owner_id uuid,                                  -- who has taken it; null: nobody yet
  answered_at timestamptz,
  answered_by uuid,
  outcome text check (outcome in ('answered', 'booked', 'not_reached', 'not_for_us')),
  same_key bytea not null,                        -- the same thing sent twice is one: hash of where from, what and on which day
  created_at timestamptz not null default now(),
  primary key (practice_id, id),
  unique (practice_id, same_key),
  foreign key (practice_id, patient_id) references patient (practice_id, id),
  foreign key (practice_id, owner_id) references staff_member (practice_id, id),
  foreign key (practice_id, answered_by) references staff_member (practice_id, id),
  check ((answered_at is null) = (outcome is null))
);
create index inbound_waiting on inbound (practice_id, answer_by) where answered_at is null;
create index inbound_received on inbound (practice_id, received_at desc);
create index inbound_patient on inbound (practice_id, patient_id);
select protect_by_practice('inbound', 'select, insert, update, delete');

-- Touchpoints are rows: a practice that has a plan already gets the new one too.
insert into touchpoint (practice_id, id, code, title, trigger, act_kind, channel, purpose, topic, owner_role, minutes,
  share, priority, script)
select t.practice_id, gen_random_uuid(), 'inbound', '{"en": "Answer somebody who waits", "es": "Responder a quien espera"}',
  'inbound_waiting', 'answer', 'call', 'care', 'inbound', 'front_desk', 5, 'owed', 110,
  '{"en": "{greeting} {asked} What can I do for you?", "es": "{greeting} {asked} ¿En qué puedo ayudarle?"}'
from touchpoint t where t.code = 'promise'
on conflict (practice_id, code) do nothing;

alter table promise add column broken_by uuid;            -- who said so; null: the day it was due for went by
alter table promise add column broken_why text;
alter table promise add column made_good_at timestamptz;  -- a broken promise that was made good after all
alter table promise add column made_good_by uuid;
alter table promise add constraint promise_made_good check (made_good_at is null or broken_at is not null);
create index promise_broken on promise (practice_id, patient_id) where broken_at is not null and made_good_at is null;
-- Those of before came with the sample alone, and were made good in its story.
update promise set made_good_at = broken_at where broken_at is not null;
