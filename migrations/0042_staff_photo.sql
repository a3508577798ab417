-- Who sees you: a small picture for the pages of patients. Ledger: the newest row of a staff member holds; one without
-- bytes says that there is none any more.
create table staff_photo (
  practice_id int not null references practice (id),
  id uuid not null,
  staff_member_id uuid not null,
  media_type text check (media_type in ('image/jpeg', 'image/png', 'image/webp')),
  bytes bytea check (octet_length(bytes) <= 5120), -- a page of a patient holds 15 KB in all
  at timestamptz not null,
  by_staff uuid,
  primary key (practice_id, id),
  foreign key (practice_id, staff_member_id) references staff_member (practice_id, id),
  foreign key (practice_id, by_staff) references staff_member (practice_id, id),
  check ((media_type is null) = (bytes is null))
);
create index staff_photo_newest on staff_photo (practice_id, staff_member_id, at desc, id desc);
select protect_by_practice('staff_photo', 'select, insert, delete');
