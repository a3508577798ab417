-- How people prove who they are beyond a password, and the desk that several of them share.

-- Of an account, as its password is: what a person holds is theirs in every practice. None of these has rows of a
-- practice, so none has row-level security; only src/practice writes them.
create table passkey (
  id uuid primary key,
  account_id uuid not null references account (id),
  credential_id bytea not null unique,            -- as the authenticator names it
  public_key bytea not null,
  counter bigint not null,                        -- never goes back; 0 for authenticators that do not count
  transports text[] not null default '{}',
  name text not null,
  created_at timestamptz not null,
  used_at timestamptz
);
create index passkey_account on passkey (account_id);

create table authenticator_app (
  account_id uuid primary key references account (id),
  secret bytea not null,                          -- sealed with the key second-factor.key of the data folder
  confirmed_at timestamptz,                       -- null: begun, and no code was typed yet
  last_step bigint not null default 0,            -- of 30 s since 1970; a code of this step or an earlier one is used up
  created_at timestamptz not null
);

create table recovery_code (
  account_id uuid not null references account (id),
  code_hash bytea not null,                       -- SHA-256; a code is 80 random bits
  used_at timestamptz,
  primary key (account_id, code_hash)
);

-- What an authenticator has to sign: random, for one purpose, once, within minutes.
create table passkey_challenge (
  challenge_hash bytea primary key,
  purpose text not null check (purpose in ('register', 'prove', 'sign_in')),
  account_id uuid references account (id),        -- null: nobody is known yet
  expires_at timestamptz not null
);

create table desk_pin (
  account_id uuid primary key references account (id),
  pin_hash text not null,                         -- argon2id
  wrong int not null default 0,                   -- in a row; from five on the PIN is locked
  set_at timestamptz not null
);
grant select, insert, update, delete on passkey, authenticator_app, recovery_code, passkey_challenge, desk_pin
  to keepwell_app;

-- A browser that several people of one practice work at. Its cookie begins with the practice's public id.
create table shared_device (
  practice_id int not null references practice (id),
  id uuid not null,
  token_hash bytea not null,
  name text not null,
  enrolled_by uuid not null,                      -- staff member
  created_at timestamptz not null,
  used_at timestamptz not null,
  revoked_at timestamptz,
  primary key (practice_id, id),
  unique (practice_id, token_hash),
  foreign key (practice_id, enrolled_by) references staff_member (practice_id, id)
);
select protect_by_practice('shared_device', 'select, insert, update');

-- Who signed in fully at a shared desk, and when last.
create table shared_device_entry (
  practice_id int not null,
  device_id uuid not null,
  staff_member_id uuid not null,
  full_at timestamptz not null,
  primary key (practice_id, device_id, staff_member_id),
  foreign key (practice_id, device_id) references shared_device (practice_id, id),
  foreign key (practice_id, staff_member_id) references staff_member (practice_id, id)
);
select protect_by_practice('shared_device_entry', 'select, insert, update, delete');

alter table session
  add column id uuid not null default gen_random_uuid() unique,
  add column kind text not null default 'full' check (kind in ('full', 'pin')),
  add column device_id uuid,                      -- where a PIN opened it
  add column proved_at timestamptz,               -- when the person last proved themselves in full
  add column factor_at timestamptz;               -- when the second factor was last passed; null: not in this session
