-- Why the mailbox was not read: also that the server is not known to be the one it says, or that others could listen.
alter table mailbox_reading drop constraint mailbox_reading_failure_check;
alter table mailbox_reading add constraint mailbox_reading_failure_check
  check (failure in ('connection', 'certificate', 'unencrypted', 'sign_in', 'folder', 'program'));
