-- Who we are: practices (the tenants), the accounts that sign in, and each practice's places, people and services.
-- Runs as keepwell_owner. keepwell_app is neither owner nor superuser; row-level security is forced on all
-- tables that carry practice_id.

-- Gives a table the one policy of the house: rows of the practice that this transaction named, and no others.
-- An unset or emptied setting makes the cast fail, so a forgotten setting is an error and never a leak.
create function protect_by_practice(target regclass, privileges text) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy own_practice on %s using (practice_id = current_setting(''app.practice'')::int)
       with check (practice_id = current_setting(''app.practice'')::int)', target);
  execute format('grant %s on %s to keepwell_app', privileges, target);
end $$;
revoke all on function protect_by_practice(regclass, text) from public;

create table practice (
  id int generated always as identity primary key,
  public_id text not null unique,                 -- random; link tokens begin with it
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null,
  country char(2) not null default 'US',
  currency char(3) not null default 'USD',
  zone text not null default 'America/New_York',  -- for what has no location
  languages text[] not null default '{en}',       -- first is the default for scripts
  mission text not null default '',
  is_sample boolean not null default false,       -- can never send anything
  sample jsonb,                                   -- of a sample: {seed, patients, start}, from which it is moved on
  created_at timestamptz not null default now()
);

create table account (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  display_name text not null,
  password_hash text,                             -- argon2id; null until the person has chosen one
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);

-- Tokens are random 256 bits; only their SHA-256 is kept.
create table session (
  token_hash bytea primary key,
  account_id uuid not null references account (id),
  practice_id int references practice (id),       -- the practice it works in now
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),     -- idle time runs from here
  expires_at timestamptz not null,                -- absolute end
  ended_at timestamptz
);
create index session_account on session (account_id) where ended_at is null;

create table link_token (
  token_hash bytea primary key,
  purpose text not null check (purpose in ('first_run', 'invitation')),
  practice_id int references practice (id),
  account_id uuid references account (id),
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now()
);

-- Failed attempts by hashed key (account, network, token); see platform/rate-limit.ts.
create table attempt (
  key_hash bytea not null,
  window_start timestamptz not null,
  count int not null,
  primary key (key_hash, window_start)
);

grant select, insert, update on practice, account, session, link_token to keepwell_app;
grant select, insert, update, delete on attempt to keepwell_app;
grant delete on session, link_token to keepwell_app;

create table location (
  practice_id int not null references practice (id),
  id uuid not null,
  name text not null,
  zone text not null,
  address text[] not null default '{}',
  phone text,
  -- by ISO weekday: {"1": [["08:00","17:00"]], ...}; a missing day is closed
  opening_hours jsonb not null default '{"1":[["08:00","17:00"]],"2":[["08:00","17:00"]],"3":[["08:00","17:00"]],"4":[["08:00","17:00"]],"5":[["08:00","17:00"]]}',
  source_system text,
  source_id text,
  created_at timestamptz not null default now(),
  primary key (practice_id, id),
  unique (practice_id, source_system, source_id)
);
select protect_by_practice('location', 'select, insert, update');

create table holiday (
  practice_id int not null,
  location_id uuid not null,
  on_date date not null,
  name text not null,
  primary key (practice_id, location_id, on_date),
  foreign key (practice_id, location_id) references location (practice_id, id)
);
select protect_by_practice('holiday', 'select, insert, update, delete');

create table service (
  practice_id int not null references practice (id),
  id uuid not null,
  code text not null,
  name jsonb not null,                            -- by language: {"en": "Hygiene visit"}
  recall_days int check (recall_days between 1 and 3660), -- null: learnt from the visits
  returns boolean not null default true,          -- false: nobody is expected back for it (a crown, a follow-up)
  minutes int not null default 30 check (minutes between 1 and 1440),
  price_cents int,
  what_we_do jsonb not null default '{}',         -- by language, plain words: "what we will do for you"
  after_care jsonb not null default '{}',
  check_in_days int,                              -- days after the visit at which we ask how it went; null: we do not
  source_system text,
  source_id text,
  created_at timestamptz not null default now(),
  primary key (practice_id, id),
  unique (practice_id, code)
);
select protect_by_practice('service', 'select, insert, update');

create table staff_member (
  practice_id int not null references practice (id),
  id uuid not null,
  account_id uuid references account (id),
  display_name text not null,
  roles text[] not null default '{}'
    check (roles <@ array['front_desk','clinician','billing','manager','experience_lead','admin','integrator']),
  languages text[] not null default '{}',
  state text not null default 'active' check (state in ('invited', 'active', 'suspended')),
  works_on text[] not null default '{}',
  leaves_on date,
  source_system text,
  source_id text,
  created_at timestamptz not null default now(),
  primary key (practice_id, id),
  unique (practice_id, account_id),
  unique (practice_id, source_system, source_id)
);
select protect_by_practice('staff_member', 'select, insert, update');

create table membership (
  account_id uuid not null references account (id),
  practice_id int not null references practice (id),
  staff_member_id uuid not null,
  suspended_at timestamptz,                       -- follows staff_member.state, readable before a practice is entered
  created_at timestamptz not null default now(),
  primary key (practice_id, account_id),
  foreign key (practice_id, staff_member_id) references staff_member (practice_id, id)
);
create index membership_account on membership (account_id);
grant select, insert, update, delete on membership to keepwell_app;
