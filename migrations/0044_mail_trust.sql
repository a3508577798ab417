-- Why the mailbox was not read: also that the server is not known to be the one it says, or that others could listen.
alter table mailbox_reading drop constraint mailbox_reading_failure_check;
alter table mailbox_reading add constraint mailbox_reading_failure_check
  check (failure in ('connection', 'certificate', 'unencrypted', 'sign_in', 'folder', 'program'));

-- Bulk mail of a day by the domain that it comes from: others judge the domain, whichever practice of the installation
-- writes. Counted in the transaction that claims; what did not go after all is given back. Names nobody, so no practice.
create table bulk_mail_day (
  domain text not null,
  day date not null,                              -- of UTC: practices of one domain may be in several zones
  sent int not null default 0 check (sent >= 0),
  primary key (domain, day)
);
grant select, insert, update, delete on bulk_mail_day to keepwell_app;
drop index message_bulk_sent;
